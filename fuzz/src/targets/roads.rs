//! Where the fast road answers, it answers as the tolerant one, record by record; steps change nothing.

use super::{check, source};
use ad_credit_tracker::ingest::{
    self, FlavourKind, Head, Imported, Job, Recognised, Road, Said, Source,
};
use ad_credit_tracker::options::Options;
use ad_credit_tracker::platform::Native;
use ad_credit_tracker::problem::Message;

/// So little that even a short text has rows that the plan did not see.
const HEADS: [Head; 3] = [
    Head::USUAL,
    Head { bytes: 0, rows: 12, bytes_max: 1 << 20 },
    Head { bytes: 0, rows: 2, bytes_max: 1 << 20 },
];

pub fn both(bytes: &[u8]) {
    let kind = if bytes.len().is_multiple_of(2) { FlavourKind::File } else { FlavourKind::Text };
    let (source, options) = (source(kind, bytes), Options::default());
    let said = Said::of(&options, &source.id);
    let tolerant = ingest::read_on(Road::Tolerant, &source, &said, &Native);
    check(&tolerant, bytes);
    for head in HEADS {
        let alike = head.bytes >= Head::USUAL.bytes;
        let whole = ingest::read_on(Road::Fast(head), &source, &said, &Native);
        agree(&shown(&whole, alike), &shown(&tolerant, alike), "both roads");
        let steps = in_steps(head, &source, &said, 1 + bytes.len() % 997);
        agree(&shown(&steps, true), &shown(&whole, true), "in steps");
    }
}

fn in_steps(head: Head, source: &Source, said: &Said<'_>, budget: usize) -> Imported {
    let mut job = Job::new(Road::Fast(head), &Native);
    loop {
        if let Some(imported) = job.step(source, said, budget) {
            return imported;
        }
    }
}

#[track_caller]
fn agree(a: &[String], b: &[String], what: &str) {
    if let Some((a, b)) = a.iter().zip(b).find(|(a, b)| a != b) {
        panic!("{what} differ:\n{a}\n{b}");
    }
    assert_eq!(a.len(), b.len(), "{what} differ: {:?} {:?}", a.last(), b.last());
}

/// Everything but the grid. `alike`: whether both saw the same sample, and so say the same of it.
fn shown(import: &Imported, alike: bool) -> Vec<String> {
    let message = |m: &Message| match alike {
        true => serde_json::to_string(m).unwrap(),
        false => m.key.to_owned(),
    };
    let mut out: Vec<String> = import.evidence.iter().map(message).collect();
    out.push(format!("{:?} {:?}", import.problems, import.questions));
    out.push(format!("{:?} {}", import.account_hints, import.unrecognised.len()));
    for table in &import.tables {
        show(table, alike, &mut out);
    }
    out
}

fn show(table: &Recognised, alike: bool, out: &mut Vec<String>) {
    out.push(format!("{:?} {:?} {}", table.export, table.place, table.fingerprint));
    if alike {
        out.push(serde_json::to_string(&table.columns).unwrap());
    }
    out.push(format!("{:?}", table.records.fields().collect::<Vec<_>>()));
    out.push(serde_json::to_string(&table.records).unwrap());
    out.extend(table.problems.iter().map(|p| serde_json::to_string(p).unwrap()));
    out.extend(table.ignored.iter().map(|i| serde_json::to_string(i).unwrap()));
    out.push(serde_json::to_string(&table.questions).unwrap());
    out.push(format!("{:?} {:?} {:?}", table.completeness, table.stated_as_of, table.range));
    out.push(format!("{} {}", table.row_count, table.refused_count));
}
