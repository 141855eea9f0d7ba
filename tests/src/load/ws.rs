//! A websocket client that costs little. It knows as much of RFC 6455 as loopback needs.
use std::{io, net::SocketAddr};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

/// A socket that is open.
pub struct Ws {
    stream: TcpStream,
    buffer: Vec<u8>,
    read: usize,
}

impl Ws {
    /// Opens a socket; `authorization` may be empty.
    pub async fn connect(address: SocketAddr, path: &str, authorization: &str) -> io::Result<Self> {
        let mut stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        let request = format!(
            "GET {path} HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\n\
             sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\nsec-websocket-protocol: guichet.v1\r\nauthorization: {authorization}\r\n\r\n"
        );
        stream.write_all(request.as_bytes()).await?;
        let mut socket = Self { stream, buffer: Vec::with_capacity(512), read: 0 };
        loop {
            socket.more().await?;
            let Some(head) = socket.buffer.windows(4).position(|bytes| bytes == b"\r\n\r\n") else { continue };
            if !socket.buffer.starts_with(b"HTTP/1.1 101") {
                return Err(io::Error::other(String::from_utf8_lossy(&socket.buffer).into_owned()));
            }
            socket.read = head + 4;
            return Ok(socket);
        }
    }

    /// A text frame as it goes over the wire, with a mask of zeros.
    pub fn text(text: &str) -> Vec<u8> {
        let length = u8::try_from(text.len()).ok().filter(|length| *length < 126).expect("a short text");
        [&[0x81, 0x80 | length, 0, 0, 0, 0], text.as_bytes()].concat()
    }

    pub async fn send(&mut self, frame: &[u8]) -> io::Result<()> {
        self.stream.write_all(frame).await
    }

    /// The next frame's content. A frame that closes the socket is an error that names its code.
    pub async fn receive(&mut self) -> io::Result<&[u8]> {
        loop {
            if let Some((start, end)) = frame(&self.buffer[self.read..]) {
                let (opcode, begin, end) = (self.buffer[self.read] & 0x0f, self.read + start, self.read + end);
                self.read = end;
                let content = &self.buffer[begin..end];
                if opcode == 8 {
                    let code = content.first_chunk().map_or(0, |code| u16::from_be_bytes(*code));
                    return Err(io::Error::other(format!("closed with {code}")));
                }
                return Ok(content);
            }
            self.buffer.drain(..self.read);
            self.read = 0;
            self.more().await?;
        }
    }

    async fn more(&mut self) -> io::Result<()> {
        let more = self.stream.read_buf(&mut self.buffer).await?;
        if more == 0 { Err(io::ErrorKind::UnexpectedEof.into()) } else { Ok(()) }
    }
}

/// Where a complete frame's content begins and ends.
fn frame(bytes: &[u8]) -> Option<(usize, usize)> {
    let (start, length) = match bytes.get(1)? & 0x7f {
        126 => (4, u64::from(u16::from_be_bytes(bytes.get(2..4)?.try_into().ok()?))),
        127 => (10, u64::from_be_bytes(bytes.get(2..10)?.try_into().ok()?)),
        short => (2, u64::from(short)),
    };
    let end = start + usize::try_from(length).ok()?;
    (bytes.len() >= end).then_some((start, end))
}
