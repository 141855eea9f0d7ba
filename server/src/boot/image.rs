//! Images on the disk: a folder for each profile, in it one for each version, in it the files and `image.json`.
use serde::{Deserialize, Serialize};
use std::{fs, io, path::Path};
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
        self.parts().iter().all(|part| is_name(&part.file) && is_digest(&part.sha256))
            && self.command_line.len() <= 1000
            && self.command_line.bytes().all(printable)
    }
}

fn is_digest(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

/// Whether this can be a profile, a version or a file: what a path, a script and a command line take as it is.
pub(super) fn is_name(text: &str) -> bool {
    let first = text.as_bytes().first().is_some_and(u8::is_ascii_alphanumeric);
    first && text.len() <= 60 && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte))
}

/// The image of this profile and version. Reads the disk.
pub(super) fn read(folder: &Path, profile: &str, version: &str) -> Result<Image, Fault> {
    if !is_name(profile) || !is_name(version) {
        return Err(Fault::Unreadable);
    }
    let folder = folder.join(profile).join(version);
    let image = described(&folder.join("image.json")).ok_or(Fault::Unreadable)?;
    if image.profile != profile || image.version != version || !image.is_sound() {
        return Err(Fault::Unreadable);
    }
    let is_there = |part: &&Part| fs::metadata(folder.join(&part.file)).is_ok_and(|file| file.len() == part.size);
    if image.parts().iter().all(is_there) { Ok(image) } else { Err(Fault::Incomplete) }
}

fn described(path: &Path) -> Option<Image> {
    if fs::metadata(path).ok()?.len() > MAX_DESCRIPTION {
        return None;
    }
    serde_json::from_slice(&fs::read(path).ok()?).ok()
}

/// An image as it stands on the disk, whether it can be given or not.
pub(super) struct Found {
    pub profile: String,
    pub version: String,
    pub image: Result<Image, Fault>,
}

/// All images, by profile and version. Reads the disk.
pub(super) fn all(folder: &Path) -> Vec<Found> {
    let mut found = Vec::new();
    for profile in names(folder).unwrap_or_default() {
        for version in names(&folder.join(&profile)).unwrap_or_default() {
            let image = read(folder, &profile, &version);
            found.push(Found { profile: profile.clone(), version, image });
        }
    }
    found.truncate(MAX_IMAGES);
    found
}

/// The folders in this one that can be a profile or a version, in order.
fn names(folder: &Path) -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if let Ok(name) = entry.file_name().into_string()
            && is_name(&name)
            && entry.file_type()?.is_dir()
        {
            names.push(name);
        }
    }
    names.sort_unstable();
    Ok(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_safe_in_paths_scripts_and_command_lines() {
        for name in ["kiosk", "2026.11.21-1", "vmlinuz", "a_b"] {
            assert!(is_name(name), "{name}");
        }
        for name in ["", ".", "..", "-x", "a/b", "a b", "é", "${mac}", "a\n", &"a".repeat(61)] {
            assert!(!is_name(name), "{name}");
        }
    }
}
