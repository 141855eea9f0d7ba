//! The HTTP door through which a station proves itself.
use super::{
    Approve,
    enrolment::fingerprint,
    identity::in_its_place,
    login::{self, CHALLENGE_MS, Verdict, judge},
    login_store,
    model::Station,
    registry::Known,
    routes::{in_scope, show_row},
    store,
};
use crate::{
    App,
    access::{Grant, Public},
    audit::KioskAction,
    db::{Actor, ActorKind, Change, Event},
    extract::{Body, Id, Peer},
    keys::{hash_secret, random_secret},
    limits::network,
    list::Scope,
    live::LiveEvent,
    problem::{Checks, Code, Problem},
};
use axum::{
    Json,
    extract::State,
    http::{HeaderMap, StatusCode},
    response::Response,
};
use guichet_protocol::{Bytes32, Challenge, Login, LoginAnswer, LoginRequest};
use utoipa_axum::router::OpenApiRouter;
use uuid::Uuid;

pub fn all() -> OpenApiRouter<App> {
    crate::routes!(challenge, log_in, lift_conflict)
}

/// A whole room starts at once from behind one address.
const ADDRESS_SHARE: f64 = 50.0;

/// Get a challenge to sign.
///
/// 32 bytes, good for one login within a minute. They are given for any id: what stations there are is
/// not told.
#[utoipa::path(post, path = "/api/postes/{id}/defi/", tag = "postes", params(("id" = Uuid, Path)), responses((status = 200, body = Challenge)))]
async fn challenge(_: Public, State(app): State<App>, Peer(ip): Peer, Id(id): Id) -> Result<Json<Challenge>, Problem> {
    let now = app.clock.now();
    for (key, share) in [((Some(id), network(ip)), 1.0), ((None, network(ip)), ADDRESS_SHARE)] {
        app.proof_attempts.check(key, share, now)?;
        app.proof_attempts.count(key, share, now);
    }
    // A challenge is never older than the one last used, whatever the clock was set to meanwhile.
    let used_at = app.stations.get(id).and_then(|known| known.challenge_at);
    let given_at = used_at.map_or(now, |used| now.max(used + 1));
    let challenge = hex::encode(login::challenge(&app.keys, id, given_at, rand::random()));
    Ok(Json(Challenge { challenge, valid_for_s: u32::try_from(CHALLENGE_MS / 1000).unwrap_or_default() }))
}

/// A login's texts as bytes.
struct Proof {
    challenge: Bytes32,
    nonce: Bytes32,
    signature: [u8; 64],
    instance: Uuid,
}

impl Proof {
    fn of(request: &LoginRequest) -> Result<Self, Problem> {
        let mut checks = Checks::default();
        let proof = Self {
            challenge: checks.hex("challenge", &request.challenge),
            nonce: checks.hex("nonce", &request.nonce),
            signature: checks.hex("signature", &request.signature),
            instance: request.instance,
        };
        checks.finish()?;
        Ok(proof)
    }
}

/// Prove to be a station.
///
/// Answers with the credential of this start of the station's client; the one before ends. The server
/// signs the answer, so that the station knows it, too.
#[utoipa::path(post, path = "/api/postes/{id}/connexion/", tag = "postes", params(("id" = Uuid, Path)), request_body = LoginRequest,
    responses((status = 200, body = LoginAnswer)))]
async fn log_in(
    _: Public,
    State(app): State<App>,
    Peer(ip): Peer,
    Id(id): Id,
    headers: HeaderMap,
    Body(request): Body<LoginRequest>,
) -> Result<Json<LoginAnswer>, Problem> {
    let proof = Proof::of(&request)?;
    let now = app.clock.now();
    app.login_failures.check(("station", id, network(ip)), 1.0, now)?;
    app.login_failures.check(("stations", network(ip)), ADDRESS_SHARE, now)?;
    let given_at = login::given_at(&app.keys, id, &proof.challenge, now).ok_or(Code::ExpiredChallenge)?;
    let server_key = app.keys.server_key();
    let login = Login {
        station: id,
        instance: proof.instance,
        server_key: &server_key,
        challenge: &proof.challenge,
        nonce: &proof.nonce,
    };
    // Another process may have enrolled it, or taken its key away, a moment ago.
    app.stations.reload(&mut app.db.read().await?, id).await?;
    let signed =
        |known: &Known| known.public_key.as_deref().is_some_and(|key| login::is_signed(&login, key, &proof.signature));
    let Some(known) = app.stations.get(id).filter(|known| signed(known)) else {
        app.login_failures.count(("station", id, network(ip)), 1.0, now);
        app.login_failures.count(("stations", network(ip)), ADDRESS_SHARE, now);
        return Err(Code::Unauthenticated.into());
    };
    in_its_place(&known, &headers, Some(ip))?;
    let actor = Actor { kind: ActorKind::Station, id: Some(id), ip: Some(ip) };
    let credential = let_in(&app, app.db.change(actor).await?, &known, proof.instance, given_at).await?;
    let signature = hex::encode(app.keys.sign(&login.answer(&credential)));
    Ok(Json(LoginAnswer { credential, signature }))
}

/// Decides on a proof, and keeps what it leads to.
async fn let_in(
    app: &App,
    mut change: Change,
    known: &Known,
    instance: Uuid,
    given_at: i64,
) -> Result<String, Problem> {
    let key = known.public_key.as_deref().unwrap_or_default();
    let starts = login_store::claim(&mut change, known.id, given_at, key).await?.ok_or(Code::ExpiredChallenge)?;
    if starts.identity_conflict_at.is_some() {
        return Err(Code::IdentityConflict.into());
    }
    let Verdict::LetIn(superseded) = judge(instance, starts.instance, &starts.superseded.unwrap_or_default()) else {
        return raise_alarm(app, change, known).await;
    };
    let credential = random_secret();
    login_store::let_in(&mut change, known.id, &hash_secret(&credential), instance, &superseded).await?;
    change.announce(LiveEvent::Login { station_id: known.id, given_at });
    change.commit(Event::new("stations", "log_in", "station", known.id).agency(known.agency_id)).await?;
    app.stations.reload(&mut app.db.read().await?, known.id).await?;
    Ok(credential)
}

/// Two machines proved to be this station: neither is let in, and the desk is told.
async fn raise_alarm(app: &App, mut change: Change, known: &Known) -> Result<String, Problem> {
    login_store::mark_conflict(&mut change, known.id).await?;
    let row = in_scope(&mut change, known.id, &Scope::All).await?;
    change.announce(LiveEvent::Identity { station_id: known.id });
    change.announce(LiveEvent::Station { state: row.state(app.clock.now()), agency_id: row.agency_id });
    let event = Event::kiosk(KioskAction::Erreur, "station", Some(known.id))
        .agency(known.agency_id)
        .with("reason", Code::IdentityConflict.word())
        .with("fingerprint", fingerprint(known.public_key.as_deref().unwrap_or_default()));
    change.commit(event).await?;
    app.stations.reload(&mut app.db.read().await?, known.id).await?;
    tracing::warn!(station = %known.id, "Two machines have the same identity");
    Err(Code::IdentityConflict.into())
}

/// Lift the alarm over two machines with one identity, or with one network card's address.
///
/// The next machine that proves itself is let in. When both are still there, the alarm comes back: take
/// the credential away and enrol the right one again.
#[utoipa::path(post, path = "/api/postes/{id}/lever_conflit/", tag = "postes", params(("id" = Uuid, Path)),
    responses((status = 200, body = Station)))]
async fn lift_conflict(grant: Grant<Approve>, State(app): State<App>, Id(id): Id) -> Result<Response, Problem> {
    let mut change = grant.change(&app).await?;
    in_scope(&mut change, id, &grant.scope).await?;
    login_store::lift_conflict(&mut change, id).await?;
    let row = store::find(&mut change, id).await?.ok_or_else(|| Problem::not_found("station"))?;
    let agency_id = row.agency_id;
    change.announce(LiveEvent::Identity { station_id: id });
    change.announce(LiveEvent::Station { state: row.state(app.clock.now()), agency_id });
    let body = show_row(&app, &mut change, row).await?;
    let event = Event::new("stations", "lift_conflict", "station", id).agency(agency_id);
    let response = change.answer(event, StatusCode::OK, &body).await?;
    app.stations.reload(&mut app.db.read().await?, id).await?;
    Ok(response)
}
