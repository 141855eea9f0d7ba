//! Photos (VIS-003): what is a photo, and where it goes.
use super::{actions_on, path_of};
use crate::harness::{Answer, Person, Site, both};
use axum::http::Method;
use guichet::{accounts::RoleScope, visitors};
use image::{ImageFormat, Rgb, RgbImage};
use serde_json::json;
use std::{
    fs,
    io::Cursor,
    os::unix::fs::PermissionsExt,
    time::{Duration, SystemTime, UNIX_EPOCH},
};
use uuid::Uuid;

const MB: usize = 1_000_000;

fn picture(format: ImageFormat, width: u32, height: u32) -> Vec<u8> {
    let mut file = Cursor::new(Vec::new());
    RgbImage::from_pixel(width, height, Rgb([20, 90, 200])).write_to(&mut file, format).expect("a picture");
    file.into_inner()
}

/// A PNG of noise, about `bytes` long.
fn noise(bytes: usize) -> Vec<u8> {
    let side = u32::try_from((bytes / 3).isqrt()).expect("small");
    let mut state = 1_u32;
    let picture = RgbImage::from_fn(side, side, |_, _| {
        Rgb(std::array::from_fn(|_| {
            state ^= state << 13;
            state ^= state >> 17;
            state ^= state << 5;
            state.to_be_bytes()[0]
        }))
    });
    let mut file = Cursor::new(Vec::new());
    picture.write_to(&mut file, ImageFormat::Png).expect("a picture");
    file.into_inner()
}

async fn put(person: &Person<'_>, id: Uuid, media_type: &str, file: Vec<u8>) -> Answer {
    person.send_bytes(Method::PUT, &format!("{}photo/", path_of(id)), media_type, file).await
}

/// This instant, in milliseconds of UTC, as files have it.
fn at(ms: i64) -> SystemTime {
    UNIX_EPOCH + Duration::from_millis(ms.try_into().expect("after 1970"))
}

/// The names of the files of photos.
fn files(site: &Site) -> Vec<String> {
    let files = fs::read_dir(site.folder().join("photos")).into_iter().flatten();
    files.map(|file| file.expect("a file").file_name().into_string().expect("a name")).collect()
}

both! {
    async fn vis_003_a_photo_is_set_shown_and_deleted(site: &Site) {
        let operator = site.operator(site.agency("RE").await).await;
        let id = site.visitor(&operator).await;
        let path = format!("{}photo/", path_of(id));
        operator.get(&path).await.problem(404, "not_found");
        operator.delete(&path).await.problem(404, "not_found");

        let png = noise(MB);
        assert!(png.len() > MB * 9 / 10, "{}", png.len());
        put(&operator, id, "image/png", png).await.nothing();
        let visitor = operator.get(&path_of(id)).await.ok();
        assert_eq!((&visitor["has_photo"], &visitor["version"]), (&json!(true), &json!(2)));
        let shown = operator.get(&path).await;
        assert_eq!((shown.status.as_u16(), &shown.headers["content-type"]), (200, &"image/jpeg".parse().expect("a header")));
        assert_eq!(image::guess_format(&shown.bytes).ok(), Some(ImageFormat::Jpeg), "drawn anew as JPEG");

        let first = files(site);
        assert_eq!(first.len(), 1);
        assert!(!first[0].contains(&id.to_string()), "a name nobody can guess");
        let mode = fs::metadata(site.folder().join("photos").join(&first[0])).expect("a file").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);

        put(&operator, id, "image/jpeg", picture(ImageFormat::Jpeg, 2000, 1000)).await.nothing();
        let second = files(site);
        assert!(second.len() == 1 && second != first, "the one before is gone: {second:?}");
        let shown = image::load_from_memory(&operator.get(&path).await.bytes).expect("a picture");
        assert_eq!((shown.width(), shown.height()), (1024, 512));

        operator.delete(&path).await.nothing();
        assert!(files(site).is_empty());
        assert_eq!(operator.get(&path_of(id)).await.ok()["has_photo"], false);
        let actions = actions_on(&site.admin().await, id).await;
        assert_eq!(actions, ["creation_utilisateur", "modification_utilisateur", "modification_utilisateur", "modification_utilisateur"]);
    }

    async fn vis_003_what_is_no_photo_is_refused(site: &Site) {
        let operator = site.operator(site.agency("RE").await).await;
        let id = site.visitor(&operator).await;
        let gif = b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;".to_vec();
        put(&operator, id, "image/png", gif).await.blames("photo", "photo_format");
        put(&operator, id, "image/jpeg", Vec::new()).await.blames("photo", "photo_format");
        put(&operator, id, "image/jpeg", b"<svg/>".to_vec()).await.blames("photo", "photo_format");
        let whole = picture(ImageFormat::Jpeg, 300, 300);
        put(&operator, id, "image/jpeg", whole[..whole.len() / 2].to_vec()).await.blames("photo", "photo_unreadable");
        let mut huge = whole.clone();
        let frame = huge.windows(2).position(|pair| pair == [0xff, 0xc0]).expect("a frame");
        huge[frame + 5..frame + 9].fill(0xff);
        put(&operator, id, "image/jpeg", huge).await.blames("photo", "photo_dimensions");
        put(&operator, id, "image/jpeg", vec![0xff; 5 * MB + 100_000]).await.problem(413, "body_too_large");
        put(&operator, id, "image/jpeg", vec![0xff; 5 * MB + 1]).await.problem(413, "body_too_large");
        put(&operator, id, "image/jpeg", vec![0xff; 5 * MB]).await.blames("photo", "photo_format");
        assert_eq!(operator.get(&path_of(id)).await.ok()["version"], 1);
        assert!(files(site).is_empty());
        // The type that is declared does not decide, either way.
        put(&operator, id, "application/octet-stream", whole).await.nothing();
    }

    async fn vis_003_a_photo_goes_with_consent_and_with_the_visitor(site: &Site) {
        let agency = site.agency("RE").await;
        let operator = site.operator(agency).await;
        let id = site.visitor(&operator).await;
        let jpeg = || picture(ImageFormat::Jpeg, 30, 40);
        put(&operator, id, "image/jpeg", jpeg()).await.nothing();
        put(&operator.clone().with_header("if-match", "\"1\""), id, "image/jpeg", jpeg()).await.problem(412, "outdated");
        let exporter = site.holder(&["visiteurs:exporter"], RoleScope::All, Some(agency)).await;
        let export = exporter.get(&format!("{}export/", path_of(id))).await.ok();
        assert!(export["photo"].as_str().is_some_and(|photo| photo.starts_with("data:image/jpeg;base64,/9j/")));

        operator.post(&format!("{}revoke_consent/", path_of(id)), json!({})).await.ok();
        put(&operator, id, "image/jpeg", jpeg()).await.blames("photo", "consent_revoked");
        assert_eq!(files(site).len(), 1, "what was refused leaves no file");
        operator.delete(&path_of(id)).await.nothing();
        assert!(files(site).is_empty());
    }

    async fn a_repeated_photo_counts_once(site: &Site) {
        let operator = site.operator(site.agency("RE").await).await;
        let id = site.visitor(&operator).await;
        let once = operator.clone().with_header("idempotency-key", "photo");
        for _ in 0..2 {
            put(&once, id, "image/png", picture(ImageFormat::Png, 30, 40)).await.nothing();
        }
        assert_eq!(operator.get(&path_of(id)).await.ok()["version"], 2);
        assert_eq!(files(site).len(), 1);
    }

    async fn vis_007_a_file_without_a_visitor_does_not_stay(site: &Site) {
        let operator = site.operator(site.agency("RE").await).await;
        let id = site.visitor(&operator).await;
        put(&operator, id, "image/png", picture(ImageFormat::Png, 30, 40)).await.nothing();
        let kept = files(site);
        let folder = site.folder().join("photos");
        let stray = fs::File::create(folder.join("stray.jpg")).expect("a file");
        fs::File::create(folder.join("new.jpg")).expect("a file").set_modified(at(site.now())).expect("dated");
        for file in [stray, fs::File::open(folder.join(&kept[0])).expect("a file")] {
            file.set_modified(at(site.now() - 25 * 3_600_000)).expect("dated");
        }
        let result = (visitors::JOBS[0].run)(site.app.clone()).await.expect("done");
        assert_eq!(result["stray_photos"], 1);
        let mut left = files(site);
        left.retain(|name| name != "new.jpg");
        assert_eq!(left, kept);
    }
}
