//! What stations show of the site: its colour, and its logo as they draw it. They have a dark background and next to no
//! memory: what is large is made small here, and what is dark is put on white.
use super::{
    Parameters,
    definitions::{ACCENT_COLOUR, KEYBOARD, LOGO},
    picture::Picture,
};
use crate::problem::{Checks, Problem};
use guichet_protocol::{Colour, Keyboard, LOGO_HEIGHT, LOGO_WIDTH, Logo, Look};
use image::{
    DynamicImage, ExtendedColorType, ImageEncoder, Rgba, RgbaImage,
    codecs::png::{CompressionType, FilterType as RowFilter, PngEncoder},
    imageops::{FilterType, overlay},
};
use sha2::{Digest, Sha256};
use std::{
    collections::HashMap,
    sync::{Arc, PoisonError, RwLock},
};
use tokio::task;
use uuid::Uuid;

/// So many logos are kept drawn: one for each agency that has its own.
const KEPT: usize = 64;
/// What is darker on the average, from 0 to 255, is put on white.
const LIGHT: u64 = 140;
/// The white round a dark logo, in pixels.
const MARGIN: u32 = 16;

/// A logo as stations draw it.
#[derive(Debug)]
pub(super) struct StationLogo {
    pub png: Vec<u8>,
    pub sha256: String,
}

/// Logos that were drawn, by what names the picture they were drawn from.
pub(super) type Drawn = Arc<RwLock<HashMap<String, Option<Arc<StationLogo>>>>>;

impl Parameters {
    /// How the site looks at the stations of an agency.
    pub async fn look(&self, agency_id: Option<Uuid>) -> Look {
        let accent = self.text(&ACCENT_COLOUR, agency_id).parse().ok().filter(|colour| *colour != Colour::ACCENT);
        let logo = self.station_logo(agency_id).await;
        Look {
            accent: accent.map(|colour: Colour| colour.to_string()),
            logo: logo.map(|logo| Logo { path: logo.path(agency_id), sha256: logo.sha256.clone() }),
        }
    }

    /// The keyboards of an agency, where they are not as each station was set up.
    #[must_use]
    pub fn keyboard(&self, agency_id: Option<Uuid>) -> Option<Keyboard> {
        self.text(&KEYBOARD, agency_id).parse().ok()
    }

    /// The logo of an agency as its stations draw it.
    pub(super) async fn station_logo(&self, agency_id: Option<Uuid>) -> Option<Arc<StationLogo>> {
        let picture = Picture::of(&self.text(&LOGO, agency_id))?;
        let version = picture.version();
        let known = self.drawn.read().unwrap_or_else(PoisonError::into_inner).get(&version).cloned();
        if let Some(known) = known {
            return known;
        }
        // What a decoder cannot read was read once, when it was set: it is not tried at each question.
        let drawn = task::spawn_blocking(move || draw(&picture)).await.ok().flatten().map(Arc::new);
        let mut kept = self.drawn.write().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= KEPT {
            kept.clear();
        }
        kept.insert(version, drawn.clone());
        drawn
    }
}

impl StationLogo {
    /// Where it is: another logo has another address.
    pub(super) fn path(&self, agency_id: Option<Uuid>) -> String {
        let of_agency = agency_id.map(|id| format!("&agency_id={id}")).unwrap_or_default();
        format!("/api/site/logo/poste/?v={}{of_agency}", &self.sha256[..16])
    }
}

/// Whether a key says how stations look or what stands before them: they are told when it changes.
pub(super) fn is_of_stations(key: &str) -> bool {
    [LOGO.key, ACCENT_COLOUR.key, KEYBOARD.key].contains(&key)
}

/// Notes a text that is no colour, or one that nobody could read on the lock screen.
pub(super) fn check_colour(checks: &mut Checks, text: &str) {
    let Ok(colour) = text.parse::<Colour>() else {
        return checks.require(false, "value", "colour_format");
    };
    if !colour.is_readable() {
        checks.refuse("value", "colour_contrast", vec![("lighter", colour.readable().to_string())]);
    }
}

fn draw(picture: &Picture) -> Option<StationLogo> {
    let decoded = picture.decoded().inspect_err(|error| tracing::warn!(%error, "a logo cannot be read")).ok()?;
    let drawn = ready(&decoded.to_rgba8());
    let png = encoded(&drawn).map_err(Problem::internal).inspect_err(|problem| problem.log("logo")).ok()?;
    let sha256 = hex::encode(Sha256::digest(&png));
    Some(StationLogo { png, sha256 })
}

/// Fits it into the room that a lock screen has, on white when the night would swallow it.
fn ready(picture: &RgbaImage) -> RgbaImage {
    if is_light(picture) {
        return fitting(picture, LOGO_WIDTH, LOGO_HEIGHT);
    }
    let small = fitting(picture, LOGO_WIDTH - 2 * MARGIN, LOGO_HEIGHT - 2 * MARGIN);
    let (width, height) = (small.width() + 2 * MARGIN, small.height() + 2 * MARGIN);
    let mut card = RgbaImage::from_fn(width, height, |x, y| Rgba([255, 255, 255, corner(x, y, width, height)]));
    overlay(&mut card, &small, i64::from(MARGIN), i64::from(MARGIN));
    card
}

fn fitting(picture: &RgbaImage, width: u32, height: u32) -> RgbaImage {
    if picture.width() <= width && picture.height() <= height {
        return picture.clone();
    }
    DynamicImage::from(picture.clone()).resize(width, height, FilterType::CatmullRom).into_rgba8()
}

/// Whether what is seen of it is light, on the average.
fn is_light(picture: &RgbaImage) -> bool {
    let (mut light, mut seen) = (0, 0);
    for Rgba([red, green, blue, alpha]) in picture.pixels() {
        let [red, green, blue, alpha] = [red, green, blue, alpha].map(|channel| u64::from(*channel));
        light += (2 * red + 7 * green + blue) / 10 * alpha;
        seen += alpha;
    }
    light > LIGHT * seen
}

/// How much is there of a card whose corners are round.
fn corner(x: u32, y: u32, width: u32, height: u32) -> u8 {
    let inside = |at: u32, side: u32| f64::from(MARGIN.saturating_sub(at.min(side - 1 - at))) - 0.5;
    let (dx, dy) = (inside(x, width).max(0.0), inside(y, height).max(0.0));
    let share = (f64::from(MARGIN) - dx.hypot(dy) + 0.5).clamp(0.0, 1.0);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 0 to 255")]
    let alpha = (share * 255.0).round() as u8;
    alpha
}

fn encoded(picture: &RgbaImage) -> image::ImageResult<Vec<u8>> {
    let mut png = Vec::new();
    let encoder = PngEncoder::new_with_quality(&mut png, CompressionType::Default, RowFilter::Adaptive);
    encoder.write_image(picture, picture.width(), picture.height(), ExtendedColorType::Rgba8)?;
    Ok(png)
}

#[cfg(test)]
mod tests {
    use super::*;
    use guichet_protocol::LOGO_BYTES;

    fn plain(width: u32, height: u32, pixel: [u8; 4]) -> RgbaImage {
        RgbaImage::from_pixel(width, height, Rgba(pixel))
    }

    #[test]
    fn what_is_large_is_made_small_and_what_is_small_stays() {
        let white = [255; 4];
        assert_eq!(ready(&plain(1024, 100, white)).dimensions(), (640, 63));
        assert_eq!(ready(&plain(100, 1000, white)).dimensions(), (16, 160));
        assert_eq!(ready(&plain(1024, 1024, white)).dimensions(), (160, 160));
        assert_eq!(ready(&plain(3, 2, white)).dimensions(), (3, 2));
    }

    #[test]
    fn what_is_dark_gets_white_round_it() {
        let drawn = ready(&plain(1000, 500, [10, 20, 60, 255]));
        assert_eq!(drawn.dimensions(), (256 + 32, 128 + 32));
        assert_eq!(drawn.get_pixel(144, 4).0, [255; 4], "the white above it");
        assert_eq!(drawn.get_pixel(0, 0).0[3], 0, "corners are round");
        assert_eq!(drawn.get_pixel(144, 80).0, [10, 20, 60, 255]);
        // What is not seen does not count: white letters round which all is transparent.
        let mut letters = plain(200, 100, [0, 0, 0, 0]);
        letters.put_pixel(100, 50, Rgba([255; 4]));
        assert_eq!(ready(&letters), letters);
    }

    #[test]
    fn the_largest_logo_fits() {
        let mut seed = 7_u32;
        let noise = RgbaImage::from_fn(LOGO_WIDTH, LOGO_HEIGHT, |_, _| {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let [_, red, green, blue] = seed.to_be_bytes();
            Rgba([red, green, blue, red])
        });
        let png = encoded(&noise).expect("a picture");
        assert!(png.len() <= LOGO_BYTES, "{} bytes", png.len());
    }

    /// A choice that stations do not know, or one of theirs that cannot be chosen, would be nobody's fault to see.
    #[test]
    fn the_keyboards_to_choose_from_are_those_that_stations_know() {
        let crate::parameters::definitions::Kind::Choice(words) = KEYBOARD.kind else { panic!("a choice") };
        let known = Keyboard::ALL.iter().map(|keyboard| keyboard.as_str());
        assert_eq!(words.to_vec(), ["station"].into_iter().chain(known).collect::<Vec<_>>());
    }
}
