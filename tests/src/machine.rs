//! A machine with a key of its own, which proves itself as the station's client does.
use super::{Answer, Person, Site, StationKey};
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use guichet_protocol::Login;
use serde_json::{Value, json};
use uuid::Uuid;

/// One start of a machine's client.
#[derive(Clone)]
pub struct Machine {
    key: SigningKey,
    pub instance: Uuid,
}

/// The bytes of hexadecimal digits.
#[track_caller]
fn bytes<const N: usize>(digits: &Value) -> [u8; N] {
    let mut bytes = [0; N];
    hex::decode_to_slice(digits.as_str().expect("digits"), &mut bytes).expect("hexadecimal digits");
    bytes
}

impl Machine {
    /// The machine with this number: always the same key.
    pub fn numbered(number: u32) -> Self {
        let mut seed = [7; 32];
        seed[..4].copy_from_slice(&number.to_be_bytes());
        Self { key: SigningKey::from_bytes(&seed), instance: Uuid::from_bytes(rand::random()) }
    }

    /// The same machine, or a copy of it, whose client starts anew.
    pub fn restarted(&self) -> Self {
        Self { key: self.key.clone(), instance: Uuid::from_bytes(rand::random()) }
    }

    /// The public half of its key.
    pub fn public_key(&self) -> String {
        hex::encode(self.key.verifying_key().to_bytes())
    }

    /// What it asks to become a station with.
    pub fn asking(&self, name: &str, token: Option<&str>) -> Value {
        let mut ask = json!({ "name": name, "public_key": self.public_key() });
        if let Some(token) = token {
            ask["token"] = json!(token);
        }
        ask
    }

    /// The body of a login with this challenge, meant for this server.
    pub fn login(&self, station: Uuid, challenge: &Value, server_key: &[u8; 32]) -> Value {
        let nonce: [u8; 32] = rand::random();
        let challenge_bytes = bytes(challenge);
        let login = Login { station, instance: self.instance, server_key, challenge: &challenge_bytes, nonce: &nonce };
        let signature = self.key.sign(&login.message()).to_bytes();
        json!({ "challenge": challenge, "instance": self.instance, "nonce": hex::encode(nonce),
            "signature": hex::encode(signature) })
    }
}

impl Person<'_> {
    /// A challenge for this station.
    pub async fn challenge(&self, station: Uuid) -> Value {
        self.post(&format!("/api/postes/{station}/defi/"), json!({})).await.ok()["challenge"].clone()
    }

    /// Proves that this machine is this station, or tries to.
    pub async fn prove(&self, machine: &Machine, station: Uuid, server_key: &[u8; 32]) -> Answer {
        let body = machine.login(station, &self.challenge(station).await, server_key);
        self.post(&format!("/api/postes/{station}/connexion/"), body).await
    }
}

impl Site {
    /// Proves that this machine is this station, or tries to.
    pub async fn prove(&self, machine: &Machine, station: Uuid) -> Answer {
        self.anonymous().prove(machine, station, &self.app.keys.server_key()).await
    }

    /// Lets a machine in, which checks that the server is the one it means.
    pub async fn let_in(&self, machine: &Machine, station: Uuid) -> StationKey {
        let server_key = self.app.keys.server_key();
        let asked = machine.login(station, &self.anonymous().challenge(station).await, &server_key);
        let path = format!("/api/postes/{station}/connexion/");
        let answer = self.anonymous().post(&path, asked.clone()).await.ok();
        let credential = answer["credential"].as_str().expect("a credential").to_owned();
        let (challenge, nonce) = (bytes(&asked["challenge"]), bytes(&asked["nonce"]));
        let login = Login {
            station,
            instance: machine.instance,
            server_key: &server_key,
            challenge: &challenge,
            nonce: &nonce,
        };
        let signature = Signature::from_bytes(&bytes(&answer["signature"]));
        let server = VerifyingKey::from_bytes(&server_key).expect("a key");
        server.verify_strict(&login.answer(&credential), &signature).expect("the server's signature");
        StationKey { id: station, credential }
    }
}
