//! The site's own look, kept over a restart: its colour, and its logo from the server. Where there is none, or none that can
//! be drawn, the station looks as it is built.
use crate::kept;
use guichet_protocol::{Colour, LOGO_BYTES, LOGO_HEIGHT, LOGO_WIDTH, Logo, Look};
use iced::widget::image::Handle;
use ring::digest::{SHA256, digest};
use std::io::{self, Cursor};
use std::path::{Path, PathBuf};
use tracing::{info, warn};

/// What was told last, in the station's state folder.
const LOOK: &str = "look.json";
/// The logo, as it came.
const LOGO: &str = "logo.png";
/// What the decoder may take: the pixels, and room to work.
const DECODER_BYTES: usize = 1024 * 1024;

/// A logo that can be drawn.
#[derive(Debug, Clone)]
pub struct Picture {
    /// Its pixels.
    pub handle: Handle,
    /// How wide it is, in pixels.
    pub width: u32,
    /// How high.
    pub height: u32,
}

/// The site's look, as far as it is known.
#[derive(Debug, Default)]
pub struct Branding {
    folder: Option<PathBuf>,
    look: Look,
    accent: Option<Colour>,
    picture: Option<Picture>,
    /// The logo that is in hand, or on its way, by what its bytes are known by.
    sought: Option<String>,
}

impl Branding {
    /// What was kept in the station's state folder.
    pub fn load(folder: &Path) -> Self {
        let mut branding = Self { folder: Some(folder.to_owned()), ..Self::default() };
        let known = kept::bytes(&folder.join(LOOK)).ok().flatten();
        let Some(look) = known.and_then(|bytes| serde_json::from_slice::<Look>(&bytes).ok()) else {
            return branding;
        };
        branding.accent = accent(&look);
        if let Some(logo) = &look.logo
            && let Ok(Some(bytes)) = kept::bytes(&folder.join(LOGO))
            && is(logo, &bytes)
        {
            branding.picture = picture(&bytes).ok();
            branding.sought = branding.picture.as_ref().map(|_| logo.sha256.clone());
        }
        branding.look = look;
        branding
    }

    /// The colour of what matters, where the site has one of its own.
    #[must_use]
    pub fn accent(&self) -> Option<Colour> {
        self.accent
    }

    /// The logo.
    #[must_use]
    pub fn picture(&self) -> Option<&Picture> {
        self.picture.as_ref()
    }

    /// Follows what the server says; gives the logo that is to be fetched, once.
    pub fn follow(&mut self, look: &Look) -> Option<Logo> {
        if self.look != *look {
            self.look = look.clone();
            self.accent = accent(look);
            self.keep(LOOK, &serde_json::to_vec(look).unwrap_or_default());
        }
        let Some(logo) = &look.logo else {
            (self.picture, self.sought) = (None, None);
            return None;
        };
        if self.sought.as_ref() == Some(&logo.sha256) {
            return None;
        }
        self.sought = Some(logo.sha256.clone());
        Some(logo.clone())
    }

    /// A logo came, or could not be had: then it is sought again when the server's word is next followed.
    pub fn came(&mut self, logo: &Logo, bytes: Option<&[u8]>) {
        if self.sought.as_ref() != Some(&logo.sha256) {
            return;
        }
        let Some(bytes) = bytes else {
            self.sought = None;
            return;
        };
        // Bytes that are right and cannot be drawn will not get better: they are not sought again.
        match picture(bytes) {
            Ok(picture) => {
                info!("look: a logo came");
                self.picture = Some(picture);
                self.keep(LOGO, bytes);
            }
            Err(error) => warn!(%error, "the site's logo cannot be drawn"),
        }
    }

    fn keep(&self, name: &str, bytes: &[u8]) {
        if let Some(folder) = &self.folder
            && let Err(error) = kept::write_private(&folder.join(name), bytes)
        {
            warn!(%error, "the site's look cannot be kept");
        }
    }
}

/// Whether these are the bytes that the server named.
pub fn is(logo: &Logo, bytes: &[u8]) -> bool {
    hex::encode(digest(&SHA256, bytes)) == logo.sha256.to_ascii_lowercase()
}

/// A colour that nobody could read is none, whoever named it.
fn accent(look: &Look) -> Option<Colour> {
    look.accent.as_deref()?.parse().ok().filter(|colour: &Colour| colour.is_readable())
}

fn picture(bytes: &[u8]) -> io::Result<Picture> {
    if bytes.len() > LOGO_BYTES {
        return Err(kept::invalid("too large"));
    }
    let mut decoder = png::Decoder::new_with_limits(Cursor::new(bytes), png::Limits { bytes: DECODER_BYTES });
    decoder.set_transformations(png::Transformations::IDENTITY);
    let mut reader = decoder.read_info()?;
    let info = reader.info();
    let (width, height) = (info.width, info.height);
    let is_ours = (info.color_type, info.bit_depth) == (png::ColorType::Rgba, png::BitDepth::Eight);
    if !is_ours || width > LOGO_WIDTH || height > LOGO_HEIGHT {
        return Err(kept::invalid("not as the server draws logos"));
    }
    let mut pixels = vec![0; reader.output_buffer_size().unwrap_or_default()];
    reader.next_frame(&mut pixels)?;
    Ok(Picture { handle: Handle::from_rgba(width, height, pixels), width, height })
}

#[cfg(test)]
pub mod tests {
    use super::*;

    /// A logo of one colour, and the bytes of its file.
    pub fn logo(width: u32, height: u32, pixel: [u8; 4]) -> (Logo, Vec<u8>) {
        let mut bytes = Vec::new();
        let mut encoder = png::Encoder::new(&mut bytes, width, height);
        encoder.set_color(png::ColorType::Rgba);
        encoder.set_depth(png::BitDepth::Eight);
        let pixels = pixel.repeat(width as usize * height as usize);
        encoder.write_header().and_then(|mut writer| writer.write_image_data(&pixels)).expect("a picture");
        let sha256 = hex::encode(digest(&SHA256, &bytes));
        (Logo { path: "/api/site/logo/poste/".into(), sha256 }, bytes)
    }

    fn look(logo: &Logo) -> Look {
        Look { accent: Some("#7fd1ae".into()), logo: Some(logo.clone()) }
    }

    #[test]
    fn the_last_look_is_there_without_a_server() {
        let folder = tempfile::tempdir().expect("a folder");
        let (logo, bytes) = logo(320, 80, [255; 4]);
        let mut branding = Branding::load(folder.path());
        assert!(branding.accent().is_none() && branding.picture().is_none());
        assert_eq!(branding.follow(&look(&logo)), Some(logo.clone()));
        assert_eq!(branding.follow(&look(&logo)), None, "it is on its way");
        branding.came(&logo, Some(&bytes));
        let again = Branding::load(folder.path());
        assert_eq!(again.accent(), Some(Colour([0x7f, 0xd1, 0xae])));
        assert_eq!(again.picture().map(|picture| (picture.width, picture.height)), Some((320, 80)));
        assert_eq!({ again }.follow(&look(&logo)), None, "nothing is fetched anew");
        assert_eq!(branding.follow(&Look::default()), None);
        assert!(branding.picture().is_none() && branding.accent().is_none());
        assert!(Branding::load(folder.path()).picture().is_none());
    }

    #[test]
    fn a_logo_that_could_not_be_had_is_sought_again() {
        let (logo, bytes) = logo(8, 8, [255; 4]);
        let mut branding = Branding::default();
        assert!(branding.follow(&look(&logo)).is_some());
        branding.came(&logo, None);
        assert!(branding.follow(&look(&logo)).is_some());
        let (other, _) = self::logo(8, 9, [255; 4]);
        branding.came(&other, Some(&bytes));
        assert!(branding.picture().is_none(), "nobody waits for that one any more");
    }

    #[test]
    fn a_kept_file_that_was_changed_is_not_drawn() {
        let folder = tempfile::tempdir().expect("a folder");
        let (logo, bytes) = logo(8, 8, [255; 4]);
        let mut branding = Branding::load(folder.path());
        branding.follow(&look(&logo));
        branding.came(&logo, Some(&bytes));
        let (_, other) = self::logo(8, 8, [9; 4]);
        std::fs::write(folder.path().join(LOGO), other).expect("written");
        assert!(Branding::load(folder.path()).picture().is_none());
        std::fs::write(folder.path().join(LOOK), b"{").expect("written");
        assert!(Branding::load(folder.path()).accent().is_none());
    }

    #[test]
    fn what_is_no_logo_of_the_servers_is_not_drawn() {
        let (_, good) = logo(64, 16, [1, 2, 3, 255]);
        assert!(picture(&good).is_ok());
        let (_, wide) = logo(LOGO_WIDTH + 1, 1, [0; 4]);
        let (_, high) = logo(1, LOGO_HEIGHT + 1, [0; 4]);
        for bad in [&good[..good.len() / 2], b"", b"\x89PNG\r\n\x1a\n", &wide, &high, &vec![0; LOGO_BYTES + 1]] {
            assert!(picture(bad).is_err());
        }
    }

    #[test]
    fn an_unreadable_colour_is_none() {
        for text in ["#003399", "red", "#7fd1ae\n"] {
            assert_eq!(accent(&Look { accent: Some(text.into()), logo: None }), None, "{text}");
        }
    }
}
