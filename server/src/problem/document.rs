//! The error as it is written on the wire.
use serde::Serialize;
use utoipa::ToSchema;

/// A problem document (RFC 9457), the body of every error.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Problem)]
pub struct ProblemDocument {
    /// A reference that identifies the kind of problem.
    #[serde(rename = "type")]
    #[schema(example = "/problems/invalid")]
    pub kind: String,
    /// The status in words.
    #[schema(example = "Requête invalide")]
    pub title: String,
    /// The HTTP status.
    #[schema(example = 400)]
    pub status: u16,
    /// A word for programs.
    #[schema(example = "invalid")]
    pub code: String,
    /// A sentence for people, in the language of `Accept-Language`.
    #[schema(example = "Un champ est à corriger.")]
    pub detail: String,
    /// What is wrong with which field.
    pub errors: Vec<FieldProblem>,
    /// What to name when asking for help: the log has it too.
    #[schema(example = "01930f1e-7a3c-7cc1-9a51-3f6f2f4c9b10")]
    pub request_id: String,
    /// The price that holds now (`price_changed`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub price: Option<PriceNow>,
    /// The day that it is by the server's clock (`day_unconfirmed`).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "2026-11-20")]
    pub today: Option<String>,
}

/// What there is to pay now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = PrixActuel)]
pub struct PriceNow {
    /// The amount in the currency's smallest unit.
    #[schema(example = 300)]
    pub amount_minor: i64,
    /// The currency, ISO 4217.
    #[schema(example = "EUR")]
    pub currency: String,
}

/// What is wrong with one field.
#[derive(Debug, Serialize, ToSchema)]
pub struct FieldProblem {
    /// The field's path in the body.
    #[schema(example = "phone")]
    pub field: String,
    /// A word for programs.
    #[schema(example = "phone_format")]
    pub code: String,
    /// A sentence for people.
    #[schema(example = "Ce numéro n’est pas valable dans ce pays.")]
    pub message: String,
}
