//! What the machine has left: its disk and its memory.
use super::model::{RoomHealth, Verdict};
use std::{fs, path::Path};

/// The disk that holds `folder`.
pub(super) fn disk(folder: &Path) -> RoomHealth {
    let (free_bytes, total_bytes) = rustix::fs::statvfs(folder)
        .map(|found| (found.f_bavail.saturating_mul(found.f_frsize), found.f_blocks.saturating_mul(found.f_frsize)))
        .unwrap_or_default();
    RoomHealth { status: Verdict::left(free_bytes, total_bytes, 15, 5), free_bytes, total_bytes, own_bytes: None }
}

/// The machine's memory, and what this process holds of it.
pub(super) fn memory() -> RoomHealth {
    let of_machine = fs::read_to_string("/proc/meminfo").unwrap_or_default();
    let own = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let (free_bytes, total_bytes) = (
        bytes_of(&of_machine, "MemAvailable:").unwrap_or_default(),
        bytes_of(&of_machine, "MemTotal:").unwrap_or_default(),
    );
    let status = Verdict::left(free_bytes, total_bytes, 10, 4);
    RoomHealth { status, free_bytes, total_bytes, own_bytes: bytes_of(&own, "VmRSS:") }
}

/// The bytes of a line such as `VmRSS:       61440 kB`.
fn bytes_of(text: &str, name: &str) -> Option<u64> {
    let line = text.lines().find_map(|line| line.strip_prefix(name))?;
    let kilobytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kilobytes * 1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_the_kernel_are_read() {
        let text = "MemTotal:       16384 kB\nMemAvailable:    1024 kB\nOdd: x kB\n";
        assert_eq!(bytes_of(text, "MemAvailable:"), Some(1024 * 1024));
        assert_eq!((bytes_of(text, "Odd:"), bytes_of(text, "None:")), (None, None));
    }

    #[test]
    fn this_machine_has_a_disk_and_a_memory() {
        let (disk, memory) = (disk(Path::new("/")), memory());
        assert!(disk.total_bytes > 0 && disk.free_bytes <= disk.total_bytes);
        assert!(memory.total_bytes > 0 && memory.own_bytes.is_some_and(|own| own > 0 && own < memory.total_bytes));
    }
}
