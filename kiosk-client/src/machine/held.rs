//! The session this station holds, counted by the station's own clock.
use guichet_protocol::{Countdown, SessionStatut, SessionTime, Warnings};
use uuid::Uuid;

/// The session that the server granted this station.
///
/// The station counts for itself. What the server says can only take time away, by a higher count
/// of consumed time, or grant more, by a higher grant: a frame that was late, or a clock that
/// stepped, gives nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    id: Uuid,
    countdown: Countdown,
    warnings: Warnings,
    /// The version of the session that the server told last.
    version: i64,
}

impl Held {
    /// Takes a session over from the server.
    #[must_use]
    pub fn adopt(told: &SessionTime, now_ms: i64) -> Self {
        let countdown = counted(told.granted_ms, told.elapsed_ms, told.statut, now_ms);
        let warnings = Warnings::at_start(countdown.remaining_ms(now_ms));
        Self { id: told.session_id, countdown, warnings, version: told.version }
    }

    /// Takes a session over from what was kept of it before the client was started again.
    #[must_use]
    pub fn restored(id: Uuid, granted_ms: u64, consumed_ms: u64, is_running: bool, now_ms: i64) -> Self {
        let statut = if is_running { SessionStatut::Active } else { SessionStatut::Suspendue };
        let countdown = counted(granted_ms, consumed_ms, statut, now_ms);
        Self { id, countdown, warnings: Warnings::at_start(countdown.remaining_ms(now_ms)), version: 0 }
    }

    /// What is told next holds, however many changes it counts: a server restored from a backup counts fewer.
    pub fn start_anew(&mut self) {
        self.version = 0;
    }

    /// Reconciles with what the server says now of the same session. Returns how many
    /// milliseconds were granted since, negative when they were taken back.
    pub fn reconcile(&mut self, told: &SessionTime, now_ms: i64) -> i64 {
        // Two changes may be told in another order than they were made.
        if told.version < self.version {
            return 0;
        }
        self.version = told.version;
        let before_ms = self.countdown.granted_ms();
        let consumed_ms = self.consumed_ms(now_ms).max(told.elapsed_ms);
        self.countdown = counted(told.granted_ms, consumed_ms, told.statut, now_ms);
        if told.granted_ms > before_ms {
            self.rearm(now_ms);
        }
        signed_difference(told.granted_ms, before_ms)
    }

    /// The warning that is due now, by this station's own count. Each is due once.
    pub fn due_warning(&mut self, now_ms: i64) -> Option<u32> {
        self.warn_at(self.remaining_ms(now_ms))
    }

    /// Takes note of the server's warning; `None` when it was announced already.
    pub fn warned(&mut self, threshold_s: u32, now_ms: i64) -> Option<u32> {
        // The two clocks may differ by a frame's travel time: whichever is lower counts.
        let remaining_ms = self.remaining_ms(now_ms).min(u64::from(threshold_s) * 1000);
        self.warn_at(remaining_ms)
    }

    fn warn_at(&mut self, remaining_ms: u64) -> Option<u32> {
        let (reached, due) = self.warnings.settle(remaining_ms);
        if due.is_some() {
            self.warnings = reached;
        }
        due
    }

    /// Time was added: thresholds that are ahead again will be announced again.
    fn rearm(&mut self, now_ms: i64) {
        let reached = Warnings::at_start(self.remaining_ms(now_ms));
        self.warnings = Warnings::from_bits(self.warnings.bits() & reached.bits());
    }

    /// The session.
    #[must_use]
    pub fn id(&self) -> Uuid {
        self.id
    }

    /// What was granted in all, in milliseconds.
    #[must_use]
    pub fn granted_ms(&self) -> u64 {
        self.countdown.granted_ms()
    }

    /// What is consumed, in milliseconds.
    #[must_use]
    pub fn consumed_ms(&self, now_ms: i64) -> u64 {
        self.countdown.elapsed_ms(now_ms)
    }

    /// What is left, in milliseconds.
    #[must_use]
    pub fn remaining_ms(&self, now_ms: i64) -> u64 {
        self.countdown.remaining_ms(now_ms)
    }

    /// Whether its time is passing.
    #[must_use]
    pub fn is_running(&self) -> bool {
        self.countdown.is_running()
    }

    /// When the shown figure changes next: at each whole second of what is left.
    #[must_use]
    pub fn next_change_ms(&self, now_ms: i64) -> Option<i64> {
        let shown_s = self.remaining_ms(now_ms).checked_sub(1)? / 1000;
        self.countdown.instant_of_remaining(shown_s * 1000)
    }
}

fn counted(granted_ms: u64, consumed_ms: u64, statut: SessionStatut, now_ms: i64) -> Countdown {
    if statut == SessionStatut::Active {
        Countdown::running(granted_ms, consumed_ms, now_ms)
    } else {
        Countdown::paused(granted_ms, consumed_ms)
    }
}

fn signed_difference(after: u64, before: u64) -> i64 {
    let size = i64::try_from(after.abs_diff(before)).unwrap_or(i64::MAX);
    if after < before { -size } else { size }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(granted_ms: u64, elapsed_ms: u64) -> SessionTime {
        SessionTime {
            session_id: Uuid::nil(),
            statut: SessionStatut::Active,
            station_id: None,
            visitor_name: None,
            granted_ms,
            elapsed_ms,
            remaining_ms: granted_ms.saturating_sub(elapsed_ms),
            percent: 0,
            version: 0,
        }
    }

    #[test]
    fn a_late_frame_gives_no_time_back() {
        let mut held = Held::adopt(&told(600_000, 0), 0);
        assert_eq!(held.reconcile(&told(600_000, 5_000), 60_000), 0);
        assert_eq!(held.remaining_ms(60_000), 540_000);
    }

    #[test]
    fn the_server_s_higher_count_is_taken_over() {
        let mut held = Held::adopt(&told(600_000, 0), 0);
        held.reconcile(&told(600_000, 90_000), 60_000);
        assert_eq!(held.remaining_ms(61_000), 509_000);
    }

    #[test]
    fn a_frame_about_what_was_before_changes_nothing() {
        let of = |version, granted_ms| SessionTime { version, ..told(granted_ms, 0) };
        let mut held = Held::adopt(&of(2, 600_000), 0);
        assert_eq!(held.reconcile(&of(4, 900_000), 0), 300_000);
        assert_eq!(held.reconcile(&SessionTime { statut: SessionStatut::Suspendue, ..of(3, 600_000) }, 0), 0);
        assert!(held.is_running());
        assert_eq!(held.granted_ms(), 900_000);
        assert_eq!(held.reconcile(&of(4, 900_000), 0), 0, "the same again");
        // A snapshot of a server that was restored counts fewer changes, and holds all the same.
        held.start_anew();
        assert_eq!(held.reconcile(&of(2, 600_000), 0), -300_000);
    }

    #[test]
    fn a_clock_that_steps_back_gives_no_time() {
        let mut held = Held::adopt(&told(600_000, 0), 1_000_000);
        held.reconcile(&told(600_000, 60_000), 0);
        assert_eq!(held.remaining_ms(0), 540_000);
    }

    #[test]
    fn a_warning_is_announced_once_whoever_is_ahead() {
        let mut held = Held::adopt(&told(310_000, 0), 0);
        assert_eq!(held.warned(300, 9_950), Some(300), "the server is ahead");
        assert_eq!(held.due_warning(9_980), None);
        assert_eq!(held.due_warning(10_001), None);
        assert_eq!(held.due_warning(190_000), Some(120), "the station is ahead");
        assert_eq!(held.warned(120, 190_040), None);
    }

    #[test]
    fn added_time_brings_warnings_back() {
        let mut held = Held::adopt(&told(310_000, 0), 0);
        assert_eq!(held.due_warning(200_000), Some(120));
        assert_eq!(held.reconcile(&told(610_000, 200_000), 200_000), 300_000);
        assert_eq!(held.due_warning(310_000), Some(300));
        assert_eq!(held.due_warning(490_000), Some(120));
    }

    #[test]
    fn the_figure_changes_at_whole_seconds() {
        let held = Held::adopt(&told(10_500, 0), 0);
        assert_eq!(held.next_change_ms(0), Some(500));
        assert_eq!(held.next_change_ms(500), Some(1_500));
        assert_eq!(held.next_change_ms(9_600), Some(10_500));
        assert_eq!(held.next_change_ms(10_500), None);
    }
}
