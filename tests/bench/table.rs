//! What is printed: ratios, with the figures they come from.
use crate::site::Kind;
use std::fmt;

/// The results on one database, as they come.
pub struct Table {
    kind: Kind,
    lines: Vec<String>,
}

/// The middle of some figures.
pub fn median(figures: &[f64]) -> f64 {
    quantile(figures, 0.5)
}

/// The largest figure.
pub fn max(figures: &[f64]) -> f64 {
    quantile(figures, 1.0)
}

/// The figure that this share of the figures does not exceed.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "few figures")]
pub fn quantile(figures: &[f64], share: f64) -> f64 {
    let mut sorted = figures.to_vec();
    sorted.sort_by(f64::total_cmp);
    let last = sorted.len().saturating_sub(1) as f64;
    sorted.get((last * share).round() as usize).copied().unwrap_or(f64::NAN)
}

/// A count as a figure.
#[expect(clippy::cast_precision_loss, reason = "far below 2^53")]
pub fn figure(count: usize) -> f64 {
    count as f64
}

fn shown(figure: f64) -> String {
    match figure.abs() {
        size if size >= 100.0 => format!("{figure:.0}"),
        size if size >= 10.0 => format!("{figure:.1}"),
        _ => format!("{figure:.2}"),
    }
}

impl Table {
    pub fn new(kind: Kind) -> Self {
        let head = ["| what | unit | server | least | ratio |", "|---|---|---:|---:|---:|"];
        Self { kind, lines: head.map(str::to_owned).to_vec() }
    }

    /// A measurement of the server and of the least that could do the same, in pairs of rounds.
    pub fn compare(&mut self, what: &str, unit: &str, pairs: &[(f64, f64)]) {
        let of = |pick: fn(&(f64, f64)) -> f64| median(&pairs.iter().map(pick).collect::<Vec<_>>());
        let (server, least, ratio) = (of(|pair| pair.0), of(|pair| pair.1), of(|pair| pair.0 / pair.1));
        self.line(format!("| {what} | {unit} | {} | {} | {} |", shown(server), shown(least), shown(ratio)));
    }

    /// A measurement that compares with nothing.
    pub fn alone(&mut self, what: &str, unit: &str, figure: f64) {
        self.line(format!("| {what} | {unit} | {} | | |", shown(figure)));
    }

    fn line(&mut self, line: String) {
        eprintln!("{}: {line}", self.kind.word());
        self.lines.push(line);
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "\n{}\n", self.kind.name())?;
        self.lines.iter().try_for_each(|line| writeln!(f, "{line}"))
    }
}
