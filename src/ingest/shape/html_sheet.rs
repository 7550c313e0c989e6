//! What a page's own `<style>` says of classes, as far as it hides what bears them (domain: cells).
//!
//! In: the text of style sheets. Out: properties of an element by its name and class. Only selectors of one class are
//! known, `.gone` or `tr.gone`; rules for other media, states and descendants say nothing here.

/// Sheets of whole frameworks have more rules than any page hides rows by.
const RULES_MAX: usize = 500;

#[derive(Default)]
pub(super) struct Sheet(Vec<Rule>);

struct Rule {
    /// Of which elements; empty: of all.
    name: String,
    class: String,
    properties: String,
}

impl Sheet {
    pub fn add(&mut self, text: &str) {
        let text = without_comments(text);
        let mut rest = text.as_str();
        while let Some((selectors, behind)) = rest.split_once('{') {
            // A statement such as `@charset` ends before.
            let selectors = selectors.rsplit([';', '}']).next().unwrap_or_default();
            if selectors.trim_start().starts_with('@') {
                rest = behind.get(block_end(behind)..).unwrap_or_default();
                continue;
            }
            let (properties, behind) = behind.split_once('}').unwrap_or((behind, ""));
            rest = behind;
            let properties = properties.to_ascii_lowercase();
            if !HIDING.iter().any(|property| properties.contains(property)) {
                continue;
            }
            let room = RULES_MAX.saturating_sub(self.0.len());
            let of_class = selectors.split(',').filter_map(|one| of_class(one.trim()));
            self.0.extend(of_class.take(room).map(|(name, class)| Rule {
                name: name.to_ascii_lowercase(),
                class: class.to_owned(),
                properties: properties.clone(),
            }));
        }
    }

    /// The style of an element, rules of its classes before its own properties.
    pub fn style(&self, name: &[u8], class: &str, own: &str) -> String {
        let is_of = |rule: &&Rule| {
            (rule.name.is_empty() || rule.name.as_bytes() == name)
                && class.split_ascii_whitespace().any(|one| one == rule.class)
        };
        let rules = self.0.iter().filter(is_of).map(|rule| rule.properties.as_str());
        rules.chain([own]).collect::<Vec<_>>().join(";")
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Properties by which something is not seen.
const HIDING: [&str; 5] = ["display", "visibility", "mso-hide", "opacity", "clip"];

fn of_class(selector: &str) -> Option<(&str, &str)> {
    let (name, class) = selector.split_once('.')?;
    let is_word = |text: &str| text.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'));
    (is_word(name) && is_word(class) && !class.is_empty()).then_some((name, class))
}

fn without_comments(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, comment)) = rest.split_once("/*") {
        out.push_str(before);
        rest = comment.split_once("*/").map_or("", |(_, behind)| behind);
    }
    out.push_str(rest);
    out.replace("<!--", "").replace("-->", "")
}

/// Where a block ends that holds blocks.
fn block_end(text: &str) -> usize {
    let mut depth = 1usize;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return at + 1;
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use crate::ingest::shape::tests::{read_html, shown};

    #[test]
    fn what_a_style_sheet_hides_is_not_read() {
        let rows = |sheet: &str, row: &str| {
            let page = format!(
                "<html><head><style>{sheet}</style></head><body><table><tr><th>Campaign name</th><th>Cost</th></tr>\
                 <tr><td>A</td><td>10.00</td></tr>{row}</table></body></html>"
            );
            let read = read_html(&page);
            shown(&read.grids[0])[1..].join(" ")
        };
        let hidden = "<tr class='wide gone'><td>B</td><td>5.00</td></tr>";
        for (sheet, row, expected) in [
            (".gone{display:none}", hidden, "A|10.00"),
            (".gone { DISPLAY : none !important }", hidden, "A|10.00"),
            ("/* .a{} */ <!-- tr.gone, .x {color:red;display:none;} -->", hidden, "A|10.00"),
            ("@charset \"utf-8\"; .gone{visibility:hidden}", hidden, "A|10.00"),
            (".gone{display:none} .wide{display:table-row}", hidden, "A|10.00 B|5.00"),
            (
                "@media print{.gone{display:none} td{color:red}} .x{color:red}",
                hidden,
                "A|10.00 B|5.00",
            ),
            ("td.gone{display:none}", hidden, "A|10.00 B|5.00"),
            (".print .gone{display:none}", hidden, "A|10.00 B|5.00"),
            (".gone:hover{display:none}", hidden, "A|10.00 B|5.00"),
            (".gone{display:none", hidden, "A|10.00"),
            (
                ".gone{display:none}",
                "<tr><td>B<i class='gone'>x</i></td><td>5.00<span class=gone>9</span></td></tr>",
                "A|10.00 B|5.00",
            ),
        ] {
            assert_eq!(rows(sheet, row), expected, "{sheet}");
        }
    }
}
