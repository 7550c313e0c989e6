//! What was read, held against what had been written.

use crate::clean::{Row, Table, Value};
use crate::spoil::Paste;
use ad_credit_tracker::ingest::exports::{Field, Kind};
use ad_credit_tracker::ingest::{
    self, Flavour, Imported, Question, QuestionAbout, Recognised, Said, Source,
};
use ad_credit_tracker::options::Options;
use ad_credit_tracker::platform::Native;
use ad_credit_tracker::problem::Severity;
use serde_json::json;

const IMPORT: &str = "1";

pub enum Verdict {
    /// Every row and value as written, nothing doubted.
    Exact,
    /// Something is missing or open, and it was said.
    Said,
    Wrong(String),
}

pub fn judge(table: &Table, paste: &Paste) -> Verdict {
    let import = read(paste, &Options::default());
    match Judge::new(table, paste, &import).verdict() {
        Ok(verdict) => verdict,
        Err(why) => Verdict::Wrong(format!("{} {:?}: {why}", table.export.key(), paste.done)),
    }
}

fn read(paste: &Paste, options: &Options) -> Imported {
    let flavour = Flavour { kind: paste.kind, bytes: paste.bytes.clone() };
    let source = Source { id: IMPORT.into(), flavours: vec![flavour], ..Source::default() };
    ingest::read(&source, &Said::of(options, &source.id), &Native)
}

impl Verdict {
    pub fn worse(self, other: Verdict) -> Verdict {
        match (&self, &other) {
            (Verdict::Wrong(_), _) | (Verdict::Said, Verdict::Exact) => self,
            _ => other,
        }
    }
}

struct Judge<'j> {
    table: &'j Table,
    paste: &'j Paste,
    import: &'j Imported,
    is_exact: bool,
}

impl<'j> Judge<'j> {
    fn new(table: &'j Table, paste: &'j Paste, import: &'j Imported) -> Judge<'j> {
        Judge { table, paste, import, is_exact: true }
    }

    fn verdict(mut self) -> Result<Verdict, String> {
        let import = self.import;
        if import.tables.is_empty() {
            // Nothing was taken; the whole paste must have been answered.
            let answered = !import.problems.is_empty() || !import.unrecognised.is_empty();
            return if answered {
                Ok(Verdict::Said)
            } else {
                Err("no table and not a word".into())
            };
        }
        let mut seen = vec![false; self.table.rows.len()];
        for read in &import.tables {
            for at in 0..read.records.len() {
                self.record(read, at, &mut seen)?;
            }
            let ended = read.records.len() + read.refused_count + read.ignored.len();
            if ended < read.row_count {
                return Err(format!("{} rows, {ended} of them ended", read.row_count));
            }
        }
        for (number, was_seen) in seen.iter().enumerate() {
            if !was_seen {
                self.is_exact = false;
                self.missing(number)?;
            }
        }
        let doubted =
            import.tables.iter().any(|t| !t.problems.is_empty() || !t.questions.is_empty());
        let exact = self.is_exact && !doubted && import.questions.is_empty();
        Ok(if exact { Verdict::Exact } else { Verdict::Said })
    }

    fn record(&mut self, read: &Recognised, at: usize, seen: &mut [bool]) -> Result<(), String> {
        let Some(number) = self.find(read, at, seen) else {
            let line = read.records.line(at);
            if self.is_of_other_table(read, at)
                || self.line_is_named(read, line, line)
                || self.is_torn(line)
            {
                return Ok(());
            }
            let text =
                read.records.fields().filter_map(|f| read.records.text(at, f).map(str::to_owned));
            return Err(format!("line {line} became a record: {:?}", text.collect::<Vec<_>>()));
        };
        seen[number] = true;
        let row = &self.table.rows[number];
        for (column, expected) in self.table.columns.iter().zip(&row.cells) {
            let Some(field) = column.field else { continue };
            let Some(found) = difference(read, at, field, expected) else { continue };
            self.is_exact = false;
            // What happened to a text of a damaged row is not to be seen in the text.
            let torn = !self.paste.is_whole[number] && field.kind() == Kind::Text;
            if torn || self.said(read, number, field, &column.header) {
                continue;
            }
            if self.is_right_once_answered(read, at, field, expected) {
                continue;
            }
            let line = read.records.line(at);
            return Err(format!(
                "line {line}, {}: expected {expected:?}, found {found}",
                column.header
            ));
        }
        Ok(())
    }

    /// The row whose mark the record holds; of identical rows the first that is not yet seen.
    fn find(&self, read: &Recognised, at: usize, seen: &[bool]) -> Option<usize> {
        let mark_of = |row: &Row| row.mark.clone();
        let texts: Vec<&str> =
            read.records.fields().filter_map(|field| read.records.text(at, field)).collect();
        let holds = |number: &usize| {
            let row = &self.table.rows[*number];
            texts.iter().any(|text| text.contains(&mark_of(row)))
        };
        let line = read.records.line(at);
        let stands_here = |lines: Option<(u32, u32)>| {
            lines.is_some_and(|(first, last)| (first..=last).contains(&line))
        };
        let unseen = || (0..self.table.rows.len()).filter(|n| !seen[*n]).filter(holds);
        let by_mark = unseen().find(|&n| stands_here(self.paste.lines[n])).or(unseen().next());
        // The cell with the mark may be the damaged one.
        by_mark.or_else(|| {
            (0..self.table.rows.len())
                .find(|&n| !seen[n] && !self.paste.is_whole[n] && stands_here(self.paste.lines[n]))
        })
    }

    /// Whether a record bears the mark of the other table of the paste.
    fn is_of_other_table(&self, read: &Recognised, at: usize) -> bool {
        let bears = |mark: &String| {
            let mut texts = read.records.fields().filter_map(|field| read.records.text(at, field));
            texts.any(|text| text.contains(mark.as_str()))
        };
        self.paste.other_marks.iter().any(bears)
    }

    /// Whether a damaged row stands here, whose name may be gone.
    fn is_torn(&self, line: u32) -> bool {
        let rows = self.paste.lines.iter().zip(&self.paste.is_whole);
        let torn = |(lines, is_whole): (&Option<(u32, u32)>, &bool)| {
            !is_whole && lines.is_some_and(|(first, last)| (first..=last).contains(&line))
        };
        rows.into_iter().any(torn)
    }

    /// Whether a wrong or missing value of a row had been announced.
    fn said(&self, read: &Recognised, number: usize, field: Field, header: &str) -> bool {
        let about = match field.kind() {
            Kind::Money | Kind::Share => Some(QuestionAbout::DecimalMark),
            Kind::Time => Some(QuestionAbout::DayOrder),
            Kind::Text => None,
        };
        let of_column =
            |column: &Option<String>| column.as_ref().is_none_or(|c| c.trim() == header.trim());
        let asked =
            read.questions.iter().any(|q| Some(q.about) == about && of_column(&q.place.column));
        // A text is in question where the encoding is.
        let encoding = field.kind() == Kind::Text && !self.import.questions.is_empty();
        asked || encoding || self.row_is_named(read, number)
            // What nothing adds up from may be doubted once a column.
            || (field.kind() != Kind::Money || field.may_be_unreadable())
                && read.problems.iter().any(|p| of_column(&p.place.column) && p.place.column.is_some())
    }

    /// Whether an answer to what was asked about another column of the table makes this value right as well.
    fn is_right_once_answered(
        &self,
        read: &Recognised,
        at: usize,
        field: Field,
        expected: &Value,
    ) -> bool {
        let Some(index) = self.import.tables.iter().position(|one| std::ptr::eq(one, read)) else {
            return false;
        };
        let answers = read.questions.iter().flat_map(|question| {
            let choices = question.choices.iter();
            choices.filter_map(|choice| answer(question, &choice.key))
        });
        answers.into_iter().any(|options| {
            let import = self::read(self.paste, &options);
            let again = import.tables.get(index);
            again.is_some_and(|read| difference(read, at, field, expected).is_none())
        })
    }

    fn row_is_named(&self, read: &Recognised, number: usize) -> bool {
        match self.paste.lines[number] {
            Some((first, last)) => self.line_is_named(read, first, last),
            None => read.problems.iter().any(|p| p.severity != Severity::Note),
        }
    }

    fn line_is_named(&self, read: &Recognised, first: u32, last: u32) -> bool {
        let of_table = read.problems.iter();
        of_table
            .chain(&self.import.problems)
            .filter(|p| p.severity != Severity::Note)
            .any(|p| p.place.line_number.is_some_and(|line| (first..=last).contains(&line)))
            || read
                .questions
                .iter()
                .any(|q| q.place.line_number.is_some_and(|line| (first..=last).contains(&line)))
    }

    fn missing(&self, number: usize) -> Result<(), String> {
        let import = self.import;
        if import.tables.iter().any(|read| self.row_is_named(read, number)) {
            return Ok(());
        }
        // An unreadable import as a whole, or a column whose every cell is in doubt.
        let whole = import.problems.iter().any(|p| p.severity == Severity::Fault);
        // A torn last line may hold nothing any more.
        let torn = !self.paste.is_whole[number] && self.paste.done.contains(&"cut off");
        if whole || torn || !import.unrecognised.is_empty() {
            return Ok(());
        }
        let row = &self.table.rows[number];
        Err(format!("row {} ({:?}) is gone without a word", row.mark, self.paste.lines[number]))
    }
}

/// What stands where `expected` should; `None` if it is the same.
/// What the options say once this is chosen; of the decimal mark and of the order of days.
fn answer(question: &Question, key: &str) -> Option<Options> {
    let kind = match question.about {
        QuestionAbout::DecimalMark => "decimalMarks",
        QuestionAbout::DayOrder => "dayOrders",
        _ => return None,
    };
    let mapping = json!({ kind: { question.place.column.as_deref()?: key } });
    let options = json!({ "imports": { IMPORT: { "mapping": mapping } } });
    Some(Options::from_json(&options.to_string()).unwrap())
}

fn difference(read: &Recognised, at: usize, field: Field, expected: &Value) -> Option<String> {
    let records = &read.records;
    let day = |field| records.time(at, field).map(|t| t.time.day().to_string());
    let show = |(y, m, d): (i32, u32, u32)| format!("{y:04}-{m:02}-{d:02}");
    let (found, expected) = match expected {
        Value::Money(micros) => {
            let found = records.money(at, field).map(|a| a.micros());
            (format!("{found:?}"), format!("{:?}", Some(i128::from(*micros))))
        }
        Value::Day(y, m, d) => {
            (format!("{:?}", day(field)), format!("{:?}", Some(show((*y, *m, *d)))))
        }
        Value::Time(y, m, d, hour, minute) => {
            let found = records.time(at, field).map(|t| t.time.to_string());
            let found = found.unwrap_or_default().replace('T', " ");
            let expected = format!("{} {hour:02}:{minute:02}", show((*y, *m, *d)));
            (found.get(..16).unwrap_or(&found).to_owned(), expected)
        }
        Value::Range(a, b) => (
            format!("{:?} {:?}", day(Field::ValidStart), day(Field::ValidEnd)),
            format!("{:?} {:?}", Some(show(*a)), Some(show(*b))),
        ),
        Value::Text(text) => {
            let found = records.text(at, field).unwrap_or_default();
            (found.to_owned(), text.clone())
        }
        Value::Percent(_) | Value::Buttons => return None,
        Value::Missing => {
            let found = records.text(at, field).unwrap_or_default();
            // A name may be `N/A`: names keep their text.
            let is_missing = ["", "-", "--", "N/A"].contains(&found);
            (if is_missing { "" } else { found }.to_owned(), String::new())
        }
    };
    (found != expected).then_some(found)
}
