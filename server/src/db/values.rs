//! Many rows with one statement: a journey to the database costs the same for one row as for all.
//!
//! `VALUES` lists name their columns `column1`, `column2`… on both databases. Their lengths are powers
//! of two, so that there are few statements to prepare.
use super::Tx;
use sqlx::AssertSqlSafe;

/// Rows that go with one statement.
pub const MOST_AT_ONCE: usize = 64;

/// Splits rows into pieces that go with one statement each.
pub fn pieces<T>(mut rows: &[T]) -> impl Iterator<Item = &[T]> {
    std::iter::from_fn(move || {
        let power = rows.len().checked_ilog2()?;
        let (piece, rest) = rows.split_at(1 << power.min(MOST_AT_ONCE.ilog2()));
        rows = rest;
        Some(piece)
    })
}

/// A statement with its places: `sql` has `{places}` where they belong. Values are bound, never written
/// into it.
#[must_use]
pub fn with_places(sql: &'static str, places: &str) -> AssertSqlSafe<String> {
    AssertSqlSafe(sql.replacen("{places}", places, 1))
}

/// The places of `rows` rows of `columns` values each, from `$first` on: `($2, $3), ($4, $5)`.
#[must_use]
pub fn places(first: usize, rows: usize, columns: usize) -> String {
    let row = |row: usize| {
        let places: Vec<String> = (0..columns).map(|column| format!("${}", first + row * columns + column)).collect();
        format!("({})", places.join(", "))
    };
    (0..rows).map(row).collect::<Vec<_>>().join(", ")
}

/// The same for SQLite, in a statement that has no other places. It finds a numbered place by going
/// through all of them, which takes longer than the statement itself when there are a thousand.
pub(crate) fn nameless(rows: usize, columns: usize) -> String {
    let row = format!("({})", vec!["?"; columns].join(", "));
    vec![row; rows].join(", ")
}

impl Tx {
    /// Whether others may write at the same time.
    pub(crate) fn is_postgres(&self) -> bool {
        matches!(self, Self::Postgres(_))
    }

    /// The places of `rows` rows of `columns` values each, in a statement that has no others.
    #[must_use]
    pub fn places(&self, rows: usize, columns: usize) -> String {
        match self {
            Self::Sqlite(_) => nameless(rows, columns),
            Self::Postgres(_) => places(1, rows, columns),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_in_one_piece_and_pieces_are_powers_of_two() {
        for count in 0..200 {
            let rows: Vec<usize> = (0..count).collect();
            let split: Vec<&[usize]> = pieces(&rows).collect();
            assert_eq!(split.concat(), rows);
            assert!(split.iter().all(|piece| piece.len().is_power_of_two() && piece.len() <= MOST_AT_ONCE));
        }
    }

    #[test]
    fn places_are_numbered_row_by_row() {
        assert_eq!(places(2, 2, 3), "($2, $3, $4), ($5, $6, $7)");
        assert_eq!(places(1, 1, 1), "($1)");
        assert_eq!(nameless(2, 3), "(?, ?, ?), (?, ?, ?)");
    }
}
