//! What the machine was started with: a site that starts its stations over the network names the server
//! on the kernel's command line. What that line cannot say, since it is signed and the same for all stations,
//! stands in a file of the same form.
//!
//! Whoever sits at the machine can read the line. A token on it is used up at the first start, and the
//! server's key is no secret.
use std::fs;
use uuid::Uuid;

/// The line of the machine, and where its start left what is its own.
const FILES: [&str; 2] = ["/proc/cmdline", "/run/guichet/line"];

/// The words of the kernel's command line that are for this program.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct KernelLine {
    /// `guichet.server=`: the server's address.
    pub server: Option<String>,
    /// `guichet.serverkey=`: the server's key.
    pub server_key: Option<String>,
    /// `guichet.token=`: a one-time enrolment token.
    pub token: Option<String>,
    /// `guichet.start=`: which start over the network this is.
    pub start: Option<Uuid>,
}

impl KernelLine {
    /// The line of this machine; nothing where there is none to read.
    #[must_use]
    pub fn read() -> Self {
        Self::parse(&FILES.map(|file| fs::read_to_string(file).unwrap_or_default()).join(" "))
    }

    fn parse(line: &str) -> Self {
        // The last one counts, as it does for the kernel itself.
        let value = |name: &str| {
            let words = line.split_ascii_whitespace().filter_map(|word| word.strip_prefix(name));
            words.filter_map(|rest| rest.strip_prefix('=')).rfind(|value| !value.is_empty()).map(str::to_owned)
        };
        Self {
            server: value("guichet.server"),
            server_key: value("guichet.serverkey"),
            token: value("guichet.token"),
            start: value("guichet.start").and_then(|start| start.parse().ok()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_are_found_among_others() {
        let line = "BOOT_IMAGE=/vmlinuz guichet.server=http://10.0.0.1:8000 quiet guichet.token=ab guichet.token=cd \
                    guichet.serverkey=00ff xguichet.token=no guichet.tokens=no\n \
                    guichet.start=01890a5d-ac96-774b-bcce-b302099a8057\n";
        let expected = KernelLine {
            server: Some("http://10.0.0.1:8000".into()),
            server_key: Some("00ff".into()),
            token: Some("cd".into()),
            start: Some(Uuid::from_u128(0x0189_0a5d_ac96_774b_bcce_b302_099a_8057)),
        };
        assert_eq!(KernelLine::parse(line), expected);
        assert_eq!(KernelLine::parse("quiet guichet.token= guichet.server guichet.start=7"), KernelLine::default());
    }
}
