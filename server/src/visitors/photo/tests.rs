//! What becomes of files, good and bad.
use super::*;
use image::{GrayImage, ImageEncoder, Rgba, RgbaImage, codecs::png::PngEncoder};
use proptest::prelude::*;

const SECRET: &[u8] = b"20.8823 S 55.4504 E";

/// The left half red, the right half blue.
fn picture(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, _| if x < width / 2 { Rgb([250, 0, 0]) } else { Rgb([0, 0, 250]) })
}

fn jpeg(width: u32, height: u32) -> Vec<u8> {
    let mut file = Vec::new();
    JpegEncoder::new(&mut file).encode_image(&picture(width, height)).expect("a JPEG");
    file
}

fn png(width: u32, height: u32) -> Vec<u8> {
    let mut file = Vec::new();
    let pixels = picture(width, height);
    PngEncoder::new(&mut file).write_image(&pixels, width, height, image::ExtendedColorType::Rgb8).expect("a PNG");
    file
}

/// Puts an Exif segment (APP1) behind the start of `jpeg`: an orientation, and a place.
fn with_exif(jpeg: &[u8], orientation: u8) -> Vec<u8> {
    let mut exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x01".to_vec();
    exif.extend([0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0]);
    exif.extend(SECRET);
    let length = u16::try_from(exif.len() + 2).expect("short");
    let mut file = jpeg[..2].to_vec();
    file.extend([0xff, 0xe1]);
    file.extend(length.to_be_bytes());
    file.extend(exif);
    file.extend(&jpeg[2..]);
    file
}

fn drawn(file: &[u8]) -> RgbImage {
    let drawn = draw(file).expect("a photo");
    assert_eq!(image::guess_format(&drawn).ok(), Some(ImageFormat::Jpeg));
    image::load_from_memory(&drawn).expect("a JPEG").to_rgb8()
}

fn holds(file: &[u8], part: &[u8]) -> bool {
    file.windows(part.len()).any(|window| window == part)
}

/// VIS-003: Exif is gone.
#[test]
fn what_a_camera_wrote_beside_the_picture_is_gone() {
    let file = with_exif(&jpeg(64, 32), 1);
    assert!(holds(&file, b"Exif") && holds(&file, SECRET));
    let drawn = draw(&file).expect("a photo");
    assert!(!holds(&drawn, b"Exif") && !holds(&drawn, SECRET));
}

#[test]
fn a_photo_taken_sideways_is_set_upright() {
    let upright = drawn(&with_exif(&jpeg(64, 32), 6));
    assert_eq!(upright.dimensions(), (32, 64));
    let [red, _, blue] = upright.get_pixel(16, 4).0;
    assert!(red > 200 && blue < 50, "red is on top after a turn to the right");
}

#[test]
fn a_large_photo_is_scaled_down_and_a_small_one_stays() {
    assert_eq!(drawn(&jpeg(3000, 1500)).dimensions(), (1024, 512));
    assert_eq!(drawn(&png(700, 1400)).dimensions(), (512, 1024));
    assert_eq!(drawn(&png(40, 30)).dimensions(), (40, 30));
}

#[test]
fn what_is_transparent_becomes_white() {
    let mut file = Vec::new();
    let clear = RgbaImage::from_pixel(8, 8, Rgba([0, 0, 0, 0]));
    PngEncoder::new(&mut file).write_image(&clear, 8, 8, image::ExtendedColorType::Rgba8).expect("a PNG");
    assert!(drawn(&file).pixels().all(|pixel| pixel.0.iter().all(|colour| *colour > 250)));
}

#[test]
fn a_grey_photo_is_a_photo() {
    let mut file = Vec::new();
    JpegEncoder::new(&mut file).encode_image(&GrayImage::new(10, 10)).expect("a JPEG");
    assert_eq!(drawn(&file).dimensions(), (10, 10));
}

/// VIS-003: a GIF stays a GIF, whatever it is called.
#[test]
fn other_formats_are_refused_by_their_content() {
    let gif = b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;";
    for file in [gif.as_slice(), b"", b"\xff", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"%PDF-1.7", b"BM"] {
        assert_eq!(draw(file), Err(BadPhoto::Format));
    }
}

#[test]
fn a_file_that_is_cut_off_is_refused() {
    for file in [jpeg(200, 100), png(200, 100), with_exif(&jpeg(200, 100), 3)] {
        for kept in [file.len() - 40, file.len() * 2 / 3, file.len() / 2, 12] {
            assert_eq!(draw(&file[..kept]), Err(BadPhoto::Unreadable), "{kept} of {}", file.len());
        }
    }
}

/// The same small PNG, which claims to be `width` by `height`.
fn bomb(width: u32, height: u32) -> Vec<u8> {
    let mut file = png(1, 1);
    file[16..20].copy_from_slice(&width.to_be_bytes());
    file[20..24].copy_from_slice(&height.to_be_bytes());
    let checksum = crc32(&file[12..29]);
    file[29..33].copy_from_slice(&checksum.to_be_bytes());
    file
}

/// The checksum of PNG (ISO 3309).
fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| (crc >> 1) ^ (0xedb8_8320 & (crc & 1).wrapping_neg()))
    })
}

#[test]
fn a_small_file_that_unfolds_to_too_many_pixels_is_refused() {
    assert_eq!(bomb(1, 1), png(1, 1));
    for (width, height) in [(30_000, 30_000), (1_000_000, 41), (8_000, 5_001)] {
        assert_eq!(draw(&bomb(width, height)), Err(BadPhoto::TooLarge), "{width} x {height}");
    }
    assert_eq!(draw(&bomb(0, 7)), Err(BadPhoto::Unreadable));
    let mut huge = jpeg(16, 16);
    let frame = huge.windows(2).position(|pair| pair == [0xff, 0xc0]).expect("a frame");
    huge[frame + 5..frame + 9].copy_from_slice(&[0xff, 0xff, 0xff, 0xff]);
    assert_eq!(draw(&huge), Err(BadPhoto::TooLarge));
}

proptest! {
    #[test]
    fn a_damaged_file_is_refused_or_drawn(at in 0..600usize, byte: u8) {
        for mut file in [jpeg(24, 16), png(24, 16)] {
            if let Some(place) = file.get_mut(at) {
                *place = byte;
            }
            let _ = draw(&file);
        }
    }
}

#[test]
fn a_file_is_its_owner_s_alone() {
    let folder = std::env::temp_dir().join(format!("guichet-photos-{}", hex::encode(rand::random::<[u8; 8]>())));
    write(&folder, "a.jpg", b"photo").expect("written");
    assert_eq!(fs::read(folder.join("a.jpg")).expect("there"), b"photo");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = |path: &Path| fs::metadata(path).expect("there").permissions().mode() & 0o777;
        assert_eq!((mode(&folder), mode(&folder.join("a.jpg"))), (0o700, 0o600));
    }
    assert_eq!(fs::read_dir(&folder).expect("there").count(), 1);
    fs::remove_dir_all(&folder).expect("removed");
}
