//! A share of the line for what is large: a room that starts takes no more of it, so that codes and countdowns still get through.
use futures_util::{Stream, StreamExt};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::time::{Duration, Instant, sleep_until};

/// What was not used is not kept for longer: a quiet line is not followed by a flood.
const KEPT: Duration = Duration::from_millis(50);

/// So much of the line, for all who fetch together. Whoever asks for a piece waits behind those who asked before, so that each gets
/// as much as the others.
#[derive(Debug, Clone)]
pub(super) struct Share {
    /// How long a byte takes; nothing when there is no limit.
    pace: Option<Pace>,
}

#[derive(Debug, Clone)]
struct Pace {
    bytes_per_second: f64,
    /// When the line is free again.
    free_at: Arc<Mutex<Instant>>,
}

impl Share {
    /// So many Mbit/s; all of the line when 0.
    pub fn new(mbit: u32) -> Self {
        let pace = |mbit| Pace {
            bytes_per_second: f64::from(mbit) * 125_000.0,
            free_at: Arc::new(Mutex::new(Instant::now())),
        };
        Self { pace: (mbit > 0).then(|| pace(mbit)) }
    }

    /// Whether it is all of the line.
    pub const fn is_all(&self) -> bool {
        self.pace.is_none()
    }

    /// The same pieces, each when it is its turn.
    pub fn paced<B: AsRef<[u8]>, E>(
        self,
        pieces: impl Stream<Item = Result<B, E>>,
    ) -> impl Stream<Item = Result<B, E>> {
        pieces.then(move |piece| {
            let turn = piece.as_ref().ok().and_then(|piece| self.turn(piece.as_ref().len()));
            async move {
                if let Some(turn) = turn {
                    sleep_until(turn).await;
                }
                piece
            }
        })
    }

    #[expect(clippy::cast_precision_loss, reason = "a piece has some thousand bytes")]
    fn turn(&self, bytes: usize) -> Option<Instant> {
        let pace = self.pace.as_ref()?;
        let now = Instant::now();
        let mut free_at = pace.free_at.lock().unwrap_or_else(PoisonError::into_inner);
        let turn = (*free_at).max(now.checked_sub(KEPT).unwrap_or(now));
        *free_at = turn + Duration::from_secs_f64(bytes as f64 / pace.bytes_per_second);
        Some(turn)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_util::stream;

    async fn fetched(share: Share, pieces: usize) -> Duration {
        let start = Instant::now();
        let pieces = stream::iter(vec![vec![0_u8; 12_500]; pieces]).map(Ok::<_, ()>);
        assert!(share.paced(pieces).all(async |piece| piece.is_ok()).await);
        start.elapsed()
    }

    #[tokio::test(start_paused = true)]
    async fn all_together_take_their_share_and_each_as_much_as_the_others() {
        let share = Share::new(1);
        // 125,000 bytes a second: a piece each tenth.
        let (one, two) = tokio::join!(fetched(share.clone(), 10), fetched(share, 10));
        for took in [one, two] {
            assert!((1_700..=2_000).contains(&took.as_millis()), "{took:?}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_quiet_line_is_not_followed_by_a_flood() {
        let share = Share::new(1);
        tokio::time::advance(Duration::from_mins(1)).await;
        let took = fetched(share, 11).await;
        assert!((900..=1_000).contains(&took.as_millis()), "{took:?}");
    }

    #[test]
    fn without_a_limit_nobody_waits() {
        assert!(Share::new(0).is_all());
    }
}
