//! Which mutation is on: `MUTANT=17`. With `MUTANT_REACHED=file` none is, and each test writes there, as it
//! ends, its name, how long it took in microseconds, and the mutations that it came to.

use std::cell::RefCell;
use std::io::Write;
use std::ops::{Add, Div, Mul, Neg, Rem, Sub};
use std::sync::OnceLock;
use std::time::Instant;

struct Reached {
    test: String,
    start: Instant,
    /// By the number of the mutation.
    ids: Vec<bool>,
}

impl Drop for Reached {
    fn drop(&mut self) {
        let ids = self.ids.iter().enumerate().filter(|(_, is_reached)| **is_reached);
        let ids: Vec<String> = ids.map(|(id, _)| id.to_string()).collect();
        let time = self.start.elapsed().as_micros();
        let file = std::env::var_os("MUTANT_REACHED").unwrap_or_default();
        let file = std::fs::OpenOptions::new().create(true).append(true).open(file);
        let line = format!("{}\t{time}\t{}\n", self.test, ids.join(","));
        file.and_then(|mut file| file.write_all(line.as_bytes())).unwrap_or_default();
    }
}

thread_local! {
    static REACHED: RefCell<Reached> = RefCell::new(Reached {
        test: std::thread::current().name().unwrap_or_default().to_owned(),
        start: Instant::now(),
        ids: Vec::new(),
    });
}

pub fn is(id: u32) -> bool {
    static ON: OnceLock<(u32, bool)> = OnceLock::new();
    let (on, is_traced) = *ON.get_or_init(|| {
        let on = std::env::var("MUTANT").ok().and_then(|id| id.parse().ok());
        (on.unwrap_or(0), std::env::var_os("MUTANT_REACHED").is_some())
    });
    if is_traced {
        REACHED.with_borrow_mut(|reached| {
            let at = id as usize;
            if reached.ids.len() <= at {
                reached.ids.resize(at + 1, false);
            }
            reached.ids[at] = true;
        });
    }
    on == id
}

pub fn not(id: u32, value: bool) -> bool {
    !value ^ is(id)
}

pub fn and(id: u32, a: bool, b: impl FnOnce() -> bool) -> bool {
    if is(id) { a || b() } else { a && b() }
}

pub fn or(id: u32, a: bool, b: impl FnOnce() -> bool) -> bool {
    if is(id) { a && b() } else { a || b() }
}

pub fn neg<A: Neg<Output = A>>(id: u32, a: A) -> A {
    if is(id) { a } else { -a }
}

pub fn add<A: Add<B> + Sub<B, Output = <A as Add<B>>::Output>, B>(
    id: u32,
    a: A,
    b: B,
) -> <A as Add<B>>::Output {
    if is(id) { a - b } else { a + b }
}

pub fn sub<A: Sub<B> + Add<B, Output = <A as Sub<B>>::Output>, B>(
    id: u32,
    a: A,
    b: B,
) -> <A as Sub<B>>::Output {
    if is(id) { a + b } else { a - b }
}

pub fn mul<A: Mul<B> + Add<B, Output = <A as Mul<B>>::Output>, B>(
    id: u32,
    a: A,
    b: B,
) -> <A as Mul<B>>::Output {
    if is(id) { a + b } else { a * b }
}

pub fn div<A: Div<B> + Mul<B, Output = <A as Div<B>>::Output>, B>(
    id: u32,
    a: A,
    b: B,
) -> <A as Div<B>>::Output {
    if is(id) { a * b } else { a / b }
}

pub fn rem<A: Rem<B> + Div<B, Output = <A as Rem<B>>::Output>, B>(
    id: u32,
    a: A,
    b: B,
) -> <A as Rem<B>>::Output {
    if is(id) { a / b } else { a % b }
}
