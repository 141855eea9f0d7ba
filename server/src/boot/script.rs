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
    /// How often it asked since its station was last heard of: GRUB asks again by itself, and says that.
    pub tries: u32,
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
                script.push_str(":again\n");
                for line in lines {
                    let _ = writeln!(script, "echo {}", plain(line));
                }
                ipxe_again(&mut script, reader, *seconds, "again");
            }
            Self::Choose { name, start } => {
                let _ = writeln!(script, "menu {} - maintenance", plain(name));
                if start.is_some() {
                    let _ = writeln!(script, "item start {START}");
                }
                let _ = writeln!(
                    script,
                    "item disk {DISK}\nitem again {AGAIN}\nitem off {OFF}\n\
                     choose --default again --timeout 60000 chosen || goto again\ngoto ${{chosen}}\n:disk\nexit\n:off\npoweroff\n:again",
                );
                ipxe_again(&mut script, reader, 1, "again");
                if let Some(start) = start {
                    script.push_str(":start\n");
                    ipxe_start(&mut script, start, reader);
                }
            }
            Self::Leave => script.push_str("exit\n"),
        }
        script
    }

    /// As a script of GRUB, which the loop of the role `pxe` reads again and again: a script that read the next one by itself would
    /// fill GRUB's memory in a night. It ends where the loop is to ask again; only a menu lets it end by a restart.
    pub(super) fn grub(&self, reader: &Reader<'_>) -> String {
        let mut script = format!("set tries={}\n", reader.tries);
        match self {
            Self::Start(start) => grub_start(&mut script, start, reader),
            Self::Wait { lines, seconds } => {
                for line in lines {
                    let _ = writeln!(script, "echo '{}'", plain(line));
                }
                let _ = writeln!(script, "sleep {seconds}");
            }
            Self::Choose { name, start } => grub_menu(&mut script, name, start.as_deref(), reader),
            Self::Leave => script.push_str("exit\n"),
        }
        script
    }
}

/// What a menu offers.
const START: &str = "Demarrer le poste / Start the station";
const DISK: &str = "Demarrer depuis le disque / Start from the disk";
const AGAIN: &str = "Demander de nouveau au serveur / Ask the server again";
const OFF: &str = "Eteindre / Switch off";
/// Of what was to be started.
const MISSING_FR: &str = "Image absente, ou sa signature refusee. Prevenez votre administrateur.";
const MISSING_EN: &str = "The image is missing, or its signature was refused. Please tell the administrator.";

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
    let _ = writeln!(script, ":failed\necho {MISSING_FR}\necho {MISSING_EN}");
    ipxe_again(script, reader, 10, "failed");
}

/// `back`: where the script goes on when the server does not answer. It would end otherwise, and the machine with it.
fn ipxe_again(script: &mut String, reader: &Reader<'_>, seconds: u32, back: &str) {
    let _ = writeln!(script, "sleep {seconds}\nchain --replace --autofree {} || goto {back}", reader.again);
}

fn grub_start(script: &mut String, start: &Start, reader: &Reader<'_>) {
    let (folder, Image { kernel, initrd, .. }) = (start.folder(), &start.image);
    let from = format!("(http,{}){folder}", reader.host);
    let _ = writeln!(
        script,
        "echo '{}'\nif linux {from}/{} {}; then\nif initrd {from}/{}; then\nboot\nfi\nfi\necho '{MISSING_FR}'\necho '{MISSING_EN}'\nsleep 10",
        plain(&start.title),
        kernel.file,
        start.command_line(reader.host),
        initrd.file,
    );
}

/// What the loop that read this shows once it ended, for which it is told that there is a menu.
fn grub_menu(script: &mut String, name: &str, start: Option<&Start>, reader: &Reader<'_>) {
    script.push_str("set menu=yes\nset timeout=600\nset default=again\n");
    for (words, id, what) in [(AGAIN, "again", "reboot"), (DISK, "disk", "exit"), (OFF, "off", "halt")] {
        let _ = writeln!(script, "menuentry '{words}' --id {id} {{\n{what}\n}}");
    }
    if let Some(start) = start {
        let _ = writeln!(script, "menuentry '{START}: {}' {{", plain(name));
        grub_start(script, start, reader);
        script.push_str("}\n");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shown_means_nothing_to_its_reader() {
        assert_eq!(plain("Médiathèque – l’accueil 7"), "Mediatheque ? l accueil 7");
        assert_eq!(plain("${net0/mac}; reboot\n$(x) && `shell`"), "??net0/mac?? reboot??(x) ?? ?shell?");
    }
    #[test]
    fn whoever_is_not_answered_asks_again() {
        let answer = Answer::Wait { lines: vec!["Un instant".into()], seconds: 5 };
        let reader = Reader { host: "10.0.0.1", again: "/boot/ipxe?mac=x&tries=3".into(), tries: 3 };
        let ipxe = answer.ipxe(&reader);
        assert!(ipxe.contains(":again\necho Un instant\nsleep 5\n"), "{ipxe}");
        assert!(ipxe.ends_with("chain --replace --autofree /boot/ipxe?mac=x&tries=3 || goto again\n"), "{ipxe}");
        // Its loop reads the next script: this one has to end.
        assert_eq!(answer.grub(&reader), "set tries=3\necho 'Un instant'\nsleep 5\n");
    }
}
