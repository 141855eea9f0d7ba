//! The catalogue of a language: its keys are the fields below, so that a key which no screen has, or a
//! screen's key which French lacks, is noticed when the tests read the files.
use chrono::{DateTime, Datelike, TimeZone};
use guichet_protocol::whole_seconds;
use serde::Deserialize;
use toml::{Table, Value};
use tracing::error;

/// All that the station says, in one language.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Texts {
    /// The language's own name.
    pub language: String,
    /// The weekdays, from Monday.
    pub weekdays: Vec<String>,
    /// The months.
    pub months: Vec<String>,
    /// A day; `{weekday}`, `{day}` and `{month}`.
    pub date: String,
    /// How the first day of a month is written.
    pub first_of_month: String,
    /// One second.
    pub second: String,
    /// Several seconds.
    pub seconds: String,
    /// One minute.
    pub minute: String,
    /// Several minutes.
    pub minutes: String,
    /// Whole hours; `{hours}`.
    pub hours: String,
    /// Hours and minutes; `{hours}` and `{minutes}`, of two figures.
    pub hours_minutes: String,
    /// Between the units of a price and their parts.
    pub decimal: String,
    /// The link is there.
    pub connected: String,
    /// The link was lost a moment ago.
    pub reconnecting: String,
    /// The link is not there.
    pub offline: String,
    /// High contrast.
    pub contrast: String,
    /// Large text.
    pub large_text: String,
    /// The key that says yes.
    pub enter_key: String,
    /// The key that goes back.
    pub escape_key: String,
    /// Above the code.
    pub enter_code: String,
    /// Under the code, when there is nothing else to say.
    pub code_hint: String,
    /// A symbol was typed that no code contains.
    pub no_such_symbol: String,
    /// The key that takes the code back.
    pub clear: String,
    /// The key that takes a symbol back.
    pub erase: String,
    /// The key that asks the server.
    pub open_session: String,
    /// The server is being asked.
    pub checking: String,
    /// The code opens nothing.
    pub invalid_code: String,
    /// The code is too old.
    pub expired_code: String,
    /// The code is for another station.
    pub wrong_station: String,
    /// The station is out of service.
    pub station_unavailable: String,
    /// Too many wrong codes; `{time}` to wait.
    pub too_many_attempts: String,
    /// The server did not answer.
    pub no_answer: String,
    /// No code can be checked.
    pub cannot_check: String,
    /// The desk locked the station during a session.
    pub locked_by_desk: String,
    /// Above the terms of use.
    pub terms_title: String,
    /// Under them.
    pub terms_scroll: String,
    /// The key that accepts them.
    pub terms_accept: String,
    /// The key that does not.
    pub terms_refuse: String,
    /// When a closed place opens; `{time}`.
    pub opens_at: String,
    /// The key for a code at a closed place.
    pub have_code: String,
    /// The key that calls the desk.
    pub call_desk: String,
    /// The same in the small window.
    pub call_short: String,
    /// The call is on its way.
    pub call_asked: String,
    /// The desk sees the call.
    pub call_ringing: String,
    /// The key that withdraws it.
    pub call_cancel: String,
    /// Somebody comes.
    pub call_answered: String,
    /// It did not reach the desk.
    pub call_failed: String,
    /// The key that shows what can be asked for.
    pub offers: String,
    /// Above it.
    pub offers_title: String,
    /// Under it.
    pub offers_text: String,
    /// The key that goes back.
    pub offers_back: String,
    /// A price of nothing.
    pub free: String,
    /// Beside the countdown, normally.
    pub time_left: String,
    /// Beside the countdown, near the end.
    pub save_files: String,
    /// Beside the countdown, without a link.
    pub counting_offline: String,
    /// Time was granted; `{time}`.
    pub time_added: String,
    /// Time was taken back; `{time}`.
    pub time_removed: String,
    /// The end is near; `{time}`.
    pub time_warning: String,
    /// Beside what the grace leaves.
    pub grace: String,
    /// The key for leaving.
    pub leave: String,
    /// Are you sure?
    pub leave_title: String,
    /// What leaving costs; `{time}`.
    pub leave_lost: String,
    /// What leaving keeps; `{time}`.
    pub leave_kept: String,
    /// Leaving needs the server.
    pub leave_offline: String,
    /// The server did not end the session.
    pub leave_unanswered: String,
    /// The server is being asked.
    pub leave_asked: String,
    /// The key that leaves.
    pub leave_confirm: String,
    /// The key that stays.
    pub leave_decline: String,
    /// Time is kept.
    pub kept_title: String,
    /// How much; `{time}`.
    pub kept_text: String,
    /// Until when; `{day}` and `{time}`.
    pub kept_until: String,
    /// The key that puts the code away.
    pub kept_noted: String,
    /// Beside the countdown, while it has the keyboard.
    pub keys_here: String,
    /// The key that gives it the keyboard.
    pub hot_key: String,
    /// Above a message of the desk.
    pub desk_message: String,
    /// The key that puts a message away.
    pub acknowledge: String,
    /// The station asks to be known.
    pub enrolling: Notice,
    /// The server does not answer.
    pub unreachable: Notice,
    /// The server refuses the station.
    pub refused: Notice,
    /// Another machine says that it is this station.
    pub conflict: Notice,
    /// The server is not the one that was trusted.
    pub unknown_server: Notice,
    /// An operator must approve the station.
    pub pending: Notice,
    /// The station is known and waits for the server.
    pub connecting: Notice,
    /// The station is being repaired.
    pub maintenance: Notice,
    /// The station is not in use.
    pub out_of_use: Notice,
    /// The place is closed.
    pub closed: Notice,
    /// The session's time stands still; `{time}` is left.
    pub suspended: Notice,
    /// The time is used up.
    pub time_is_up: Notice,
    /// The session is over for another reason.
    pub session_ended: Notice,
}

/// A title and what there is to do about it.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Notice {
    /// The title.
    pub title: String,
    /// What it means for the visitor or the operator.
    pub text: String,
}

/// Reads a language's file; what it lacks is taken from `fallback`. The files are part of the
/// program, and a test reads all of them.
pub(super) fn read(file: &str, fallback: &str) -> Texts {
    merged(file, fallback).unwrap_or_else(|error| {
        error!(%error, "a language cannot be read");
        Texts::default()
    })
}

pub(super) fn merged(file: &str, fallback: &str) -> Result<Texts, toml::de::Error> {
    let mut table: Table = fallback.parse()?;
    lay_over(&mut table, file.parse()?);
    table.try_into()
}

fn lay_over(table: &mut Table, over: Table) {
    for (key, value) in over {
        match (table.get_mut(&key), value) {
            (Some(Value::Table(below)), Value::Table(over)) => lay_over(below, over),
            (_, value) => {
                table.insert(key, value);
            }
        }
    }
}

impl Texts {
    /// A day, as on a wall calendar.
    #[must_use]
    pub fn day<Tz: TimeZone>(&self, at: &DateTime<Tz>) -> String {
        let word = |words: &[String], place: usize| words.get(place).cloned().unwrap_or_default();
        let weekday = word(&self.weekdays, at.weekday().num_days_from_monday() as usize);
        let month = word(&self.months, at.month0() as usize);
        let day = if at.day() == 1 { self.first_of_month.clone() } else { at.day().to_string() };
        self.date.replace("{weekday}", &weekday).replace("{day}", &day).replace("{month}", &month)
    }

    /// Why a code was refused, in this catalogue's words when it has some.
    #[must_use]
    pub fn refusal<'a>(&'a self, code: &str, detail: &'a str) -> &'a str {
        match code {
            "expired_code" => &self.expired_code,
            "wrong_station" => &self.wrong_station,
            "station_unavailable" => &self.station_unavailable,
            "invalid_code" => &self.invalid_code,
            _ if detail.is_empty() => &self.invalid_code,
            _ => detail,
        }
    }

    /// A duration in words: whole minutes, or seconds when there are odd ones.
    #[must_use]
    pub fn duration(&self, ms: u64) -> String {
        let seconds = whole_seconds(ms);
        if seconds >= 60 && seconds.is_multiple_of(60) {
            return self.minutes(seconds / 60);
        }
        counted(seconds, &self.second, &self.seconds)
    }

    /// So many minutes, as people say them: in hours from one hour on.
    #[must_use]
    pub fn minutes(&self, count: u64) -> String {
        let (hours, minutes) = (count / 60, count % 60);
        match (hours, minutes) {
            (0, _) => counted(minutes, &self.minute, &self.minutes),
            (_, 0) => self.hours.replace("{hours}", &hours.to_string()),
            _ => {
                self.hours_minutes.replace("{hours}", &hours.to_string()).replace("{minutes}", &format!("{minutes:02}"))
            }
        }
    }
}

fn counted(count: u64, one: &str, several: &str) -> String {
    format!("{count}\u{a0}{}", if count == 1 { one } else { several })
}
