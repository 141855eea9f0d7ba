//! What was promised, and what was reached.
use guichet_tests::load::site::Kind;
use std::{fmt, time::Instant};

/// How much is done to prove a promise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// Seconds: a stage of `make test`.
    Short,
    /// What the promise says.
    Full,
}

impl Extent {
    /// As `PROOF` says.
    pub fn asked() -> Self {
        if std::env::var("PROOF").is_ok_and(|extent| extent == "full") { Self::Full } else { Self::Short }
    }
}

/// The figures, as they come.
pub struct Report {
    extent: Extent,
    proof: String,
    begun: Instant,
    lines: Vec<String>,
    broken: usize,
}

impl Report {
    pub fn new(extent: Extent) -> Self {
        Self { extent, proof: String::new(), begun: Instant::now(), lines: Vec::new(), broken: 0 }
    }

    /// How many times something is done, in the short form and in the full one.
    pub fn times<T>(&self, short: T, full: T) -> T {
        match self.extent {
            Extent::Short => short,
            Extent::Full => full,
        }
    }

    /// What the next figures are about.
    pub fn about(&mut self, proof: &str, kind: Kind) {
        self.proof = format!("{proof}, {}", kind.name());
        self.begun = Instant::now();
    }

    /// A figure, and whether it is the promised one.
    pub fn figure(&mut self, what: &str, reached: impl fmt::Display, promised: &str, holds: bool) {
        let word = if holds { "holds" } else { "**broken**" };
        let line = format!("| {} | {what} | {reached} | {promised} | {word} |", self.proof);
        eprintln!("{line} {} s", self.begun.elapsed().as_secs());
        self.lines.push(line);
        self.broken += usize::from(!holds);
    }

    /// A figure that must be nothing.
    pub fn none(&mut self, what: &str, found: usize) {
        self.figure(what, found, "0", found == 0);
    }

    /// All that was promised was reached.
    pub fn holds(&self) -> bool {
        self.broken == 0
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "\n| proof | what | reached | promised | |\n|---|---|---:|---:|---|")?;
        self.lines.iter().try_for_each(|line| writeln!(f, "{line}"))
    }
}
