//! Images on the disk: a folder for each profile, in it one for each version, in it the files and `image.json`.
use crate::{config::Settings, text::is_file_name};
use ed25519_dalek::{Signature, VerifyingKey};
use serde::{Deserialize, Serialize};
use std::{
    fs, io,
    path::{Path, PathBuf},
};
use utoipa::ToSchema;

/// More images than this are not looked at.
const MAX_IMAGES: usize = 200;
/// What describes an image is not larger than this.
const MAX_DESCRIPTION: u64 = 16 * 1024;

/// What is written beside an image by whoever built it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Image {
    /// What kind of station it is for.
    pub profile: String,
    /// Which build it is.
    pub version: String,
    /// When it was built, milliseconds of UTC.
    pub built_at: i64,
    pub kernel: Part,
    pub initrd: Part,
    pub root: Part,
    /// What the kernel is told beside what the server adds.
    #[serde(default)]
    pub command_line: String,
    /// Grows with each release; a station that is proof against older ones goes by it.
    #[serde(default)]
    pub generation: u32,
    /// The oldest generation that a station may start once this one has come up there.
    #[serde(default)]
    pub floor: u32,
    /// All in one file, signed for the firmware of the site's machines: made by the site, not by who built the image.
    #[serde(skip)]
    pub signed: Option<Part>,
}

/// A file of an image.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Part {
    pub file: String,
    pub size: u64,
    pub sha256: String,
}

/// Why an image cannot be given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Fault {
    /// `image.json` is missing, or says nothing sensible.
    Unreadable,
    /// A file that it names is missing, or is not as long as it says.
    Incomplete,
    /// Nobody signed it whom the site believes.
    Unsigned,
}

impl Image {
    fn parts(&self) -> [&Part; 3] {
        [&self.kernel, &self.initrd, &self.root]
    }

    /// How much a station fetches, in bytes.
    pub fn size(&self) -> u64 {
        self.parts().iter().fold(0, |sum, part| sum.saturating_add(part.size))
    }

    fn is_sound(&self) -> bool {
        let printable = |byte: u8| byte == b' ' || byte.is_ascii_graphic();
        self.parts().iter().all(|part| part.is_sound())
            && self.command_line.len() <= 1000
            && self.command_line.bytes().all(printable)
    }
}

impl Part {
    fn is_sound(&self) -> bool {
        is_file_name(&self.file) && is_digest(&self.sha256)
    }

    fn is_in(&self, folder: &Path) -> bool {
        fs::metadata(folder.join(&self.file)).is_ok_and(|file| file.len() == self.size)
    }
}

fn is_digest(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

/// The folder of the images, and whose signatures count.
pub(super) struct Shelf {
    folder: PathBuf,
    /// Nobody's in particular when empty: whoever may write to the folder is believed.
    keys: Vec<VerifyingKey>,
}

impl Shelf {
    pub fn of(settings: &Settings) -> Self {
        Self { folder: settings.images(), keys: settings.image_keys().collect() }
    }

    /// The image of this profile and version. Reads the disk.
    pub fn read(&self, profile: &str, version: &str) -> Result<Image, Fault> {
        if !is_file_name(profile) || !is_file_name(version) {
            return Err(Fault::Unreadable);
        }
        let folder = self.folder.join(profile).join(version);
        let text = small_file(&folder.join("image.json")).ok_or(Fault::Unreadable)?;
        if !self.believes(&text, &folder) {
            return Err(Fault::Unsigned);
        }
        let image: Image = serde_json::from_slice(&text).map_err(|_| Fault::Unreadable)?;
        if image.profile != profile || image.version != version || !image.is_sound() {
            return Err(Fault::Unreadable);
        }
        if !image.parts().iter().all(|part| part.is_in(&folder)) {
            return Err(Fault::Incomplete);
        }
        let signed = small_file(&folder.join("uki.json")).and_then(|text| serde_json::from_slice(&text).ok());
        let signed = signed.filter(|part: &Part| part.is_sound() && part.is_in(&folder));
        Ok(Image { signed, ..image })
    }

    fn believes(&self, text: &[u8], folder: &Path) -> bool {
        let signature = small_file(&folder.join("image.json.sig")).and_then(|bytes| Signature::from_slice(&bytes).ok());
        let by = |key: &VerifyingKey| signature.is_some_and(|signature| key.verify_strict(text, &signature).is_ok());
        self.keys.is_empty() || self.keys.iter().any(by)
    }

    /// All images, by profile and version. Reads the disk.
    pub fn all(&self) -> Vec<Found> {
        let mut found = Vec::new();
        for profile in names(&self.folder).unwrap_or_default() {
            for version in names(&self.folder.join(&profile)).unwrap_or_default() {
                let image = self.read(&profile, &version);
                found.push(Found { profile: profile.clone(), version, image });
            }
        }
        found.truncate(MAX_IMAGES);
        found
    }
}

fn small_file(path: &Path) -> Option<Vec<u8>> {
    if fs::metadata(path).ok()?.len() > MAX_DESCRIPTION {
        return None;
    }
    fs::read(path).ok()
}

/// An image as it stands on the disk, whether it can be given or not.
pub(super) struct Found {
    pub profile: String,
    pub version: String,
    pub image: Result<Image, Fault>,
}

/// The folders in this one that can be a profile or a version, in order.
fn names(folder: &Path) -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if let Ok(name) = entry.file_name().into_string()
            && is_file_name(&name)
            && entry.file_type()?.is_dir()
        {
            names.push(name);
        }
    }
    names.sort_unstable();
    Ok(names)
}
