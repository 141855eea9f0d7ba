//! Sealing by the machine's TPM, through `systemd-creds`: what is sealed can be opened on this machine
//! alone, and only while it starts as it did.
use std::io;

/// How a file begins that the machine's own secret alone seals, for a user or for root: `systemd-creds` leaves a TPM aside that
/// the firmware did not use, on a machine that starts by its BIOS for one. That secret is on the same disk.
const WITHOUT_TPM: [&[u8]; 2] = [b"VbntHThZTUOoMZ0uuzMq", b"Whxqht+dQJax1aZeCGLx"];

/// Seals, when the machine has a TPM.
///
/// # Errors
/// Saying why it is not sealed.
pub fn seal(plain: &[u8]) -> io::Result<Vec<u8>> {
    if !std::path::Path::new("/dev/tpmrm0").exists() {
        return Err(io::Error::new(io::ErrorKind::Unsupported, "this machine has no TPM"));
    }
    // `auto` adds the machine's own secret where its disk keeps one.
    let sealed = creds::run("systemd-creds", &["encrypt", "--with-key=auto"], plain)?;
    if is_of_tpm(&sealed) { Ok(sealed) } else { Err(io::Error::other("the firmware does not use the TPM")) }
}

fn is_of_tpm(sealed: &[u8]) -> bool {
    !WITHOUT_TPM.iter().any(|start| sealed.starts_with(start))
}

/// Opens what was sealed.
///
/// # Errors
/// When another machine sealed it, or the TPM was cleared.
pub fn unseal(sealed: &[u8]) -> io::Result<Vec<u8>> {
    creds::run("systemd-creds", &["decrypt"], sealed)
}

mod creds {
    use std::fs;
    use std::io::{self, Read, Write};
    use std::os::unix::fs::MetadataExt;
    use std::process::{Child, Command, Stdio};
    use std::thread;
    use std::time::{Duration, Instant};

    const NAME: &str = "--name=guichet-kiosk.key";
    /// A TPM is slow, but not as slow as this; the service must have locked its screen within ten seconds.
    const WITHIN: Duration = Duration::from_secs(6);

    /// Runs the program from standard input to standard output.
    pub(super) fn run(program: &str, arguments: &[&str], input: &[u8]) -> io::Result<Vec<u8>> {
        let mut command = Command::new(program);
        command.args(arguments).arg(NAME);
        // Whoever is not root asks systemd, which keeps what it seals apart by user.
        if fs::metadata("/proc/self")?.uid() != 0 {
            command.arg("--user");
        }
        command.args(["-", "-"]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::inherit());
        let mut child = command.spawn()?;
        // A key has a hundred bytes: they fit into the pipe whether they are read or not.
        if let Some(mut to) = child.stdin.take() {
            to.write_all(input)?;
        }
        wait(&mut child)?;
        let mut output = Vec::new();
        if let Some(mut from) = child.stdout.take() {
            from.read_to_end(&mut output)?;
        }
        Ok(output)
    }

    fn wait(child: &mut Child) -> io::Result<()> {
        let until = Instant::now() + WITHIN;
        loop {
            match child.try_wait()? {
                Some(status) if status.success() => return Ok(()),
                Some(status) => return Err(io::Error::other(format!("systemd-creds: {status}"))),
                None if Instant::now() > until => {
                    child.kill()?;
                    child.wait()?;
                    return Err(io::ErrorKind::TimedOut.into());
                }
                None => thread::sleep(Duration::from_millis(10)),
            }
        }
    }

    #[cfg(test)]
    mod tests {
        #[test]
        fn what_the_disk_alone_seals_is_not_of_the_tpm() {
            assert!(!super::super::is_of_tpm(b"VbntHThZTUOoMZ0uuzMqxiAAAAAB"));
            // An identifier of systemd's for the machine's secret and the TPM together.
            assert!(super::super::is_of_tpm(b"70rBNnmpSA6n22iJf58WXQAAAAAB"));
        }

        use super::*;
        use std::os::unix::fs::PermissionsExt;

        /// A program in place of `systemd-creds`.
        fn program(folder: &std::path::Path, script: &str) -> String {
            let path = folder.join("creds");
            fs::write(&path, format!("#!/bin/sh\n{script}\n")).expect("a file");
            fs::set_permissions(&path, fs::Permissions::from_mode(0o700)).expect("executable");
            path.display().to_string()
        }

        #[test]
        fn what_goes_in_comes_out_changed() {
            let folder = tempfile::tempdir().expect("a folder");
            let program = program(folder.path(), r#"printf '%s ' "$@"; tr a-z A-Z"#);
            let output = run(&program, &["encrypt"], b"key").expect("it runs");
            let text = String::from_utf8(output).expect("text");
            assert!(text.starts_with("encrypt --name=guichet-kiosk.key ") && text.ends_with("- - KEY"), "{text}");
        }

        #[test]
        fn a_failure_is_told() {
            let folder = tempfile::tempdir().expect("a folder");
            let program = program(folder.path(), "cat >/dev/null; exit 3");
            assert!(run(&program, &["decrypt"], b"key").is_err());
            assert!(run("/nowhere/systemd-creds", &["decrypt"], b"key").is_err());
        }
    }
}
