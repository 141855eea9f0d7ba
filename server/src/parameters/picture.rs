//! Pictures that parameters hold, as `data:` addresses: judged by what they are, not by what they say they are.
use base64::{Engine, engine::general_purpose::STANDARD};
use image::{DynamicImage, ImageError, ImageFormat, ImageReader, ImageResult, Limits};
use sha2::{Digest, Sha256};
use std::io::Cursor;

/// The largest picture, in bytes: as text it must fit into a body.
const MAX_BYTES: usize = 40 * 1024;
/// The longer side at most, in pixels: no ticket and no screen shows more.
const MAX_SIDE: u32 = 1024;
/// What a decoder may allocate: such a picture with four bytes a pixel, and room to work.
const MAX_ALLOCATION: u64 = 16 * 1024 * 1024;

const FORMATS: [(&str, ImageFormat); 3] =
    [("image/png", ImageFormat::Png), ("image/jpeg", ImageFormat::Jpeg), ("image/webp", ImageFormat::WebP)];

/// A picture that was taken out of its address.
pub(super) struct Picture {
    /// What it is, as a media type.
    pub media_type: &'static str,
    format: ImageFormat,
    pub bytes: Vec<u8>,
}

impl Picture {
    /// The picture of a `data:` address.
    pub fn of(address: &str) -> Option<Self> {
        FORMATS.into_iter().find_map(|(media_type, format)| {
            let encoded = address.strip_prefix("data:")?.strip_prefix(media_type)?.strip_prefix(";base64,")?;
            Some(Self { media_type, format, bytes: STANDARD.decode(encoded).ok()? })
        })
    }

    /// What names these very bytes in an address.
    pub fn version(&self) -> String {
        hex::encode(&Sha256::digest(&self.bytes)[..8])
    }

    /// The code of what is wrong with it.
    fn fault(&self) -> Option<&'static str> {
        if self.bytes.len() > MAX_BYTES {
            return Some("image_size");
        }
        if image::guess_format(&self.bytes).ok() != Some(self.format) {
            return Some("image_format");
        }
        match self.decoded() {
            Ok(_) => None,
            Err(ImageError::Limits(_)) => Some("image_dimensions"),
            Err(_) => Some("image_unreadable"),
        }
    }

    /// # Errors
    /// When it cannot be read, or would take too much room.
    pub fn decoded(&self) -> ImageResult<DynamicImage> {
        let mut reader = ImageReader::with_format(Cursor::new(&self.bytes), self.format);
        let mut limits = Limits::default();
        limits.max_image_width = Some(MAX_SIDE);
        limits.max_image_height = Some(MAX_SIDE);
        limits.max_alloc = Some(MAX_ALLOCATION);
        reader.limits(limits);
        reader.decode()
    }
}

/// What is wrong with an address, as a code of the catalogues; nothing when it is empty or a picture that can be drawn.
pub(super) fn fault(address: &str) -> Option<&'static str> {
    if address.is_empty() {
        return None;
    }
    Picture::of(address).map_or(Some("image_format"), |picture| picture.fault())
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::{Rgba, RgbaImage};

    fn address(media_type: &str, bytes: &[u8]) -> String {
        format!("data:{media_type};base64,{}", STANDARD.encode(bytes))
    }

    fn drawn(side: u32, format: ImageFormat) -> Vec<u8> {
        let picture = image::DynamicImage::from(RgbaImage::from_pixel(side, side, Rgba([68, 83, 224, 255])));
        let mut bytes = Cursor::new(Vec::new());
        // A photograph has no transparency.
        match format {
            ImageFormat::Jpeg => picture.to_rgb8().write_to(&mut bytes, format),
            _ => picture.write_to(&mut bytes, format),
        }
        .expect("a picture");
        bytes.into_inner()
    }

    #[test]
    fn pictures_are_taken() {
        assert_eq!(fault(""), None);
        for (media_type, format) in FORMATS {
            assert_eq!(fault(&address(media_type, &drawn(64, format))), None, "{media_type}");
        }
    }

    #[test]
    fn what_is_no_small_picture_is_named() {
        let png = drawn(64, ImageFormat::Png);
        let mut large = png.clone();
        large.resize(MAX_BYTES + 1, 0);
        for (address, expected) in [
            ("https://example.org/logo.png".to_owned(), "image_format"),
            (address("image/svg+xml", b"<svg/>"), "image_format"),
            (address("image/png", b"<script>"), "image_format"),
            // It says one thing and is another.
            (address("image/jpeg", &png), "image_format"),
            (address("image/png", &png[..png.len() / 2]), "image_unreadable"),
            (address("image/png", &large), "image_size"),
            (address("image/png", &drawn(MAX_SIDE + 1, ImageFormat::Png)), "image_dimensions"),
        ] {
            assert_eq!(fault(&address), Some(expected), "{}", &address[..40.min(address.len())]);
        }
    }
}
