//! Text of a cell, or around the tables, as it flows: white space folded, lines broken where blocks begin and end.
//!
//! Knows which lines are buttons and badges; they come last, so that what a cell says stands first.

/// Text with white space folded the way a page shows it.
#[derive(Default)]
pub(super) struct Flow {
    pub lines: Vec<String>,
    pub line: String,
    space: bool,
    /// Where a sign for a tooltip begins, while it ends the line.
    sign: Option<usize>,
    /// Buttons and badges that are open, and which lines are theirs.
    pub asides_open: usize,
    asides: Vec<usize>,
}

/// What stands for "more about this" where an icon is text: no part of the name it is glued to.
pub const TOOLTIP_SIGNS: [&str; 4] = ["i", "?", "ⓘ", "ℹ"];

impl Flow {
    pub fn push(&mut self, mut text: &str) {
        loop {
            let word = text.trim_ascii_start();
            self.space |= word.len() < text.len();
            if word.is_empty() {
                return;
            }
            if self.space && !self.line.is_empty() {
                self.line.push(' ');
            }
            (self.space, self.sign) = (false, None);
            let is_space = |c: char| c.is_ascii_whitespace();
            let (word, rest) = word.split_at(word.find(is_space).unwrap_or(word.len()));
            self.line.push_str(word);
            text = rest;
        }
    }

    /// An element within the line ends that began at `start`.
    pub fn end_element(&mut self, start: usize) {
        let is_sign = |text: &&str| TOOLTIP_SIGNS.contains(&text.trim());
        if start > 0 && self.line.get(start..).filter(is_sign).is_some() {
            self.sign = Some(start);
        }
    }

    /// A link within the line ends that began at `start`: what leads on is no part of what the cell says.
    pub fn end_link(&mut self, start: usize, leads_on: impl Fn(&str) -> bool) {
        if self.line.get(start..).is_some_and(|text| leads_on(text.trim())) {
            let text = self.line.split_off(start);
            self.break_line();
            self.asides_open += 1;
            self.line = text.trim().to_owned();
            self.break_line();
            self.asides_open -= 1;
        }
    }

    /// Raised digits right behind digits end: a note, or cents. They are no further digits of the figure, and
    /// which of the two they are the page does not say.
    pub fn end_raised(&mut self, start: usize) {
        const DIGITS_MAX: usize = 3;
        let Some((figure, raised)) = self.line.split_at_checked(start) else { return };
        let raised = raised.trim();
        let is_raised = (1..=DIGITS_MAX).contains(&raised.len())
            && raised.bytes().all(|b| b.is_ascii_digit())
            && figure.trim_end().ends_with(|c: char| c.is_ascii_digit());
        if is_raised {
            let raised = raised.to_owned();
            self.line.truncate(start);
            self.break_line();
            self.line = raised;
            self.break_line();
        }
    }

    pub fn break_line(&mut self) {
        self.space = false;
        if let Some(sign) = self.sign.take() {
            let sign = self.line.split_off(sign);
            self.lines.push(std::mem::replace(&mut self.line, sign.trim().to_owned()));
        }
        if !self.line.is_empty() {
            if self.asides_open > 0 {
                self.asides.push(self.lines.len());
            }
            self.lines.push(std::mem::take(&mut self.line));
        }
    }

    /// The text, buttons and badges last; and how many lines come before these, where it has both.
    pub fn finish(mut self) -> (String, Option<usize>) {
        // Nearly every cell is one line.
        if self.lines.is_empty() && self.sign.is_none() {
            return (self.line, None);
        }
        self.break_line();
        let Flow { mut lines, asides, .. } = self;
        let main_count = lines.len() - asides.len();
        if main_count == 0 || asides.is_empty() {
            return (lines.join("\n"), None);
        }
        for (taken, at) in asides.into_iter().enumerate() {
            let aside = lines.remove(at - taken);
            lines.push(aside);
        }
        (lines.join("\n"), Some(main_count))
    }
}
