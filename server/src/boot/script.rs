//! What machines are told, in the words of iPXE and of GRUB. Neither knows more than ASCII.
use super::image::Image;
use std::fmt::Write;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};
use uuid::Uuid;

/// What a machine is to do.
#[derive(Debug)]
pub(super) enum Answer {
    /// Start this image.
    Start(Box<Start>),
    /// Show these lines, and ask again.
    Wait { lines: Vec<String>, seconds: u32 },
    /// Somebody works on it: let them choose.
    Choose { name: String, start: Option<Box<Start>> },
    /// Start from the machine's own disk, if it has one.
    Leave,
}

/// An image, and what its kernel is told.
#[derive(Debug)]
pub(super) struct Start {
    pub id: Uuid,
    pub image: Image,
    pub title: String,
    pub server: String,
    pub server_key: String,
    /// The SHA-256 of the site's own authority, which the machine fetches beside its image.
    pub ca: Option<String>,
    pub token: Option<String>,
    /// Where its clock is, an IANA name.
    pub timezone: String,
    /// It is started whole, as the site signed it: the machine asks for the rest itself.
    pub is_signed: bool,
}

/// Who talks, and where it reached the server.
#[derive(Debug)]
pub(super) struct Reader<'a> {
    /// Host and port, as the machine named them.
    pub host: &'a str,
    /// The path and query to ask again with.
    pub again: String,
}

impl Start {
    fn folder(&self) -> String {
        format!("/images/{}/{}", self.image.profile, self.image.version)
    }

    /// Without `panic`, a machine whose files are wrong would offer a shell.
    fn command_line(&self, host: &str) -> String {
        let Image { root, command_line, .. } = &self.image;
        let mut line = format!(
            "{command_line} panic=10 guichet.root=http://{host}{}/{} guichet.root_sha256={} guichet.server={} guichet.serverkey={}",
            self.folder(),
            root.file,
            root.sha256,
            self.server,
            self.server_key,
        );
        if !self.is_signed {
            let _ = write!(line, " guichet.start={}", self.id);
        }
        let _ = write!(line, " guichet.timezone={}", self.timezone);
        if let Some(ca) = &self.ca {
            let _ = write!(line, " guichet.ca={ca}");
        }
        if let Some(token) = &self.token {
            let _ = write!(line, " guichet.token={token}");
        }
        line.trim_start().to_owned()
    }
}

/// What can be shown, on one line: ASCII without accents, and without what either reader gives a meaning to.
pub(super) fn plain(text: &str) -> String {
    let shown = |c: char| match c {
        _ if c.is_ascii_alphanumeric() || " -_.,:()/".contains(c) => c,
        '\'' | '’' => ' ',
        _ => '?',
    };
    text.nfd().filter(|c| !is_combining_mark(*c)).map(shown).take(78).collect()
}

impl Answer {
    /// As a script of iPXE.
    pub(super) fn ipxe(&self, reader: &Reader<'_>) -> String {
        let mut script = String::from("#!ipxe\n");
        match self {
            Self::Start(start) => ipxe_start(&mut script, start, reader),
            Self::Wait { lines, seconds } => {
                for line in lines {
                    let _ = writeln!(script, "echo {}", plain(line));
                }
                ipxe_again(&mut script, reader, *seconds);
            }
            Self::Choose { name, start } => {
                let _ = writeln!(script, "menu {} - maintenance", plain(name));
                if start.is_some() {
                    script.push_str("item start Demarrer le poste\n");
                }
                script.push_str(
                    "item disk Demarrer depuis le disque\nitem again Demander de nouveau au serveur\nitem off Eteindre\n\
                     choose --default again --timeout 60000 chosen || goto again\ngoto ${chosen}\n:disk\nexit\n:off\npoweroff\n:again\n",
                );
                ipxe_again(&mut script, reader, 1);
                if let Some(start) = start {
                    script.push_str(":start\n");
                    ipxe_start(&mut script, start, reader);
                }
            }
            Self::Leave => script.push_str("exit\n"),
        }
        script
    }

    /// As a configuration of GRUB.
    pub(super) fn grub(&self, reader: &Reader<'_>) -> String {
        let mut script = String::from("set timeout=0\n");
        match self {
            Self::Start(start) => grub_entry(&mut script, start, reader, "Guichet"),
            Self::Wait { lines, seconds } => {
                for line in lines {
                    let _ = writeln!(script, "echo '{}'", plain(line));
                }
                grub_again(&mut script, reader, *seconds);
            }
            Self::Choose { name, start } => {
                let _ = writeln!(script, "set timeout=60\nset default=again\necho '{} - maintenance'", plain(name));
                script.push_str("menuentry 'Demander de nouveau au serveur' --id again {\n");
                grub_again(&mut script, reader, 1);
                script
                    .push_str("}\nmenuentry 'Demarrer depuis le disque' {\nexit\n}\nmenuentry 'Eteindre' {\nhalt\n}\n");
                if let Some(start) = start {
                    grub_entry(&mut script, start, reader, "Demarrer le poste");
                }
            }
            Self::Leave => script.push_str("exit\n"),
        }
        script
    }
}

/// Paths are taken from where the script came from.
fn ipxe_start(script: &mut String, start: &Start, reader: &Reader<'_>) {
    let (folder, Image { kernel, initrd, .. }) = (start.folder(), &start.image);
    let _ = writeln!(script, "echo {}\nimgfree", plain(&start.title));
    let _ = match start.image.signed.as_ref().filter(|_| start.is_signed) {
        // With Secure Boot the line that was signed counts; without, this one.
        Some(signed) => {
            let line = start.command_line(reader.host);
            writeln!(script, "chain --autofree {folder}/{} {line} || goto failed", signed.file)
        }
        None => writeln!(
            script,
            "kernel {folder}/{} initrd=initrd.img {} || goto failed\n\
             initrd --name initrd.img {folder}/{} || goto failed\nboot || goto failed",
            kernel.file,
            start.command_line(reader.host),
            initrd.file,
        ),
    };
    script.push_str(
        ":failed\necho Image absente, ou sa signature refusee. Prevenez votre administrateur.\n\
         echo The image is missing, or its signature was refused. Please tell the administrator.\n",
    );
    ipxe_again(script, reader, 10);
}

fn ipxe_again(script: &mut String, reader: &Reader<'_>, seconds: u32) {
    let _ = writeln!(script, "sleep {seconds}\nchain --replace --autofree {}", reader.again);
}

fn grub_entry(script: &mut String, start: &Start, reader: &Reader<'_>, entry: &str) {
    let (folder, Image { kernel, initrd, .. }) = (start.folder(), &start.image);
    let from = format!("(http,{}){folder}", reader.host);
    let _ = writeln!(
        script,
        "menuentry '{entry}' {{\necho '{}'\nlinux {from}/{} {}\ninitrd {from}/{}\n}}",
        plain(&start.title),
        kernel.file,
        start.command_line(reader.host),
        initrd.file,
    );
}

fn grub_again(script: &mut String, reader: &Reader<'_>, seconds: u32) {
    let _ = writeln!(script, "sleep {seconds}\nconfigfile '(http,{}){}'", reader.host, reader.again);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shown_means_nothing_to_its_reader() {
        assert_eq!(plain("Médiathèque – l’accueil 7"), "Mediatheque ? l accueil 7");
        assert_eq!(plain("${net0/mac}; reboot\n$(x) && `shell`"), "??net0/mac?? reboot??(x) ?? ?shell?");
    }
}
