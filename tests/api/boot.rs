//! From the power button: what machines that start over the network are given (KSK-001, INF-002).
mod rollouts;

use crate::harness::{Machine, Person, Site, both, id_of};
use guichet::accounts::RoleScope;
use serde_json::{Value, json};
use std::{fs, time::Duration};
use uuid::Uuid;

const MAC: &str = "52:54:00:12:34:56";
const IMAGES: &str = "/api/boot/images/";
const PUBLISH: &str = "/api/boot/images/publier/";
const STARTS: &str = "/api/boot/starts/";

/// Puts an image on the server's disk.
fn build(site: &Site, profile: &str, version: &str) {
    let folder = site.folder().join("images").join(profile).join(version);
    fs::create_dir_all(&folder).expect("a folder");
    let part = |file: &str, size: usize| {
        fs::write(folder.join(file), vec![7_u8; size]).expect("a file");
        json!({ "file": file, "size": size, "sha256": "ab".repeat(32) })
    };
    let image = json!({
        "profile": profile, "version": version, "built_at": 1_790_000_000_000_i64, "command_line": "quiet",
        "kernel": part("vmlinuz", 10), "initrd": part("initrd.img", 20), "root": part("root.squashfs", 30),
    });
    fs::write(folder.join("image.json"), image.to_string()).expect("a file");
}

/// What a machine reads that asks with this query.
async fn script(site: &Site, query: &str) -> String {
    let answer = site.anonymous().get(&format!("/boot/ipxe?{query}")).await;
    assert_eq!(answer.status.as_u16(), 200);
    String::from_utf8(answer.bytes).expect("ASCII")
}

/// The value of this word on the kernel's command line.
fn word(script: &str, name: &str) -> Option<String> {
    let line = script.lines().find(|line| line.starts_with("kernel "))?;
    line.split(' ').find_map(|word| word.strip_prefix(name)?.strip_prefix('=')).map(str::to_owned)
}

struct Room<'s> {
    admin: Person<'s>,
    station: Uuid,
}

impl<'s> Room<'s> {
    /// A station whose network card is known, and an image that all stations start.
    async fn open(site: &'s Site) -> Self {
        let admin = site.admin().await;
        let agency = site.agency("CD").await;
        let new = json!({ "name": "Médiathèque 7", "agency_id": agency, "mac": MAC });
        let station = id_of(&admin.post("/api/postes/", new).await.created());
        build(site, "kiosk", "1");
        let room = Self { admin, station };
        room.publish("1", "stable").await;
        room
    }

    async fn publish(&self, version: &str, channel: &str) -> Value {
        self.admin.post(PUBLISH, json!({ "profile": "kiosk", "version": version, "channel": channel })).await.ok()
    }

    /// The version that the station is given now, and the start's id.
    async fn starts(&self, site: &Site) -> (String, String) {
        let script = script(site, &format!("mac={MAC}")).await;
        let root = word(&script, "guichet.root").expect("an image");
        (root.split('/').nth(5).expect("a version").to_owned(), word(&script, "guichet.start").expect("a start"))
    }
}

async fn reach(site: &Site, start: &str, stage: &str) {
    site.anonymous().post(&format!("/boot/starts/{start}/{stage}"), json!({})).await.nothing();
}

both! {
    /// A station starts the image of its channel, with a token that makes the machine this station, once.
    async fn a_station_starts_its_image(site: &Site) {
        let room = Room::open(site).await;
        let given = script(site, &format!("mac={}&platform=efi", MAC.to_uppercase().replace(':', "-"))).await;
        assert!(given.starts_with("#!ipxe\necho Mediatheque 7 - kiosk 1\n"), "{given}");
        assert!(given.contains("initrd --name initrd.img /images/kiosk/1/initrd.img"), "{given}");
        assert_eq!(word(&given, "guichet.root_sha256"), Some("ab".repeat(32)));
        assert_eq!(word(&given, "panic").as_deref(), Some("10"));
        assert_eq!(word(&given, "guichet.timezone").as_deref(), Some("Africa/Kinshasa"));
        let machine = Machine::numbered(1);
        let ask = machine.asking("poste", word(&given, "guichet.token").as_deref());
        let enrolled = site.anonymous().post("/api/postes/enrol/", ask).await.created();
        assert_eq!(enrolled["station_id"], json!(room.station));
        assert_eq!(Some(enrolled["server_key"].as_str().expect("a key")), word(&given, "guichet.serverkey").as_deref());
        let again = Machine::numbered(2).asking("poste", word(&given, "guichet.token").as_deref());
        site.anonymous().post("/api/postes/enrol/", again).await.problem(401, "bad_credentials");
        // A token that was not used in time is none.
        let later = script(site, &format!("mac={MAC}")).await;
        site.advance(Duration::from_mins(15));
        let late = Machine::numbered(3).asking("poste", word(&later, "guichet.token").as_deref());
        site.anonymous().post("/api/postes/enrol/", late).await.problem(401, "bad_credentials");
    }

    /// How far a start came is seen by the administrator, in the order in which it happened.
    async fn a_start_is_followed(site: &Site) {
        let room = Room::open(site).await;
        let (_, start) = room.starts(site).await;
        for stage in ["kernel", "root", "client"] {
            site.advance(Duration::from_secs(10));
            reach(site, &start, stage).await;
        }
        site.advance(Duration::from_secs(10));
        reach(site, &start, "kernel").await;
        let seen = room.admin.get(STARTS).await.results();
        let asked = seen[0]["asked_at"].as_i64().expect("a time");
        assert_eq!((&seen[0]["station_id"], &seen[0]["station_name"]), (&json!(room.station), &json!("Médiathèque 7")));
        let after = |name: &str| seen[0][name].as_i64().map(|at| (at - asked) / 1000);
        assert_eq!((after("kernel_at"), after("root_at"), after("client_at")), (Some(10), Some(20), Some(30)), "the first word counts");
        let fault = format!("/boot/starts/{start}/fault");
        site.anonymous().post(&fault, json!({ "fault": "root" })).await.problem(404, "not_found");
        let (_, start) = room.starts(site).await;
        let fault = format!("/boot/starts/{start}/fault");
        site.anonymous().post(&fault, json!({ "fault": "" })).await.blames("fault", "required");
        site.anonymous().post(&fault, json!({ "fault": "root: SHA-256 differs" })).await.nothing();
        site.anonymous().post(&fault, json!({ "fault": "later" })).await.problem(404, "not_found");
        assert_eq!(room.admin.get(STARTS).await.results()[0]["fault"], json!("root: SHA-256 differs"));
        site.advance(Duration::from_mins(30));
        site.anonymous().post(&format!("/boot/starts/{start}/client"), json!({})).await.problem(404, "not_found");
        site.anonymous().post(&format!("/boot/starts/{start}/nowhere"), json!({})).await.problem(404, "not_found");
        site.anonymous().post("/boot/starts/x/client", json!({})).await.problem(404, "not_found");
    }

    /// A version that does not come up is left for the last good one, and tried again once it came up.
    async fn a_bad_image_is_left(site: &Site) {
        let room = Room::open(site).await;
        let (version, start) = room.starts(site).await;
        assert_eq!(version, "1");
        reach(site, &start, "client").await;
        build(site, "kiosk", "2");
        room.publish("2", "stable").await;
        let mut given = Vec::new();
        for _ in 0..3 {
            site.advance(Duration::from_mins(5));
            given.push(room.starts(site).await.0);
        }
        assert_eq!(given, ["2", "2", "1"]);
        assert_eq!(room.admin.get(STARTS).await.results()[0]["is_fallback"], json!(true));
        build(site, "kiosk", "3");
        room.publish("3", "stable").await;
        site.advance(Duration::from_mins(5));
        assert_eq!(room.starts(site).await.0, "3");
    }

    /// A channel is tried on some stations first; a station without one stays with what it has.
    async fn channels_are_for_some_stations(site: &Site) {
        let room = Room::open(site).await;
        build(site, "kiosk", "2");
        room.publish("2", "test").await;
        assert_eq!(room.starts(site).await.0, "1");
        let own = format!("/api/postes/{}/reglages/", room.station);
        let channel = async |channel: &str| room.admin.patch(&own, json!({ "update_channel": channel })).await.ok();
        channel("test").await;
        site.advance(Duration::from_mins(5));
        let (version, start) = room.starts(site).await;
        assert_eq!(version, "2");
        reach(site, &start, "client").await;
        channel("none").await;
        assert_eq!(room.starts(site).await.0, "2", "it stays");
        let images = room.admin.get(IMAGES).await.ok();
        let seen: Vec<_> = images["results"].as_array().expect("images").iter().map(|i| (&i["version"], &i["channels"], &i["stations"])).collect();
        assert_eq!(seen, [(&json!("1"), &json!(["stable"]), &json!(0)), (&json!("2"), &json!(["test"]), &json!(1))]);
    }

    /// Who is no station starts as any other does, without a token: the client asks to become one.
    async fn an_unknown_machine_gets_no_token(site: &Site) {
        let room = Room::open(site).await;
        let given = script(site, "mac=52:54:00:00:00:99").await;
        assert!(word(&given, "guichet.root").is_some() && word(&given, "guichet.token").is_none(), "{given}");
        assert_eq!(room.admin.get(STARTS).await.results()[0]["station_id"], Value::Null);
        for wrong in ["", "mac=", "mac=zz", "mac=00:00:00:00:00:00"] {
            let told = script(site, wrong).await;
            assert!(told.contains("carte reseau") && !told.contains("kernel "), "{told}");
        }
    }

    /// An address alone makes nobody a station from afar, nor from another place than the station's own.
    async fn a_token_is_for_those_who_are_near(site: &Site) {
        let room = Room::open(site).await;
        let token = async |ip: &str| {
            let answer = site.anonymous().calling_from(ip).get(&format!("/boot/ipxe?mac={MAC}")).await;
            let given = String::from_utf8(answer.bytes).expect("ASCII");
            assert!(word(&given, "guichet.root").is_some(), "{given}");
            word(&given, "guichet.token")
        };
        for near in ["10.0.0.7", "192.168.1.9", "169.254.3.3", "fd00::7", "fe80::1"] {
            assert!(token(near).await.is_some(), "{near}");
        }
        for far in ["203.0.113.9", "2001:db8::9"] {
            assert!(token(far).await.is_none(), "{far}");
        }
        room.admin.patch(&format!("/api/postes/{}/", room.station), json!({ "ip": "10.0.0.7" })).await.ok();
        assert!(token("10.0.0.7").await.is_some() && token("10.0.0.8").await.is_none());
    }

    /// Somebody proved to be the station a moment ago: who else has its address waits, and is told on.
    async fn a_copied_address_is_noticed(site: &Site) {
        let room = Room::open(site).await;
        let key = site.station(&room.admin, site.agency("CD").await).await;
        let other = json!({ "mac": "52:54:00:00:00:07" });
        room.admin.patch(&format!("/api/postes/{}/", room.station), other).await.ok();
        room.admin.patch(&format!("/api/postes/{}/", key.id), json!({ "mac": MAC })).await.ok();
        let station = site.as_station(&key).with_header("x-station-mac", MAC);
        let beat = async || station.post(&format!("/api/postes/{}/heartbeat/", key.id), json!({})).await;
        let first = beat().await;
        assert!(first.status.is_success(), "{}", first.status);
        let wait = script(site, &format!("mac={MAC}&tries=0")).await;
        assert!(wait.contains("encore en ligne") && wait.contains("tries=1"), "{wait}");
        assert_eq!(site.count("SELECT COUNT(*) FROM boot_starts").await, 0);
        beat().await;
        let told = "SELECT COUNT(*) FROM audit_log WHERE metadata LIKE '%mac_copied%'";
        site.anonymous().calling_from("203.0.113.9").get(&format!("/boot/ipxe?mac={MAC}&tries=12")).await;
        assert_eq!(site.count(told).await, 0, "from afar nobody sounds it");
        let refused = script(site, &format!("mac={MAC}&tries=12")).await;
        assert!(refused.contains("en service ailleurs") && !refused.contains("kernel "), "{refused}");
        assert!(room.admin.get("/api/logs/?action=erreur").await.results().iter().any(|line| line["metadata"]["reason"] == json!("mac_copied")));
        assert!(refused.contains("tries=13"), "{refused}");
        beat().await;
        script(site, &format!("mac={MAC}&tries=13")).await;
        assert_eq!(site.count(told).await, 1, "it is told once");
        let station = format!("/api/postes/{}/", key.id);
        assert_eq!(room.admin.get(&station).await.ok()["mac_copied_at"], json!(site.now()));
        beat().await.ok();
        let lifted = room.admin.post(&format!("{station}lever_conflit/"), json!({})).await.ok();
        assert_eq!(lifted["mac_copied_at"], Value::Null);
        beat().await.ok();
        // Silent since: it is the station that starts again.
        site.advance(Duration::from_secs(31));
        assert!(word(&script(site, &format!("mac={MAC}&tries=3")).await, "guichet.token").is_some());
    }

    /// During maintenance whoever stands there chooses; out of service the machine is left alone.
    async fn the_state_of_the_station_counts(site: &Site) {
        let room = Room::open(site).await;
        let mark = async |state: &str| room.admin.post(&format!("/api/postes/{}/marquer_{state}/", room.station), json!({})).await.ok();
        mark("maintenance").await;
        let menu = script(site, &format!("mac={MAC}")).await;
        assert!(menu.contains("menu Mediatheque 7 - maintenance") && menu.contains(":start\n") && menu.contains("kernel "), "{menu}");
        mark("hors_ligne").await;
        assert_eq!(script(site, &format!("mac={MAC}")).await, "#!ipxe\nexit\n");
        mark("disponible").await;
        fs::remove_dir_all(site.folder().join("images")).expect("no images");
        let told = script(site, &format!("mac={MAC}")).await;
        assert!(told.contains("aucune image") && told.contains("sleep 30"), "{told}");
    }

    /// The same in the words of GRUB, which fetches over HTTP itself.
    async fn grub_is_told_the_same(site: &Site) {
        Room::open(site).await;
        let answer = site.anonymous().with_header("host", "guichet.example:8000").get(&format!("/boot/grub?mac={MAC}&platform=efi")).await;
        let given = String::from_utf8(answer.bytes).expect("ASCII");
        assert!(given.contains("if linux (http,guichet.example:8000)/images/kiosk/1/vmlinuz quiet panic=10 guichet.root=http://guichet.example:8000/images"), "{given}");
        assert!(given.contains("if initrd (http,guichet.example:8000)/images/kiosk/1/initrd.img"), "{given}");
    }

    /// An image is what it says, or is not given; a part of it can be fetched.
    async fn images_are_checked_before_they_are_given(site: &Site) {
        let room = Room::open(site).await;
        build(site, "kiosk", "2");
        let folder = site.folder().join("images/kiosk/2");
        let faults = async || room.admin.get(IMAGES).await.ok()["results"][1]["fault"].clone();
        assert_eq!(faults().await, Value::Null);
        fs::write(folder.join("root.squashfs"), "short").expect("a file");
        assert_eq!(faults().await, json!("incomplete"));
        let wanted = |version: &str, channel: &str| json!({ "profile": "kiosk", "version": version, "channel": channel });
        room.admin.post(PUBLISH, wanted("2", "stable")).await.blames("version", "image_incomplete");
        room.admin.post(PUBLISH, wanted("9", "stable")).await.blames("version", "image_unknown");
        room.admin.post(PUBLISH, wanted("../1", "stable")).await.blames("version", "image_unknown");
        room.admin.post(PUBLISH, wanted("1", "none")).await.blames("channel", "unknown_value");
        fs::write(folder.join("image.json"), "{}").expect("a file");
        assert_eq!(faults().await, json!("unreadable"));
        let part = site.anonymous().with_header("range", "bytes=28-").get("/images/kiosk/1/root.squashfs").await;
        assert_eq!((part.status.as_u16(), part.bytes.as_slice()), (206, [7_u8, 7].as_slice()));
        let agency = site.agency("CD").await;
        let operator = site.operator(agency).await;
        operator.get(IMAGES).await.problem(403, "forbidden");
        operator.get(STARTS).await.problem(403, "forbidden");
        operator.post(PUBLISH, wanted("1", "stable")).await.problem(403, "forbidden");
        site.anonymous().get(STARTS).await.problem(401, "unauthenticated");
        // Of another agency one sees nothing.
        room.starts(site).await;
        let reader = site.holder(&["images:lire"], RoleScope::Agency(None), Some(agency)).await;
        assert!(reader.get(STARTS).await.results().is_empty());
        assert!(!room.admin.get(STARTS).await.results().is_empty());
    }
}
