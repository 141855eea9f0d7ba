//! What the station says to people, in each language.
mod english;
mod french;

use chrono::{DateTime, Datelike, Local};
use clap::ValueEnum;
use guichet_protocol::{EndReason, whole_seconds};

/// A language of the screens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Language {
    /// French.
    Fr,
    /// English.
    En,
}

impl Language {
    /// Every language, as the lock screen offers them.
    pub const ALL: [Self; 2] = [Self::Fr, Self::En];

    /// Its tag, as in `Accept-Language`.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Fr => "fr",
            Self::En => "en",
        }
    }

    /// What the station says in it.
    #[must_use]
    pub const fn texts(self) -> &'static Texts {
        match self {
            Self::Fr => &french::TEXTS,
            Self::En => &english::TEXTS,
        }
    }
}

/// All that the station says, in one language.
#[derive(Debug)]
pub struct Texts {
    /// The language's own name.
    pub language: &'static str,
    /// The weekdays, from Monday.
    pub weekdays: [&'static str; 7],
    /// The months.
    pub months: [&'static str; 12],

    /// The link is there.
    pub connected: &'static str,
    /// The link was lost a moment ago.
    pub reconnecting: &'static str,
    /// The link is not there.
    pub offline: &'static str,

    /// Above the code.
    pub enter_code: &'static str,
    /// Under the code, when there is nothing else to say.
    pub code_hint: &'static str,
    /// A symbol was typed that no code contains.
    pub no_such_symbol: &'static str,
    /// The key that takes the code back.
    pub clear: &'static str,
    /// The key that takes a symbol back.
    pub erase: &'static str,
    /// The key that asks the server.
    pub open_session: &'static str,
    /// The server is being asked.
    pub checking: &'static str,
    /// The code opens nothing.
    pub invalid_code: &'static str,
    /// The code is too old.
    pub expired_code: &'static str,
    /// The code is for another station.
    pub wrong_station: &'static str,
    /// The station is out of service.
    pub station_unavailable: &'static str,
    /// Too many wrong codes; `{}` stands for a duration.
    pub too_many_attempts: &'static str,
    /// The server did not answer.
    pub no_answer: &'static str,
    /// No code can be checked.
    pub cannot_check: &'static str,
    /// The desk locked the station during a session.
    pub locked_by_desk: &'static str,

    /// The station asks to be known.
    pub enrolling: Notice,
    /// The server does not answer a station that asks to be known.
    pub unreachable: Notice,
    /// The server refuses the station.
    pub refused: Notice,
    /// Another machine has the station's identity.
    pub conflict: Notice,
    /// The server is not the station's own.
    pub unknown_server: Notice,
    /// An operator must approve the station.
    pub pending: Notice,
    /// The station is known and waits for the server.
    pub connecting: Notice,
    /// The session's time stands still; `{}` in the text stands for what is left.
    pub suspended: Notice,
    /// The time is used up.
    pub time_is_up: Notice,
    /// The session is over for another reason.
    pub session_ended: Notice,

    /// Beside the countdown, normally.
    pub time_left: &'static str,
    /// Beside the countdown, near the end.
    pub save_files: &'static str,
    /// Beside the countdown, without a link.
    pub counting_offline: &'static str,
    /// Time was granted; `{}` stands for a duration.
    pub time_added: &'static str,
    /// Time was taken back; `{}` stands for a duration.
    pub time_removed: &'static str,
    /// The end is near; `{}` stands for a duration.
    pub time_warning: &'static str,

    /// Above a message of the desk.
    pub desk_message: &'static str,
    /// The key that puts a message away.
    pub acknowledge: &'static str,

    /// One second, and several.
    pub seconds: [&'static str; 2],
    /// One minute, and several.
    pub minutes: [&'static str; 2],
    date: fn(&Texts, DateTime<Local>) -> String,
}

/// A title and what there is to do about it.
#[derive(Debug)]
pub struct Notice {
    /// The title.
    pub title: &'static str,
    /// What it means for the visitor or the operator.
    pub text: &'static str,
}

impl Texts {
    /// A day, as on a wall calendar.
    #[must_use]
    pub fn day(&self, at: DateTime<Local>) -> String {
        (self.date)(self, at)
    }

    /// How a session ended.
    #[must_use]
    pub fn end(&self, reason: Option<EndReason>) -> &Notice {
        if reason == Some(EndReason::TempsEcoule) { &self.time_is_up } else { &self.session_ended }
    }

    /// Why a code was refused, in this catalogue's words when it has some.
    #[must_use]
    pub fn refusal<'a>(&'a self, code: &str, detail: &'a str) -> &'a str {
        match code {
            "expired_code" => self.expired_code,
            "wrong_station" => self.wrong_station,
            "station_unavailable" => self.station_unavailable,
            "invalid_code" => self.invalid_code,
            _ if detail.is_empty() => self.invalid_code,
            _ => detail,
        }
    }

    /// A duration in words: whole minutes, or seconds when there are odd ones.
    #[must_use]
    pub fn duration(&self, ms: u64) -> String {
        let seconds = whole_seconds(ms);
        let (count, unit) = if seconds >= 60 && seconds.is_multiple_of(60) {
            (seconds / 60, self.minutes)
        } else {
            (seconds, self.seconds)
        };
        let word = if count == 1 { unit[0] } else { unit[1] };
        format!("{count}\u{a0}{word}")
    }

    fn weekday(&self, at: DateTime<Local>) -> &'static str {
        let index = at.weekday().num_days_from_monday() as usize;
        self.weekdays[index % self.weekdays.len()]
    }

    fn month(&self, at: DateTime<Local>) -> &'static str {
        self.months[at.month0() as usize % self.months.len()]
    }
}

/// What is left, as `mm:ss`, or `h:mm:ss` from an hour on.
#[must_use]
pub fn clock_face(remaining_ms: u64) -> String {
    let seconds = whole_seconds(remaining_ms);
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if hours == 0 { format!("{minutes:02}:{seconds:02}") } else { format!("{hours}:{minutes:02}:{seconds:02}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeZone;

    fn third_of_march() -> DateTime<Local> {
        let at = Local.with_ymd_and_hms(2026, 3, 3, 14, 32, 0);
        at.single().expect("an ordinary moment")
    }

    #[test]
    fn a_day_is_written_as_its_readers_write_it() {
        let day = |language: Language| language.texts().day(third_of_march());
        assert_eq!(day(Language::Fr), "mardi 3 mars");
        assert_eq!(day(Language::En), "Tuesday, March 3");
        let first = third_of_march() - chrono::TimeDelta::days(2);
        assert_eq!(Language::Fr.texts().day(first), "dimanche 1er mars");
    }

    #[test]
    fn durations_agree_in_number() {
        let texts = Language::Fr.texts();
        assert_eq!(texts.duration(60_000), "1\u{a0}minute");
        assert_eq!(texts.duration(300_000), "5\u{a0}minutes");
        assert_eq!(texts.duration(90_000), "90\u{a0}secondes");
    }

    #[test]
    fn a_clock_face_shows_each_second_to_its_end() {
        assert_eq!(clock_face(0), "00:00");
        assert_eq!(clock_face(1), "00:01");
        assert_eq!(clock_face(2_843_000), "47:23");
        assert_eq!(clock_face(3_600_000), "1:00:00");
    }

    #[test]
    fn an_unknown_refusal_is_told_in_the_server_s_words() {
        let texts = Language::En.texts();
        assert_eq!(texts.refusal("quota", "No session left."), "No session left.");
        assert_eq!(texts.refusal("quota", ""), texts.invalid_code);
    }
}
