//! Sealing by the machine's TPM: what is sealed can be opened on this machine alone, and only while its Secure Boot is as it was.
//! The TPM is root's. A unit that lives for one request asks it: `guichet-key@.service`, behind a socket that is this program's alone.
use std::io::{self, Read, Write};
use std::net::Shutdown;
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::time::Duration;

const SOCKET: &str = "/run/guichet-key.sock";
const TPM: &str = "/dev/tpmrm0";
/// A TPM is slow, and nobody waits for it: the screen is locked by then.
const WITHIN: Duration = Duration::from_secs(30);
/// A sealed key has some hundred bytes.
const ANSWER_BYTES: u64 = 64 * 1024;

/// Seals, when the machine has a TPM.
///
/// # Errors
/// Saying why it is not sealed.
pub fn seal(plain: &[u8]) -> io::Result<Vec<u8>> {
    if !Path::new(TPM).exists() {
        return Err(io::Error::new(io::ErrorKind::Unsupported, "this machine has no TPM"));
    }
    ask(Path::new(SOCKET), "seal", plain)
}

/// Opens what was sealed.
///
/// # Errors
/// [`io::ErrorKind::InvalidData`] when another machine sealed it, or the TPM was cleared.
pub fn unseal(sealed: &[u8]) -> io::Result<Vec<u8>> {
    ask(Path::new(SOCKET), "open", sealed)
}

/// The unit reads a word and the bytes to their end; it answers with bytes, or with none.
fn ask(socket: &Path, word: &str, bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut unit = UnixStream::connect(socket)?;
    unit.set_read_timeout(Some(WITHIN))?;
    unit.set_write_timeout(Some(WITHIN))?;
    unit.write_all(format!("{word}\n").as_bytes())?;
    unit.write_all(bytes)?;
    unit.shutdown(Shutdown::Write)?;
    let mut answer = Vec::new();
    unit.take(ANSWER_BYTES).read_to_end(&mut answer)?;
    if answer.is_empty() {
        return Err(io::Error::new(io::ErrorKind::InvalidData, "the TPM refuses"));
    }
    Ok(answer)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::net::UnixListener;
    use std::thread;

    /// Answers one request.
    fn unit(folder: &Path, answer: &'static [u8]) -> thread::JoinHandle<Vec<u8>> {
        let listener = UnixListener::bind(folder.join("key.sock")).expect("a socket");
        thread::spawn(move || {
            let (mut client, _) = listener.accept().expect("somebody asks");
            let mut asked = Vec::new();
            client.read_to_end(&mut asked).expect("to the end");
            client.write_all(answer).expect("an answer");
            asked
        })
    }

    #[test]
    fn what_is_asked_is_answered() {
        let folder = tempfile::tempdir().expect("a folder");
        let unit = unit(folder.path(), b"sealed");
        let answer = ask(&folder.path().join("key.sock"), "seal", b"key\n\0").expect("an answer");
        assert_eq!(answer, b"sealed");
        assert_eq!(unit.join().expect("no panic"), b"seal\nkey\n\0");
    }

    #[test]
    fn a_refusal_is_no_answer_and_silence_is_no_refusal() {
        let folder = tempfile::tempdir().expect("a folder");
        let socket = folder.path().join("key.sock");
        let absent = ask(&socket, "open", b"sealed").expect_err("nobody listens");
        assert_ne!(absent.kind(), io::ErrorKind::InvalidData);
        let unit = unit(folder.path(), b"");
        let refused = ask(&socket, "open", b"sealed").expect_err("a refusal");
        assert_eq!(refused.kind(), io::ErrorKind::InvalidData);
        unit.join().expect("no panic");
    }
}
