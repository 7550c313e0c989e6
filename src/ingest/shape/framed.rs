//! Tables whose cells are blocks, as some browsers copy them: a tab on a line of its own between two
//! cells, an empty line after each row. Put back to one row per line, cells separated by tabs.
//!
//! Only plain text of a page is read so; a spreadsheet's own tabs never stand alone on a line.

use super::delimited::{line_end, newline_len};

/// One row, or line of other text: the lines of each cell, and the line it began on.
pub(super) struct Framed<'t> {
    pub cells: Vec<Vec<&'t str>>,
    pub line_number: u32,
}

/// Rows of a framed text; `None` when the text is not framed.
pub(super) fn rows(text: &str) -> Option<Vec<Framed<'_>>> {
    let lines = numbered_lines(text);
    let is_frame = |line: &str| !line.is_empty() && line.bytes().all(|b| b == b'\t');
    if lines.iter().filter(|(line, _)| is_frame(line)).count() < 2 {
        return None;
    }
    let mut rows: Vec<Framed> = Vec::new();
    let mut at = 0;
    while let Some(&(line, line_number)) = lines.get(at) {
        if line.is_empty() {
            at += 1;
            continue;
        }
        let end = lines.iter().skip(at).position(|(line, _)| line.is_empty());
        let block = lines.get(at..end.map_or(lines.len(), |len| at + len)).unwrap_or_default();
        at += block.len();
        let first_frame = block.iter().position(|(line, _)| is_frame(line));
        let Some(first_frame) = first_frame else {
            rows.extend(block.iter().map(|&(line, n)| row_of_line(line, n)));
            continue;
        };
        // Lines of whole rows above the first framed one: the header is often plain cells.
        let before = block.get(..first_frame).unwrap_or_default();
        let heads = before.iter().rposition(|(line, _)| line.contains('\t')).map_or(0, |i| i + 1);
        let (heads, cells) = block.split_at(heads);
        rows.extend(heads.iter().map(|&(line, n)| row_of_line(line, n)));
        let line_number = cells.first().map_or(line_number, |&(_, n)| n);
        rows.push(framed_row(cells, line_number));
    }
    Some(rows)
}

fn row_of_line(line: &str, line_number: u32) -> Framed<'_> {
    Framed { cells: line.split('\t').map(|cell| vec![cell.trim()]).collect(), line_number }
}

/// Tabs move to the next cell, wherever they stand; everything else is a line of the present cell.
fn framed_row<'t>(block: &[(&'t str, u32)], line_number: u32) -> Framed<'t> {
    let mut cells: Vec<Vec<&str>> = vec![vec![]];
    for (line, _) in block {
        for (piece, text) in line.split('\t').enumerate() {
            if piece > 0 {
                cells.push(vec![]);
            }
            let text = text.trim();
            if let Some(cell) = cells.last_mut().filter(|_| !text.is_empty()) {
                cell.push(text);
            }
        }
    }
    Framed { cells, line_number }
}

fn numbered_lines(text: &str) -> Vec<(&str, u32)> {
    let bytes = text.as_bytes();
    let (mut at, mut number, mut lines) = (0, 1, Vec::new());
    while at < bytes.len() {
        let end = line_end(bytes, at);
        lines.push((text.get(at..end).unwrap_or_default().trim_matches(' '), number));
        at = end + newline_len(bytes, end);
        number += 1;
    }
    lines
}
