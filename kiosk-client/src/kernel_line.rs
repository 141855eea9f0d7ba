//! What the machine was started with: a site that starts its stations over the network names the server
//! on the kernel's command line.
//!
//! Whoever sits at the machine can read that line. A token on it is used up at the first start, and the
//! server's key is no secret.
use std::fs;

/// The words of the kernel's command line that are for this program.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct KernelLine {
    /// `guichet.server=`: the server's address.
    pub server: Option<String>,
    /// `guichet.serverkey=`: the server's key.
    pub server_key: Option<String>,
    /// `guichet.token=`: a one-time enrolment token.
    pub token: Option<String>,
}

impl KernelLine {
    /// The line of this machine; nothing where there is none to read.
    #[must_use]
    pub fn read() -> Self {
        fs::read_to_string("/proc/cmdline").map(|line| Self::parse(&line)).unwrap_or_default()
    }

    fn parse(line: &str) -> Self {
        // The last one counts, as it does for the kernel itself.
        let value = |name: &str| {
            let words = line.split_ascii_whitespace().filter_map(|word| word.strip_prefix(name));
            words.filter_map(|rest| rest.strip_prefix('=')).rfind(|value| !value.is_empty()).map(str::to_owned)
        };
        Self { server: value("guichet.server"), server_key: value("guichet.serverkey"), token: value("guichet.token") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_are_found_among_others() {
        let line = "BOOT_IMAGE=/vmlinuz guichet.server=http://10.0.0.1:8000 quiet guichet.token=ab guichet.token=cd \
                    guichet.serverkey=00ff xguichet.token=no guichet.tokens=no\n";
        let expected = KernelLine {
            server: Some("http://10.0.0.1:8000".into()),
            server_key: Some("00ff".into()),
            token: Some("cd".into()),
        };
        assert_eq!(KernelLine::parse(line), expected);
        assert_eq!(KernelLine::parse("quiet guichet.token= guichet.server"), KernelLine::default());
    }
}
