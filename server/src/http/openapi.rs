//! The OpenAPI document: what the modules declare, and what they all share.
use crate::problem::{FieldProblem, PriceNow, ProblemDocument};
use utoipa::{
    OpenApi, PartialSchema, ToSchema,
    openapi::{
        self as doc, ContentBuilder, Ref, RefOr, ResponseBuilder,
        security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme},
    },
};

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Guichet",
        description = "Visitors, stations, access codes, timed sessions, and what surrounds them. Paths end with a slash and are \
                       accepted without. Instants (`*_at`) are milliseconds of UTC, durations say their unit. Every mutation accepts \
                       `Idempotency-Key`. Errors are problem documents (RFC 9457) in the language of `Accept-Language`, \
                       French or English. Each operation's `x-access` is the permission it needs.",
        license(name = "MIT", identifier = "MIT")
    ),
    components(schemas(ProblemDocument, FieldProblem, PriceNow))
)]
struct Document;

/// The document of this version.
#[must_use]
pub fn document() -> doc::OpenApi {
    let router = crate::modules::MODULES
        .iter()
        .fold(utoipa_axum::router::OpenApiRouter::new().merge(crate::routes!(super::health)), |router, module| {
            router.merge((module.routes)())
        });
    let mut api = router.into_openapi();
    complete(&mut api);
    api
}

/// Adds what the modules share: the title, the ways to sign in, and the problems every operation has.
pub fn complete(api: &mut doc::OpenApi) {
    let shared = Document::openapi();
    api.info = shared.info;
    let components = api.components.get_or_insert_default();
    for (name, schema) in [
        (ProblemDocument::name(), ProblemDocument::schema()),
        (FieldProblem::name(), FieldProblem::schema()),
        (PriceNow::name(), PriceNow::schema()),
    ] {
        components.schemas.insert(name.into_owned(), schema);
    }
    let bearer = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).bearer_format("JWT").build();
    components.add_security_scheme("bearer", SecurityScheme::Http(bearer));
    let key = ApiKeyValue::with_description("X-API-Key", "An API key, `gk_…`; also as a bearer token.");
    components.add_security_scheme("api_key", SecurityScheme::ApiKey(ApiKey::Header(key)));
    let station = ApiKeyValue::with_description("Authorization", "`Station <station id>:<credential>`");
    components.add_security_scheme("station", SecurityScheme::ApiKey(ApiKey::Header(station)));

    let problem =
        ContentBuilder::new().schema(Some(RefOr::Ref(Ref::from_schema_name(ProblemDocument::name())))).build();
    for (path, item) in &mut api.paths.paths {
        let operations = [
            ("get", &mut item.get),
            ("post", &mut item.post),
            ("put", &mut item.put),
            ("patch", &mut item.patch),
            ("delete", &mut item.delete),
        ];
        for (method, operation) in operations {
            let Some(operation) = operation else { continue };
            // Handlers of different modules share names; an operation's own must be unique.
            let words = path.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
            operation.operation_id = Some(words.fold(method.to_owned(), |id, word| id + "_" + word));
            let response = ResponseBuilder::new()
                .description("A problem, in the caller’s language")
                .content("application/problem+json", problem.clone())
                .build();
            operation.responses.responses.entry("default".into()).or_insert(RefOr::T(response));
        }
    }
}
