//! What wakes the station up: one timer for all of it, since each that wakes the processor costs more than what is then done.
use super::Message;
use crate::clock;
use crate::machine::Event;
use futures_util::{Stream, stream};
use iced::Subscription;
use std::time::Duration;

/// How long a clock may stand still while the machine is asleep or the date changes.
const GLANCE: Duration = Duration::from_secs(1);

/// When there is something to do. Each message draws the screen anew, so there are none for nothing: a second a clock is
/// looked at is no message.
#[derive(Debug, Clone, Copy, Hash)]
pub struct Alarm {
    /// The machine wants to hear that it is so late.
    pub tick_at_ms: Option<i64>,
    /// The service manager wants to hear that all is well.
    pub pulse_at_ms: Option<i64>,
    /// The minute on the screen, where there is a clock.
    pub minute: Option<i64>,
}

impl Alarm {
    /// Rings once. It looks at the clocks rather than trust a long sleep, which stands still while the machine does.
    pub fn subscription(self) -> Subscription<Message> {
        Subscription::run_with(self, Self::ring)
    }

    fn ring(&self) -> impl Stream<Item = Message> + use<> {
        let alarm = *self;
        stream::once(async move {
            loop {
                let now_ms = clock::now_ms();
                if let Some(message) = alarm.due(now_ms, minute()) {
                    return message;
                }
                tokio::time::sleep(alarm.left(now_ms)).await;
            }
        })
    }

    /// What rings now. What the machine has to do comes first: it is drawn, and a pulse is not.
    fn due(&self, now_ms: i64, minute: i64) -> Option<Message> {
        let is_due = |at_ms: Option<i64>| at_ms.is_some_and(|at_ms| at_ms <= now_ms);
        if is_due(self.tick_at_ms) {
            Some(Message::Happened(Event::Tick))
        } else if self.minute.is_some_and(|shown| shown != minute) {
            Some(Message::Glanced)
        } else {
            is_due(self.pulse_at_ms).then_some(Message::Pulsed)
        }
    }

    fn left(&self, now_ms: i64) -> Duration {
        let next_ms = self.tick_at_ms.into_iter().chain(self.pulse_at_ms).min().unwrap_or(i64::MAX);
        Duration::from_millis(u64::try_from(next_ms.saturating_sub(now_ms)).unwrap_or(0)).min(GLANCE)
    }
}

/// The minute on the wall.
pub fn minute() -> i64 {
    clock::on_the_wall().timestamp().div_euclid(60)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALARM: Alarm = Alarm { tick_at_ms: Some(20_000), pulse_at_ms: Some(1_000), minute: Some(7) };

    #[test]
    fn nothing_rings_before_its_time() {
        assert!(ALARM.due(999, 7).is_none());
        assert_eq!(ALARM.left(999), Duration::from_millis(1));
        assert!(matches!(ALARM.due(1_000, 7), Some(Message::Pulsed)));
        assert!(matches!(ALARM.due(999, 8), Some(Message::Glanced)), "the clock shows another minute");
        assert!(matches!(ALARM.due(20_000, 8), Some(Message::Happened(Event::Tick))));
    }

    #[test]
    fn a_screen_without_a_clock_is_left_alone() {
        let counting = Alarm { minute: None, pulse_at_ms: None, ..ALARM };
        assert!(counting.due(19_999, 8).is_none());
        assert_eq!(counting.left(0), GLANCE);
    }
}
