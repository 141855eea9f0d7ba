//! Which of several processes leads, and what it knows of an outage.
use crate::harness::{Kind, Site};
use guichet::jobs::{Gained, leader::Candidate};
use std::time::Duration;

/// With several processes: a leader that lives keeps the lease, one that dies loses it to a process
/// that was alive all the while, and one that wakes up again makes way.
#[tokio::test]
async fn a_living_follower_takes_over_without_an_outage() {
    let site = Site::open(Kind::Postgres).await;
    let other = site.another().await;
    let (mut leader, mut follower) = (Candidate::new(&site.app), Candidate::new(&other.app));
    leader.step().await.expect("a step");
    for _ in 0..10 {
        site.advance(Duration::from_secs(1));
        leader.step().await.expect("a step");
        follower.step().await.expect("a step");
        assert!(leader.leads().is_some() && follower.leads().is_none());
    }
    // The leader is silent from here on.
    let mut silent_s = 0;
    while follower.leads().is_none() {
        site.advance(Duration::from_secs(1));
        silent_s += 1;
        follower.step().await.expect("a step");
        assert!(silent_s <= 6, "nobody leads");
    }
    assert!(silent_s >= 5, "taken after {silent_s} s");
    assert_eq!(follower.leads(), Some(Gained { dark_since: None }), "somebody was alive");
    leader.step().await.expect("a step");
    assert_eq!(leader.leads(), None);
    other.close().await;
    site.close().await;
}

/// A leader that is killed and started again before its lease runs out, beside a process that lives: nobody was dark, whoever leads
/// next. Where the other one died, too, it was dark from then on.
#[tokio::test]
async fn who_is_started_again_beside_a_living_process_saw_no_outage() {
    for other_lives in [true, false] {
        let site = Site::open(Kind::Postgres).await;
        let other = site.another().await;
        let (mut leader, mut follower) = (Candidate::new(&site.app), Candidate::new(&other.app));
        for _ in 0..5 {
            leader.step().await.expect("a step");
            follower.step().await.expect("a step");
            site.advance(Duration::from_secs(1));
        }
        drop(leader);
        follower.step().await.expect("a step");
        let last_alive = site.now();
        site.advance(Duration::from_secs(1));
        let mut again = Candidate::new(&site.app);
        let mut steps = 0;
        while again.leads().is_none() {
            if other_lives {
                // It is alive, and does not come to take the lease.
                let beat = format!(
                    "UPDATE server_processes SET alive_at = {} WHERE started_at <= {}",
                    site.now(),
                    last_alive - 5_000
                );
                site.meddle(&beat).await;
            }
            again.step().await.expect("a step");
            site.advance(Duration::from_secs(1));
            steps += 1;
            assert!(steps < 10, "nobody leads");
        }
        let dark_since = (!other_lives).then_some(last_alive);
        assert_eq!(again.leads(), Some(Gained { dark_since }), "the other lives: {other_lives}");
        other.close().await;
        site.close().await;
    }
}

/// A restart in good order, beside a process that has not taken the lease yet: the one that comes back does, and knows that it
/// never was dark.
#[tokio::test]
async fn a_lease_that_was_handed_back_is_no_outage_while_somebody_lives() {
    let site = Site::open(Kind::Postgres).await;
    let other = site.another().await;
    let (mut leader, mut follower) = (Candidate::new(&site.app), Candidate::new(&other.app));
    leader.step().await.expect("a step");
    follower.step().await.expect("a step");
    site.advance(Duration::from_millis(500));
    leader.release().await.expect("handed back");
    site.advance(Duration::from_millis(100));
    let mut again = Candidate::new(&site.app);
    again.step().await.expect("a step");
    assert_eq!(again.leads(), None, "it does not know yet");
    site.advance(Duration::from_millis(500));
    follower.step().await.expect("a step");
    let taken = follower.leads().or(again.leads());
    assert_eq!(taken, Some(Gained { dark_since: None }));
    other.close().await;
    site.close().await;
}
