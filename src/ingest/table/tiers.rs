//! Reward tiers that stand in one cell, or as two lists side by side (R19).
//!
//! In: the cells of target and reward. Out: one text of pairs, or nothing where they can be read in another
//! way: amounts that are not plainly grouped, lists of different length, targets that do not rise.

use super::{Field, Grid, Plan};

/// Fields that such a row states as tiers and not by themselves.
pub const CELLS: [Field; 2] = [Field::TargetSpend, Field::Reward];

/// Makes room for tiers where targets are stated.
pub fn with_room(mut fields: Vec<Field>) -> Vec<Field> {
    if fields.contains(&Field::TargetSpend) && !fields.contains(&Field::Tiers) {
        fields.push(Field::Tiers);
    }
    fields
}

/// `100 → 20; 300 → 80`, if the cells of this row say so; never of a single amount a cell.
pub fn of_row(plan: &Plan, grid: &Grid, row: usize) -> Option<String> {
    let column = |field| plan.columns.iter().find(|column| column.field == Some(field));
    let target = grid.text(row, column(Field::TargetSpend)?.index);
    if column(Field::Tiers).is_some() {
        return None;
    }
    let reward = column(Field::Reward).map_or("", |column| grid.text(row, column.index));
    let pairs = if reward.trim().is_empty() { pairs(target) } else { lists(target, reward) }?;
    let rises =
        |pair: &[(Number, Number)]| matches!(pair, [a, b] if a.0.1 < b.0.1 && a.1.1 < b.1.1);
    let text = |(target, reward): &(Number, Number)| format!("{} → {}", target.0, reward.0);
    pairs.windows(2).all(rises).then(|| pairs.iter().map(text).collect::<Vec<_>>().join("; "))
}

/// Digits without grouping, and the same in hundredths.
type Number = (String, u64);

/// "Spend 100 get 20; spend 300 get 80": two amounts a part.
fn pairs(text: &str) -> Option<Vec<(Number, Number)>> {
    let parts = text.split([';', '|', '\n']).flat_map(|part| part.split(", "));
    let parts = parts.filter(|part| !part.trim().is_empty());
    let pair = |part: &str| match <[Number; 2]>::try_from(numbers(part)?) {
        Ok([target, reward]) => Some((target, reward)),
        Err(_) => None,
    };
    parts.map(pair).collect::<Option<Vec<_>>>().filter(|pairs| !pairs.is_empty())
}

/// "100 / 300" beside "20 / 80": one amount a part.
fn lists(targets: &str, rewards: &str) -> Option<Vec<(Number, Number)>> {
    let list = |text: &str| {
        let parts = text.trim().split([';', '|', '\n', '/']);
        let one = |part: &str| match <[Number; 1]>::try_from(numbers(part)?) {
            Ok([number]) => Some(number),
            Err(_) => None,
        };
        parts.map(one).collect::<Option<Vec<Number>>>()
    };
    let (targets, rewards) = (list(targets)?, list(rewards)?);
    let are_lists = targets.len() > 1 && targets.len() == rewards.len();
    are_lists.then(|| targets.into_iter().zip(rewards).collect())
}

/// Amounts in running text; `None` where one is not plainly written: `1,000.50`, and never `1.000`.
fn numbers(text: &str) -> Option<Vec<Number>> {
    let is_part = |c: char| c.is_ascii_digit() || c == '.' || c == ',';
    let runs = text.split(|c| !is_part(c)).map(|run| run.trim_matches(['.', ',']));
    runs.filter(|run| !run.is_empty()).map(number).collect()
}

fn number(run: &str) -> Option<Number> {
    let (whole, decimals) = run.split_once('.').unwrap_or((run, ""));
    let mut groups = whole.split(',');
    let first = groups.next()?;
    let is_grouped = !whole.contains(',') || first.len() <= 3 && groups.all(|g| g.len() == 3);
    if !is_grouped || decimals.contains(['.', ',']) || decimals.len() > 2 {
        return None;
    }
    let whole = whole.replace(',', "");
    let hundredths = format!("{whole}{decimals:0<2}").parse().ok()?;
    let point = if decimals.is_empty() { "" } else { "." };
    Some((format!("{whole}{point}{decimals}"), hundredths))
}
