//! The HTTP door to the second factor.
use super::{
    cookies,
    login::{self, actor, check_password, sign_in, signed_in},
    model::{Credentials, Tokens},
    origin::Origin,
    second_factor, store,
    users::store as users,
};
use crate::{
    App,
    access::{Public, SignedIn},
    db::Event,
    extract::{Body, Peer},
    problem::{Code, Problem},
};
use axum::{
    Json,
    extract::State,
    http::{HeaderMap, StatusCode},
    response::Response,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;

pub fn all() -> OpenApiRouter<App> {
    crate::routes!(status, enrol, confirm, disable, renew)
}

/// How one's second factor stands.
#[derive(Serialize, ToSchema)]
#[schema(as = DoubleAuthentification)]
pub struct Status {
    /// Whether signing in takes a code.
    #[schema(example = true)]
    pub enabled: bool,
    /// Since when, milliseconds of UTC.
    pub since: Option<i64>,
    /// Whether a role asks for it.
    pub required: bool,
    /// Recovery codes that were not used.
    #[schema(example = 10)]
    pub recovery_codes_left: i64,
}

/// What an authenticator application is told.
#[derive(Serialize, ToSchema)]
#[schema(as = DoubleAuthentificationSecret)]
pub struct Secret {
    /// The secret, to type.
    #[schema(example = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")]
    pub secret: String,
    /// The same with the names, to draw as a QR code.
    #[schema(example = "otpauth://totp/Guichet:accueil?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Guichet")]
    pub uri: String,
}

/// A second factor that was confirmed, and a new login.
#[derive(Serialize, ToSchema)]
#[schema(as = DoubleAuthentificationActive)]
pub struct Enrolled {
    /// Ten codes for when the device is lost, each good once; shown this once.
    #[schema(example = json!(["k7mw-2rtx-pq9d"]))]
    pub recovery_codes: Vec<String>,
    /// The tokens.
    #[serde(flatten)]
    pub tokens: Tokens,
}

/// New recovery codes.
#[derive(Serialize, ToSchema)]
#[schema(as = CodesDeSecours)]
pub struct RecoveryCodes {
    /// Ten codes, each good once; shown this once.
    #[schema(example = json!(["k7mw-2rtx-pq9d"]))]
    pub recovery_codes: Vec<String>,
}

/// What proves that the caller holds both factors.
#[derive(Deserialize, ToSchema)]
#[schema(as = PreuveDesDeuxFacteurs)]
#[serde(deny_unknown_fields)]
pub struct Proof {
    /// The password as it is.
    #[schema(example = "correct horse battery staple")]
    pub password: String,
    /// A code of the second factor, or a recovery code.
    #[serde(default)]
    #[schema(example = "492039")]
    pub otp: Option<String>,
}

/// Show how one's second factor stands.
#[utoipa::path(get, path = "/api/accounts/2fa/", tag = "auth", responses((status = 200, body = Status)))]
async fn status(SignedIn(caller): SignedIn, State(app): State<App>) -> Result<Json<Status>, Problem> {
    let mut tx = app.db.read().await?;
    let standing = second_factor::standing(&mut tx, caller.user_id).await?;
    let required = users::factor_required(&mut tx, caller.user_id).await?;
    Ok(Json(Status {
        enabled: standing.confirmed_at.is_some(),
        since: standing.confirmed_at,
        required,
        recovery_codes_left: standing.codes_left,
    }))
}

/// Start a second factor, with the password: also for an account whose role asks for one before it lets it in.
#[utoipa::path(post, path = "/api/accounts/2fa/enrol/", tag = "auth", request_body = Credentials, responses((status = 200, body = Secret)))]
async fn enrol(
    _: Public,
    State(app): State<App>,
    Peer(ip): Peer,
    headers: HeaderMap,
    Body(body): Body<Credentials>,
) -> Result<Response, Problem> {
    let user = check_password(&app, Origin::of(&app, ip, &headers), &body.login, body.password).await?;
    if user.must_change_password {
        return Err(Code::MustChangePassword.into());
    }
    let mut change = app.db.change(actor(&user, ip)).await?;
    let second_factor::Enrolment { secret, uri } = second_factor::start(&app, &mut change, &user).await?;
    let event = Event::new("accounts", "start_second_factor", "user", user.id);
    change.answer(event, StatusCode::OK, &Secret { secret, uri }).await
}

/// Confirm a second factor with one of its codes, and sign in. Every other login of the account ends.
#[utoipa::path(post, path = "/api/accounts/2fa/confirm/", tag = "auth", request_body = Credentials, responses((status = 200, body = Enrolled)))]
async fn confirm(
    _: Public,
    State(app): State<App>,
    Peer(ip): Peer,
    headers: HeaderMap,
    Body(body): Body<Credentials>,
) -> Result<Response, Problem> {
    let origin = Origin::of(&app, ip, &headers);
    let user = check_password(&app, origin, &body.login, body.password).await?;
    if user.must_change_password {
        return Err(Code::MustChangePassword.into());
    }
    let code = body.otp.as_deref().ok_or_else(|| Problem::field("otp", "required"))?;
    let now = app.clock.now();
    app.otp_attempts.take(user.id, 1.0, now)?;
    let mut change = app.db.change(actor(&user, ip)).await?;
    let recovery_codes = second_factor::confirm(&app, &mut change, &user, code).await?;
    app.otp_attempts.give_back(user.id, 1.0, now);
    store::revoke_all_sessions(&mut change, user.id).await?;
    let tokens = sign_in(&app, &mut change, &user, origin, &headers, &body.login).await?;
    change.note(signed_in(&user));
    change.commit(Event::new("accounts", "confirm_second_factor", "user", user.id)).await?;
    Ok(cookies::give(&app, &headers, tokens, |tokens| Enrolled { recovery_codes, tokens }))
}

/// Sign in without a second factor from now on. Takes the password and a code: the factor is not undone by the other one alone.
#[utoipa::path(post, path = "/api/accounts/2fa/disable/", tag = "auth", request_body = Proof, responses((status = 204)))]
async fn disable(
    SignedIn(caller): SignedIn,
    State(app): State<App>,
    Peer(ip): Peer,
    Body(body): Body<Proof>,
) -> Result<Response, Problem> {
    let user = login::check_own_password(&app, ip, &caller, body.password, "password").await?;
    if users::factor_required(&mut app.db.read().await?, user.id).await? {
        return Err(Code::FactorRequired.into());
    }
    let mut change = login::check_own_factor(&app, ip, &caller, &user, body.otp.as_deref()).await?;
    users::remove_factor(&mut change, user.id).await?;
    change.answer_nothing(Event::new("accounts", "remove_second_factor", "user", user.id)).await
}

/// Make new recovery codes; those of before are no longer good. Takes the password and a code.
#[utoipa::path(post, path = "/api/accounts/2fa/recovery_codes/", tag = "auth", request_body = Proof, responses((status = 200, body = RecoveryCodes)))]
async fn renew(
    SignedIn(caller): SignedIn,
    State(app): State<App>,
    Peer(ip): Peer,
    Body(body): Body<Proof>,
) -> Result<Response, Problem> {
    let user = login::check_own_password(&app, ip, &caller, body.password, "password").await?;
    let mut change = login::check_own_factor(&app, ip, &caller, &user, body.otp.as_deref()).await?;
    let recovery_codes = second_factor::renew_recovery(&app, &mut change, user.id).await?;
    let event = Event::new("accounts", "renew_recovery_codes", "user", user.id);
    change.answer(event, StatusCode::OK, &RecoveryCodes { recovery_codes }).await
}
