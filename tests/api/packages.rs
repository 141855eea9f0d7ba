//! The stations' packages: whoever asks is given what is published, and nothing else.
use crate::harness::both;
use serde_json::json;
use std::fs;

both! {
    async fn what_is_published_is_given(site: &Site) {
        let folder = site.folder().join("paquets/stable");
        fs::create_dir_all(&folder).expect("a folder");
        fs::write(folder.join("InRelease"), "signed").expect("a file");
        fs::write(folder.join("guichet-kiosk_0.1.0+1_amd64.deb"), [0_u8, 1, 2]).expect("a file");
        fs::write(folder.join("index.html"), "<script>").expect("a file");
        let anyone = site.anonymous();
        let given = anyone.get("/paquets/stable/InRelease").await;
        assert_eq!((given.status.as_u16(), given.bytes.as_slice()), (200, b"signed".as_slice()));
        // As apt writes the name.
        let package = anyone.get("/paquets/stable/guichet-kiosk_0.1.0%2b1_amd64.deb").await;
        assert_eq!((package.status.as_u16(), package.bytes.as_slice()), (200, [0_u8, 1, 2].as_slice()));
        let rest = anyone.clone().with_header("range", "bytes=1-").get("/paquets/stable/guichet-kiosk_0.1.0+1_amd64.deb").await;
        assert_eq!((rest.status.as_u16(), rest.bytes.as_slice()), (206, [1_u8, 2].as_slice()), "a download goes on");
    }

    async fn nothing_else_is(site: &Site) {
        fs::create_dir_all(site.folder().join("paquets/stable")).expect("a folder");
        fs::write(site.folder().join("secret.key"), "secret").expect("a file");
        let anyone = site.anonymous();
        for path in ["", "/", "/stable", "/stable/", "/test/InRelease", "/stable/Packages", "/../secret.key", "/%2e%2e/secret.key",
            "/stable/..%2f..%2fsecret.key", "/%00"] {
            anyone.get(&format!("/paquets{path}")).await.problem(404, "no_such_path");
        }
        anyone.post("/paquets/stable/InRelease", json!({})).await.problem(405, "method_not_allowed");
        anyone.delete("/paquets/stable/InRelease").await.problem(405, "method_not_allowed");
    }
}
