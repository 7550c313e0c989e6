//! libFuzzer around one target of `targets`, named by `FUZZ_TARGET`: keeps the laws of time and memory.
//!
//! A law that is broken ends the process; libFuzzer then writes the input that did it.
#![no_main]

mod targets;

use libfuzzer_sys::fuzz_target;
use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use targets::Target;

/// Processor time of one input, in a build that checks everything and counts branches.
const SECONDS_MAX: f64 = 1.0;
/// Heap of one input, beyond what was there before it.
const HEAP_MAX: usize = 64 << 20;

struct Counting;

static HELD: AtomicUsize = AtomicUsize::new(0);
static PEAK: AtomicUsize = AtomicUsize::new(0);

#[global_allocator]
static HEAP: Counting = Counting;

unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let held = HELD.fetch_add(layout.size(), Relaxed) + layout.size();
        PEAK.fetch_max(held, Relaxed);
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, at: *mut u8, layout: Layout) {
        HELD.fetch_sub(layout.size(), Relaxed);
        unsafe { System.dealloc(at, layout) }
    }
}

fn processor_seconds() -> f64 {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: the pointer is to a timespec of ours.
    unsafe { libc::clock_gettime(libc::CLOCK_THREAD_CPUTIME_ID, &mut time) };
    time.tv_sec as f64 + time.tv_nsec as f64 / 1e9
}

fn target() -> &'static Target {
    static TARGET: OnceLock<&'static Target> = OnceLock::new();
    TARGET.get_or_init(|| {
        let name = std::env::var("FUZZ_TARGET").unwrap_or_default();
        let found = targets::ALL.iter().find(|target| target.name == name);
        found.unwrap_or_else(|| panic!("FUZZ_TARGET names no target: {name:?}"))
    })
}

/// Names of all targets with the fixtures that are their seeds, for `cargo xtask fuzz`.
fn list_if_asked() {
    if std::env::var("FUZZ_TARGET").is_ok_and(|name| name == "list") {
        for Target { name, seeds, .. } in targets::ALL {
            println!("{name} {}", seeds.join(" "));
        }
        std::process::exit(0);
    }
}

fuzz_target!(init: list_if_asked(), |input: &[u8]| {
    let target = target();
    let (held, start) = (HELD.load(Relaxed), processor_seconds());
    PEAK.store(held, Relaxed);
    (target.run)(input);
    let (seconds, heap) = (processor_seconds() - start, PEAK.load(Relaxed).saturating_sub(held));
    assert!(seconds < SECONDS_MAX, "{seconds:.2} s for {} bytes", input.len());
    assert!(heap < HEAP_MAX, "{heap} bytes of heap for {} bytes", input.len());
});
