//! A mail server that takes letters and keeps them, speaking SMTP over TCP (RFC 5321).
use super::{Kind, PATIENCE, Site};
use guichet::{config::SmtpSecurity, mail};
use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicU32, Ordering},
    },
    time::Duration,
};
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};

/// A letter that came.
#[derive(Debug, Clone)]
pub struct Arrived {
    pub to: String,
    /// Headers and parts, their quoted-printable undone.
    pub text: String,
}

#[derive(Default)]
struct Kept {
    letters: Mutex<Vec<Arrived>>,
    /// How many letters are still turned away, for now.
    busy: AtomicU32,
    /// How many are turned away for good.
    unwilling: AtomicU32,
    /// Whether a letter's sender waits before it is spoken to.
    slow: AtomicBool,
    /// Who waits so.
    waiting: AtomicU32,
}

pub struct Sink {
    kept: Arc<Kept>,
    port: u16,
    server: JoinHandle<()>,
}

impl Drop for Sink {
    fn drop(&mut self) {
        self.server.abort();
    }
}

impl Sink {
    pub async fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let kept = Arc::new(Kept::default());
        let shared = kept.clone();
        let server = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let kept = shared.clone();
                tokio::spawn(async move { converse(stream, &kept).await });
            }
        });
        Self { kept, port, server }
    }

    /// A server of this kind that sends its letters here.
    pub async fn site(&self, kind: Kind) -> Site {
        Site::open_with(kind, |settings| {
            settings.smtp_host = "127.0.0.1".into();
            settings.smtp_port = self.port;
            settings.smtp_security = SmtpSecurity::None;
        })
        .await
    }

    /// Turns so many letters away, with "later".
    pub fn be_busy(&self, letters: u32) {
        self.kept.busy.store(letters, Ordering::SeqCst);
    }

    /// Turns so many letters away, with "never".
    pub fn be_unwilling(&self, letters: u32) {
        self.kept.unwilling.store(letters, Ordering::SeqCst);
    }

    /// Lets senders wait, or no longer.
    pub fn be_slow(&self, slow: bool) {
        self.kept.slow.store(slow, Ordering::SeqCst);
    }

    /// Waits until somebody is kept waiting.
    pub async fn until_somebody_waits(&self) {
        while self.kept.waiting.load(Ordering::SeqCst) == 0 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }

    pub fn letters(&self) -> Vec<Arrived> {
        self.kept.letters.lock().expect("no panic before").clone()
    }

    /// Sends what waits until there is a letter to `address`; the newest, which is taken away.
    pub async fn letter(&self, site: &Site, address: &str) -> Arrived {
        let search = async {
            loop {
                mail::send_due(&site.app).await.expect("the queue");
                let mut letters = self.kept.letters.lock().expect("no panic before").drain(..).collect::<Vec<_>>();
                if let Some(at) = letters.iter().rposition(|letter| letter.to == address) {
                    return letters.swap_remove(at);
                }
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        tokio::time::timeout(PATIENCE, search).await.unwrap_or_else(|_| panic!("no letter to {address}"))
    }
}

impl Arrived {
    /// What stands behind the `#` of its link.
    pub fn token(&self) -> String {
        let after = self.text.split('#').find(|text| text.len() >= 64 && hex::decode(&text[..64]).is_ok());
        after.unwrap_or_else(|| panic!("no link in {}", self.text))[..64].to_owned()
    }
}

async fn converse(stream: TcpStream, kept: &Kept) {
    let (reader, mut writer) = stream.into_split();
    let mut lines = BufReader::new(reader).lines();
    let mut to = String::new();
    let mut say = async |text: &str| writer.write_all(format!("{text}\r\n").as_bytes()).await.is_ok();
    kept.waiting.fetch_add(1, Ordering::SeqCst);
    while kept.slow.load(Ordering::SeqCst) {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    say("220 sink").await;
    while let Ok(Some(line)) = lines.next_line().await {
        let upper = line.to_uppercase();
        let answered = if upper.starts_with("EHLO") {
            say("250-sink\r\n250 8BITMIME").await
        } else if upper.starts_with("MAIL FROM") && took_one(&kept.busy) {
            say("451 later").await
        } else if upper.starts_with("MAIL FROM") && took_one(&kept.unwilling) {
            say("550 never").await
        } else if let Some(address) = upper.starts_with("RCPT TO").then(|| between(&line)) {
            to = address;
            say("250 ok").await
        } else if upper == "DATA" {
            say("354 go on").await;
            let mut raw = String::new();
            while let Ok(Some(line)) = lines.next_line().await {
                if line == "." {
                    break;
                }
                raw.push_str(line.strip_prefix('.').unwrap_or(&line));
                raw.push('\n');
            }
            let letter = Arrived { to: to.clone(), text: plain(&raw) };
            kept.letters.lock().expect("no panic before").push(letter);
            say("250 taken").await
        } else if upper == "QUIT" {
            say("221 bye").await;
            return;
        } else {
            say("250 ok").await
        };
        if !answered {
            return;
        }
    }
}

fn took_one(left: &AtomicU32) -> bool {
    left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1)).is_ok()
}

fn between(line: &str) -> String {
    line.split('<').nth(1).and_then(|rest| rest.split('>').next()).unwrap_or_default().to_owned()
}

/// Undoes quoted-printable (RFC 2045, section 6.7).
fn plain(raw: &str) -> String {
    let joined = raw.replace("=\n", "");
    let mut bytes = Vec::new();
    let mut rest = joined.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let code = (*first == b'=').then(|| after.get(..2).and_then(|digits| hex::decode(digits).ok())).flatten();
        if let Some(byte) = code {
            bytes.extend(byte);
            rest = &after[2..];
        } else {
            bytes.push(*first);
            rest = after;
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
