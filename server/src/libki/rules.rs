//! Libki's words for what our codes say. Pure: no clock, no database.
use crate::problem::Code;

/// Why a login is refused. `is_open` says that the code's session holds a station.
pub(super) fn refusal(code: Code, is_open: bool) -> &'static str {
    match code {
        Code::ExpiredCode | Code::WrongState => "NO_TIME",
        Code::WrongStation if is_open => "ACCOUNT_IN_USE",
        // The code is good at another station, or was sold for another room.
        Code::WrongStation | Code::RoomPrice => "RESERVATION_REQUIRED",
        Code::StationBusy => "RESERVED_FOR_OTHER",
        Code::PlaceClosed | Code::StationUnavailable | Code::Maintenance => "CLOSED",
        Code::AskDesk | Code::VisitorBanned => "ACCOUNT_DISABLED",
        Code::AgeMismatch => "AGE_MISMATCH",
        // No code of ours, or too many of those that were none.
        _ => "BAD_LOGIN",
    }
}

/// Minutes as Libki counts them: whole ones, and a last one that has begun.
pub(super) fn units(remaining_ms: u64) -> String {
    remaining_ms.div_ceil(60_000).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_minute_that_has_begun_is_there() {
        for (ms, shown) in [(0, "0"), (1, "1"), (60_000, "1"), (60_001, "2"), (2_700_000, "45")] {
            assert_eq!(units(ms), shown);
        }
    }

    #[test]
    fn a_code_that_holds_another_station_is_in_use() {
        assert_eq!(refusal(Code::WrongStation, true), "ACCOUNT_IN_USE");
        assert_eq!(refusal(Code::WrongStation, false), "RESERVATION_REQUIRED");
        assert_eq!(refusal(Code::TooManyAttempts, false), "BAD_LOGIN");
    }
}
