//! Who is given which image, whose signature counts, and when stations take it.
use super::{IMAGES, MAC, PUBLISH, Room, build, reach, script, word};
use crate::harness::{Kind, Machine, Site, both, id_of};
use ed25519_dalek::{Signer, SigningKey};
use guichet::{accounts::RoleScope, jobs};
use serde_json::{Value, json};
use std::{fs, time::Duration};

async fn version(site: &Site) -> String {
    let script = script(site, &format!("mac={MAC}")).await;
    let root = word(&script, "guichet.root").expect("an image");
    root.split('/').nth(5).expect("a version").to_owned()
}

/// What came of the stations that were to start again.
async fn at_night(site: &Site) -> Value {
    let result = jobs::run_now(&site.app, "cleanup_expired_sessions").await;
    result.unwrap_or_else(|problem| panic!("{problem:?}"))["renew_stations"].clone()
}

both! {
    /// A roll-out goes from room to room, until everybody is given it.
    async fn a_roll_out_goes_from_room_to_room(site: &Site) {
        let room = Room::open(site).await;
        let poste = format!("/api/postes/{}/", room.station);
        let agency: uuid::Uuid = serde_json::from_value(room.admin.get(&poste).await.ok()["agency_id"].clone()).expect("an id");
        let hall = id_of(&room.admin.post("/api/zones/", json!({ "name": "Salle A", "agency_id": agency })).await.created());
        build(site, "kiosk", "2");
        let to = |zones: Value| json!({ "profile": "kiosk", "version": "2", "zone_ids": zones });
        let given = room.admin.post(PUBLISH, to(json!([hall]))).await.ok();
        assert_eq!(given["results"][1]["zones"], json!([{ "id": hall, "name": "Salle A" }]));
        assert_eq!(version(site).await, "1", "it stands elsewhere");
        room.admin.patch(&poste, json!({ "zone": "Salle A" })).await.ok();
        assert_eq!(version(site).await, "2");
        room.publish("1", "test").await;
        assert_eq!(version(site).await, "2", "another channel ends nothing");
        let given = room.publish("1", "stable").await;
        assert_eq!(given["results"][1]["zones"], json!([]));
        assert_eq!(version(site).await, "1");
        // One or the other, and rooms that are there and one's own.
        room.admin.post(PUBLISH, to(json!([]))).await.blames("channel", "channel_or_zones");
        let both = json!({ "profile": "kiosk", "version": "2", "channel": "stable", "zone_ids": [hall] });
        room.admin.post(PUBLISH, both).await.blames("channel", "channel_or_zones");
        room.admin.post(PUBLISH, to(json!([room.station]))).await.blames("zone_ids", "zone_gone");
        let own = site.holder(&["images:publier", "images:lire"], RoleScope::Agency(None), Some(agency)).await;
        own.post(PUBLISH, to(json!([hall]))).await.ok();
        own.post(PUBLISH, json!({ "profile": "kiosk", "version": "2", "channel": "stable" })).await.problem(403, "forbidden");
        let elsewhere = site.agency("RE").await;
        let stranger = site.holder(&["images:publier", "images:lire"], RoleScope::Agency(None), Some(elsewhere)).await;
        stranger.post(PUBLISH, to(json!([hall]))).await.blames("zone_ids", "zone_gone");
        assert_eq!(stranger.get(IMAGES).await.ok()["results"][1]["zones"], json!([]), "it sees no room of others");
    }

    /// What kind of image it is depends on the room, and on the station itself.
    async fn a_small_machine_gets_a_small_image(site: &Site) {
        let room = Room::open(site).await;
        build(site, "minimal", "1");
        let small = json!({ "profile": "minimal", "version": "1", "channel": "stable" });
        room.admin.post(PUBLISH, small).await.ok();
        let poste = format!("/api/postes/{}/", room.station);
        room.admin.patch(&poste, json!({ "zone": "Salle A" })).await.ok();
        let zones = room.admin.get("/api/zones/?name=Salle%20A").await.results();
        let zone = format!("/api/zones/{}/", id_of(&zones[0]));
        room.admin.patch(&zone, json!({ "image_profile": "minimal" })).await.ok();
        let given = script(site, &format!("mac={MAC}")).await;
        assert!(given.contains("/images/minimal/1/vmlinuz"), "{given}");
        room.admin.patch(&zone, json!({ "image_profile": "../x" })).await.blames("image_profile", "image_profile_format");
        let own = format!("{poste}reglages/");
        room.admin.patch(&own, json!({ "image_profile": "kiosk" })).await.ok();
        let given = script(site, &format!("mac={MAC}")).await;
        assert!(given.contains("/images/kiosk/1/vmlinuz"), "{given}");
        room.admin.patch(&own, json!({ "image_profile": "a b" })).await.blames("image_profile", "image_profile_format");
    }

    /// An image that the site signed for its machines' firmware says the same to all of them: each asks which start it is.
    async fn a_signed_image_is_told_its_start_once(site: &Site) {
        let room = Room::open(site).await;
        let folder = site.folder().join("images/kiosk/1");
        fs::write(folder.join("guichet.efi"), [7; 40]).expect("a file");
        let signed = json!({ "file": "guichet.efi", "size": 40, "sha256": "cd".repeat(32) });
        fs::write(folder.join("uki.json"), signed.to_string()).expect("a file");
        assert_eq!(room.admin.get(IMAGES).await.ok()["results"][0]["is_signed_for_firmware"], json!(true));
        let uefi = script(site, &format!("mac={MAC}&platform=efi")).await;
        assert!(uefi.contains("chain --autofree /images/kiosk/1/guichet.efi quiet panic=10 guichet.root=http"), "{uefi}");
        assert!(!uefi.contains("kernel ") && !uefi.contains("guichet.start=") && !uefi.contains("guichet.token="), "{uefi}");
        let line = async |ip: &str| site.anonymous().calling_from(ip).get(&format!("/boot/line?mac={MAC}")).await;
        let answer = line("10.0.0.7").await;
        assert_eq!(answer.status.as_u16(), 200);
        let told = String::from_utf8(answer.bytes).expect("ASCII");
        let value = |name: &str| told.lines().find_map(|line| line.strip_prefix(name)).map(str::to_owned);
        assert_eq!(value("timezone=").as_deref(), Some("Africa/Kinshasa"));
        reach(site, &value("start=").expect("a start"), "kernel").await;
        let ask = Machine::numbered(1).asking("poste", value("token=").as_deref());
        assert_eq!(site.anonymous().post("/api/postes/enrol/", ask).await.created()["station_id"], json!(room.station));
        line("10.0.0.7").await.problem(404, "not_found");
        // From afar it is told which start it is, and no more.
        site.advance(Duration::from_mins(5));
        script(site, &format!("mac={MAC}&platform=efi")).await;
        let far = String::from_utf8(line("203.0.113.9").await.bytes).expect("ASCII");
        assert!(far.starts_with("start=") && !far.contains("token="), "{far}");
        // With BIOS it is what it was, and has been told everything.
        let bios = script(site, &format!("mac={MAC}")).await;
        assert!(word(&bios, "guichet.start").is_some(), "{bios}");
        line("10.0.0.7").await.problem(404, "not_found");
        site.anonymous().get("/boot/line").await.problem(404, "not_found");
    }

    /// At night a station that nobody uses starts again for a newer image, once.
    async fn at_night_stations_take_a_newer_image(site: &Site) {
        let room = Room::open(site).await;
        let key = site.station(&room.admin, site.agency("CD").await).await;
        room.admin.patch(&format!("/api/postes/{}/", room.station), json!({ "mac": "52:54:00:00:00:07" })).await.ok();
        room.admin.patch(&format!("/api/postes/{}/", key.id), json!({ "mac": MAC })).await.ok();
        let (_, start) = room.starts(site).await;
        reach(site, &start, "client").await;
        build(site, "kiosk", "2");
        site.advance(Duration::from_mins(1));
        room.publish("2", "stable").await;
        let beat = async || {
            let station = site.as_station(&key).with_header("x-station-mac", MAC);
            let beat = station.post(&format!("/api/postes/{}/heartbeat/", key.id), json!({})).await;
            assert!(beat.status.is_success(), "{}", beat.status);
            beat.ok()
        };
        beat().await;
        assert_eq!(at_night(site).await, json!(0), "it is day");
        // 03:00 in Kinshasa.
        site.advance(Duration::from_hours(21));
        guichet::stations::sweep(&site.app).await.expect("it fell silent");
        assert_eq!(at_night(site).await, json!(0), "it is switched off");
        beat().await;
        assert_eq!(at_night(site).await, json!(1));
        let asked = beat().await;
        assert_eq!(asked["commands"][0]["command"]["kind"], json!("restart"), "{asked}");
        site.advance(Duration::from_mins(1));
        assert_eq!(version(site).await, "2");
        beat().await;
        assert_eq!(at_night(site).await, json!(0), "it has started since");
    }
}

/// What nobody signed whom the site believes is not given.
#[tokio::test(flavor = "multi_thread")]
async fn a_signature_is_checked() {
    let ours = SigningKey::from_bytes(&[1; 32]);
    let public = hex::encode(ours.verifying_key().to_bytes());
    for kind in [Kind::Sqlite, Kind::Postgres] {
        let site = Site::open_with(kind, |settings| settings.images_keys = format!("{public}, {public}")).await;
        let admin = site.admin().await;
        build(&site, "kiosk", "1");
        let folder = site.folder().join("images/kiosk/1");
        let text = fs::read(folder.join("image.json")).expect("a file");
        let fault = async || admin.get(IMAGES).await.ok()["results"][0]["fault"].clone();
        let publish = json!({ "profile": "kiosk", "version": "1", "channel": "stable" });
        assert_eq!(fault().await, json!("unsigned"));
        admin.post(PUBLISH, publish.clone()).await.blames("version", "image_unsigned");
        for (by, expected) in [(SigningKey::from_bytes(&[2; 32]), json!("unsigned")), (ours.clone(), Value::Null)] {
            fs::write(folder.join("image.json.sig"), by.sign(&text).to_bytes()).expect("a file");
            assert_eq!(fault().await, expected);
        }
        admin.post(PUBLISH, publish).await.ok();
        assert!(script(&site, "mac=52:54:00:00:00:01").await.contains("kernel "));
        fs::write(folder.join("image.json"), [text.as_slice(), b" "].concat()).expect("a file");
        assert_eq!(fault().await, json!("unsigned"), "not a blank may change");
        assert!(!script(&site, "mac=52:54:00:00:00:01").await.contains("kernel "));
        site.close().await;
    }
}

/// Stations without a disk learn to trust the site's own authority.
#[tokio::test(flavor = "multi_thread")]
async fn the_site_s_own_authority_is_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("ca.pem");
    fs::write(&file, "-----BEGIN CERTIFICATE-----\n").expect("a file");
    for kind in [Kind::Sqlite, Kind::Postgres] {
        let site = Site::open_with(kind, |settings| settings.boot_ca_file = Some(file.clone())).await;
        Room::open(&site).await;
        let told = word(&script(&site, &format!("mac={MAC}")).await, "guichet.ca");
        assert_eq!(told.as_deref(), Some("b93f51c3ac1bdd90edcce2019d2452a328cbf97443f3744cc7ec63033a5b2c16"));
        assert_eq!(site.anonymous().get("/boot/ca").await.bytes, b"-----BEGIN CERTIFICATE-----\n");
        site.close().await;
        let without = Site::open(kind).await;
        without.anonymous().get("/boot/ca").await.problem(404, "not_found");
        without.close().await;
    }
}
