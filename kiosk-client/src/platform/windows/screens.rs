//! The monitors, and the lock screen above everything on each.
use crate::platform::Monitor;
use futures_util::{Stream, stream};
use std::time::Duration;
use tracing::warn;
use winsafe::prelude::Handle;
use winsafe::{EnumWindows, GetCurrentProcessId, HDC, HWND, HwndPlace, POINT, SIZE, co};

/// How long another window may be above the lock screen, or a new monitor bare.
const GLANCE: Duration = Duration::from_millis(500);

/// The monitors, the first one first: its upper left corner is where the desktop begins.
#[must_use]
pub fn monitors() -> Vec<Monitor> {
    let mut monitors = Vec::new();
    let listed = HDC::NULL.EnumDisplayMonitors(None, |_, _, edges| {
        let (width, height) = (edges.right - edges.left, edges.bottom - edges.top);
        monitors.push(Monitor { left: edges.left, top: edges.top, width, height });
        true
    });
    if let Err(error) = listed {
        warn!(%error, "the monitors cannot be listed");
    }
    monitors.sort_by_key(|monitor| (monitor.left != 0 || monitor.top != 0, monitor.left, monitor.top));
    monitors
}

/// Puts one of this program's windows over all of a monitor.
pub fn cover(window: u64, monitor: Monitor) {
    let place = POINT { x: monitor.left, y: monitor.top };
    let size = SIZE { cx: monitor.width, cy: monitor.height };
    for own in own_windows().into_iter().filter(|own| own.ptr() as u64 == window) {
        if let Err(error) = own.SetWindowPos(topmost(), place, size, co::SWP::NOACTIVATE) {
            warn!(%error, "the lock screen cannot be put on its monitor");
        }
    }
}

/// Keeps the lock screen above everything and the keyboard with it, and says when monitors change. It must not be
/// asked to while a session is open.
pub fn stay_on_top() -> impl Stream<Item = ()> {
    stream::unfold(monitors(), |known| async move {
        loop {
            tokio::time::sleep(GLANCE).await;
            raise();
            let now = monitors();
            if now != known {
                return Some(((), now));
            }
        }
    })
}

fn raise() {
    let windows = own_windows();
    for window in &windows {
        // One that closes meanwhile is of no interest.
        let _ = window.SetWindowPos(
            topmost(),
            POINT::default(),
            SIZE::default(),
            co::SWP::NOMOVE | co::SWP::NOSIZE | co::SWP::NOACTIVATE,
        );
    }
    if !HWND::GetForegroundWindow().is_some_and(|front| is_own(&front))
        && let Some(first) = windows.first()
    {
        // Windows may refuse; it is asked again.
        first.SetForegroundWindow();
    }
}

fn own_windows() -> Vec<HWND> {
    let mut windows = Vec::new();
    let listed = EnumWindows(|window| {
        if is_own(&window) && window.IsWindowVisible() {
            windows.push(window);
        }
        true
    });
    if let Err(error) = listed {
        warn!(%error, "the windows cannot be listed");
    }
    windows
}

fn is_own(window: &HWND) -> bool {
    window.GetWindowThreadProcessId().1 == GetCurrentProcessId()
}

fn topmost() -> HwndPlace {
    HwndPlace::Place(co::HWND_PLACE::TOPMOST)
}
