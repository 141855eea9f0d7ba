//! Figures as people read them.
use super::Texts;
use guichet_protocol::{Offer, whole_seconds};

/// The currencies without parts, and those with thousandths; all others have hundredths.
const WHOLE: [&str; 16] =
    ["BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "VND", "VUV", "XAF", "XOF", "XPF"];
const THOUSANDTHS: [&str; 7] = ["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"];

/// What is left, as `mm:ss`, or `h:mm:ss` from an hour on.
#[must_use]
pub fn clock_face(remaining_ms: u64) -> String {
    let seconds = whole_seconds(remaining_ms);
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if hours == 0 { format!("{minutes:02}:{seconds:02}") } else { format!("{hours}:{minutes:02}:{seconds:02}") }
}

/// What an offer costs.
#[must_use]
pub fn price(texts: &Texts, offer: &Offer) -> String {
    if offer.price_minor == 0 {
        return texts.free.clone();
    }
    let currency = offer.currency.as_str();
    let decimals: usize = match currency {
        _ if WHOLE.contains(&currency) => 0,
        _ if THOUSANDTHS.contains(&currency) => 3,
        _ => 2,
    };
    let digits = format!("{:0>width$}", offer.price_minor.unsigned_abs(), width = decimals + 1);
    let (units, parts) = digits.split_at(digits.len() - decimals);
    let sign = if offer.price_minor < 0 { "-" } else { "" };
    let point = if decimals == 0 { "" } else { &texts.decimal };
    let symbol = if currency == "EUR" { "€" } else { currency };
    format!("{sign}{units}{point}{parts}\u{a0}{symbol}")
}
