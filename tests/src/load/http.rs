//! An HTTP/1.1 client that costs little: what it saves is left to the server it measures.
use std::{io, net::SocketAddr, str};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

/// A connection that is kept.
pub struct Http {
    stream: TcpStream,
    buffer: Vec<u8>,
}

/// A request as it goes over the wire.
pub fn request(method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Vec<u8> {
    let named: String = headers.iter().flat_map(|(name, value)| [name, ": ", value, "\r\n"]).collect();
    let length = body.len();
    format!(
        "{method} {path} HTTP/1.1\r\nhost: 127.0.0.1\r\n{named}content-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}"
    )
    .into_bytes()
}

/// The most frequent one.
pub fn post(path: &str, authorization: &str, body: &str) -> Vec<u8> {
    request("POST", path, &[("authorization", authorization)], body)
}

impl Http {
    pub async fn connect(address: SocketAddr) -> io::Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, buffer: Vec::with_capacity(4096) })
    }

    /// Sends a request and reads the whole answer: its status and its body.
    pub async fn exchange(&mut self, request: &[u8]) -> io::Result<(u16, &[u8])> {
        self.stream.write_all(request).await?;
        self.buffer.clear();
        loop {
            if self.stream.read_buf(&mut self.buffer).await? == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            if let Some((status, start, end)) = parse(&self.buffer)
                && self.buffer.len() >= end
            {
                return Ok((status, &self.buffer[start..end]));
            }
        }
    }

    /// The body of a good answer.
    pub async fn good(&mut self, request: &[u8]) -> Vec<u8> {
        let (status, body) = self.exchange(request).await.expect("an answer");
        assert!((200..300).contains(&status), "{status}: {}", String::from_utf8_lossy(body));
        body.to_vec()
    }
}

/// The status, and where the body begins and ends, once the head is complete.
fn parse(answer: &[u8]) -> Option<(u16, usize, usize)> {
    let head = answer.windows(4).position(|bytes| bytes == b"\r\n\r\n")?;
    let text = str::from_utf8(&answer[..head]).ok()?;
    let status = text.get(9..12)?.parse().ok()?;
    let length = text.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse::<usize>().ok())?
    });
    Some((status, head + 4, head + 4 + length.unwrap_or(0)))
}
