//! Keys of rows: UUID version 7, so that rows made together lie together in an index.
use uuid::{NoContext, Timestamp, Uuid};

/// A new key for a row made at `now` (milliseconds of UTC).
#[must_use]
pub fn next(now: i64) -> Uuid {
    let now = u64::try_from(now).unwrap_or_default();
    let nanoseconds = u32::try_from(now % 1000).unwrap_or_default() * 1_000_000;
    Uuid::new_v7(Timestamp::from_unix(NoContext, now / 1000, nanoseconds))
}
