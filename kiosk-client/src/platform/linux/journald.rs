//! journald, which takes each line with its fields.
use crate::logs::{ABOUT, About};
use log::kv::{self, Key, Source, Value, VisitSource};
use log::{LevelFilter, Log, Metadata, Record, set_boxed_logger, set_max_level};
use std::sync::PoisonError;
use systemd_journal_logger::{JournalLog, connected_to_journal};

/// Sends the journal there, when systemd runs the station.
pub fn start() -> bool {
    let install = |log| set_boxed_logger(Box::new(Journal(log))).is_ok();
    let installed = connected_to_journal() && JournalLog::new().is_ok_and(install);
    if installed {
        set_max_level(LevelFilter::Info);
    }
    installed
}

/// Writes each line with what it is about.
struct Journal(JournalLog);

impl Log for Journal {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        self.0.enabled(metadata)
    }

    fn log(&self, record: &Record<'_>) {
        let about = *ABOUT.read().unwrap_or_else(PoisonError::into_inner);
        let fields = Fields { about, own: record.key_values() };
        self.0.log(&record.to_builder().key_values(&fields).build());
    }

    fn flush(&self) {
        self.0.flush();
    }
}

/// A line's own fields, and what it is about.
struct Fields<'a> {
    about: About,
    own: &'a dyn Source,
}

impl Source for Fields<'_> {
    fn visit<'kvs>(&'kvs self, visitor: &mut dyn VisitSource<'kvs>) -> Result<(), kv::Error> {
        self.own.visit(visitor)?;
        for (name, id) in [("STATION", &self.about.station), ("SESSION", &self.about.session)] {
            if let Some(id) = id {
                visitor.visit_pair(Key::from_str(name), Value::from_display(id))?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;
    use uuid::Uuid;

    fn fields(about: About) -> BTreeMap<String, String> {
        struct Collect(BTreeMap<String, String>);
        impl<'kvs> VisitSource<'kvs> for Collect {
            fn visit_pair(&mut self, key: Key<'kvs>, value: Value<'kvs>) -> Result<(), kv::Error> {
                self.0.insert(key.to_string(), value.to_string());
                Ok(())
            }
        }
        let mut collect = Collect(BTreeMap::new());
        Fields { about, own: &("threshold_s", 30) }.visit(&mut collect).expect("no error");
        collect.0
    }

    #[test]
    fn a_line_says_which_station_and_session_it_is_about() {
        let about = About { station: Some(Uuid::nil()), session: Some(Uuid::max()) };
        let expected =
            [("threshold_s", "30"), ("STATION", &Uuid::nil().to_string()), ("SESSION", &Uuid::max().to_string())]
                .map(|(name, value)| (name.to_owned(), value.to_owned()));
        assert_eq!(fields(about), BTreeMap::from(expected));
        assert_eq!(fields(About::default()).len(), 1);
    }
}
