//! Photos of visitors: what comes in is judged by its content, drawn anew and kept in a file of
//! its own (VIS-003). Nothing that a camera wrote beside the picture survives that.
use crate::{
    App,
    problem::{Checks, Code, Problem},
};
use axum::body::Bytes;
use image::{
    DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits, Rgb, RgbImage, codecs::jpeg::JpegEncoder,
    imageops::FilterType,
};
use std::{
    fs,
    io::{self, Cursor, Write},
    path::{Path, PathBuf},
    time::UNIX_EPOCH,
};
use tokio::{sync::Semaphore, task};

/// A file is at most 5 MB; larger ones are refused while they are read.
pub const MAX_BYTES: usize = 5_000_000;
/// Pixels of a picture, in millions: more than cameras put into 5 MB, and little enough to hold
/// decoded in memory.
const MAX_MEGAPIXELS: u64 = 40;
/// What a decoder may allocate: the pixels with four bytes each, and some room.
const MAX_ALLOCATION: u64 = (MAX_MEGAPIXELS * 4 + 32) * 1024 * 1024;
/// The longer side of a stored photo, in pixels.
const SIDE: u32 = 1024;
const QUALITY: u8 = 85;

/// How many pictures are decoded at the same time: each may take [`MAX_ALLOCATION`].
static DECODERS: Semaphore = Semaphore::const_new(2);

/// Why a file is no photo.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum BadPhoto {
    /// It is neither JPEG nor PNG.
    Format,
    /// It is damaged or cut off.
    Unreadable,
    /// It would take too much memory.
    TooLarge,
}

impl From<BadPhoto> for Problem {
    fn from(bad: BadPhoto) -> Self {
        let code = match bad {
            BadPhoto::Format => "photo_format",
            BadPhoto::Unreadable => "photo_unreadable",
            BadPhoto::TooLarge => "photo_dimensions",
        };
        let mut checks = Checks::default();
        checks.refuse("photo", code, vec![("max", MAX_MEGAPIXELS.to_string())]);
        checks.finish().err().unwrap_or_else(|| Problem::field("photo", code))
    }
}

impl From<ImageError> for BadPhoto {
    fn from(error: ImageError) -> Self {
        match error {
            ImageError::Limits(_) => Self::TooLarge,
            _ => Self::Unreadable,
        }
    }
}

/// Draws the picture anew, away from the threads that answer requests.
///
/// # Errors
/// Invalid, naming `photo`, when it is not a JPEG or PNG that can be read.
pub async fn redraw(file: Bytes) -> Result<Vec<u8>, Problem> {
    let permit = DECODERS.acquire().await.map_err(Problem::internal)?;
    let drawn = task::spawn_blocking(move || {
        // Held by the work itself: who no longer waits for it has not stopped it.
        let _permit = permit;
        draw(&file)
    });
    // A decoder that panics has met a file it cannot read.
    Ok(drawn.await.unwrap_or(Err(BadPhoto::Unreadable))?)
}

fn draw(file: &[u8]) -> Result<Vec<u8>, BadPhoto> {
    let format = image::guess_format(file).map_err(|_| BadPhoto::Format)?;
    match format {
        ImageFormat::Png => {}
        // The decoder would fill up with grey what is missing.
        ImageFormat::Jpeg if jpeg_has_end(file) => {}
        ImageFormat::Jpeg => return Err(BadPhoto::Unreadable),
        _ => return Err(BadPhoto::Format),
    }
    let mut reader = ImageReader::with_format(Cursor::new(file), format);
    let mut limits = Limits::default();
    limits.max_alloc = Some(MAX_ALLOCATION);
    reader.limits(limits);
    let mut decoder = reader.into_decoder()?;
    let (width, height) = decoder.dimensions();
    let pixels = u64::from(width) * u64::from(height);
    if pixels > MAX_MEGAPIXELS * 1_000_000 || decoder.total_bytes() > MAX_ALLOCATION {
        return Err(BadPhoto::TooLarge);
    }
    let orientation = decoder.orientation()?;
    let mut picture = scaled_down(DynamicImage::from_decoder(decoder)?);
    picture.apply_orientation(orientation);
    let mut drawn = Vec::new();
    JpegEncoder::new_with_quality(&mut drawn, QUALITY).encode_image(&on_white(&picture))?;
    Ok(drawn)
}

/// Whether a JPEG's end follows its first scan. In coded data, no `FF` stands before `D9`.
fn jpeg_has_end(file: &[u8]) -> bool {
    const START_OF_SCAN: u8 = 0xda;
    let mut at = 2;
    while let Some([0xff, marker, length @ ..]) = file.get(at..at + 4) {
        if *marker == START_OF_SCAN {
            return file[at..].windows(2).any(|pair| pair == [0xff, 0xd9]);
        }
        // Bytes FF may fill the space before a marker.
        at += match length {
            _ if *marker == 0xff => 1,
            [high, low] => 2 + usize::from(u16::from_be_bytes([*high, *low])),
            _ => return false,
        };
    }
    false
}

/// Fits the picture into a square of [`SIDE`]; a smaller one stays.
fn scaled_down(picture: DynamicImage) -> DynamicImage {
    let side = picture.width().max(picture.height());
    if side <= SIDE {
        return picture;
    }
    // The fast way first, which needs little memory, then the smooth one for the rest.
    let near = if side > 2 * SIDE { picture.thumbnail(2 * SIDE, 2 * SIDE) } else { picture };
    near.resize(SIDE, SIDE, FilterType::CatmullRom)
}

/// A JPEG has no transparency: what shines through is white.
fn on_white(picture: &DynamicImage) -> RgbImage {
    if !picture.color().has_alpha() {
        return picture.to_rgb8();
    }
    let picture = picture.to_rgba8();
    RgbImage::from_fn(picture.width(), picture.height(), |x, y| {
        let [red, green, blue, alpha] = picture.get_pixel(x, y).0;
        let over = |colour: u8| {
            let mixed = u32::from(colour) * u32::from(alpha) + 255 * (255 - u32::from(alpha));
            u8::try_from(mixed / 255).unwrap_or(u8::MAX)
        };
        Rgb([over(red), over(green), over(blue)])
    })
}

/// Stores a photo under a name nobody can guess, and returns the name.
///
/// # Errors
/// When the disk refuses.
pub async fn store(app: &App, jpeg: Vec<u8>) -> Result<String, Problem> {
    let folder = folder(app);
    let name = format!("{}.jpg", hex::encode(rand::random::<[u8; 16]>()));
    let file = name.clone();
    let written = task::spawn_blocking(move || write(&folder, &file, &jpeg));
    written.await.map_err(Problem::internal)?.map_err(disk_problem)?;
    Ok(name)
}

/// The photo, unless its file is gone.
///
/// # Errors
/// When the disk refuses.
pub async fn read(app: &App, name: &str) -> Result<Option<Vec<u8>>, Problem> {
    let path = folder(app).join(name);
    match tokio::fs::read(&path).await {
        Ok(jpeg) => Ok(Some(jpeg)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            tracing::warn!(file = %path.display(), "A visitor's photo is missing");
            Ok(None)
        }
        Err(error) => Err(disk_problem(error)),
    }
}

/// Deletes a photo that no row refers to any more. What cannot be deleted is named in the log.
pub async fn delete(app: &App, name: Option<String>) {
    let Some(name) = name else { return };
    let path = folder(app).join(name);
    if let Err(error) = tokio::fs::remove_file(&path).await {
        tracing::error!(%error, file = %path.display(), "A visitor's photo stays on the disk");
    }
}

/// The files that were last written before `before` (milliseconds of UTC), by name.
///
/// # Errors
/// When the disk refuses.
pub async fn older_than(app: &App, before: i64) -> Result<Vec<String>, Problem> {
    let folder = folder(app);
    let listed = task::spawn_blocking(move || list_older(&folder, before));
    listed.await.map_err(Problem::internal)?.map_err(disk_problem)
}

fn list_older(folder: &Path, before: i64) -> io::Result<Vec<String>> {
    if !folder.exists() {
        return Ok(Vec::new());
    }
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let written = entry.metadata()?.modified()?.duration_since(UNIX_EPOCH).unwrap_or_default();
        if i64::try_from(written.as_millis()).is_ok_and(|written| written < before) {
            names.extend(entry.file_name().into_string());
        }
    }
    Ok(names)
}

fn folder(app: &App) -> PathBuf {
    app.settings.data_dir.join("photos")
}

fn disk_problem(error: io::Error) -> Problem {
    let full = matches!(error.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded);
    let mut problem = Problem::internal(error);
    if full {
        problem.code = Code::StorageFull;
    }
    problem
}

/// Writes under another name first: a file that has its name is whole.
fn write(folder: &Path, name: &str, jpeg: &[u8]) -> io::Result<()> {
    make_folder(folder)?;
    let (path, part) = (folder.join(name), folder.join(format!("{name}.part")));
    let written = write_part(&part, jpeg).and_then(|()| fs::rename(&part, &path));
    if written.is_err() {
        // It may not even have been created.
        let _ = fs::remove_file(&part);
    }
    written?;
    fs::File::open(folder)?.sync_all()
}

fn write_part(part: &Path, jpeg: &[u8]) -> io::Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(part)?;
    file.write_all(jpeg)?;
    file.sync_all()
}

fn make_folder(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

#[cfg(test)]
mod tests;
