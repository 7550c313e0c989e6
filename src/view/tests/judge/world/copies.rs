//! Copies of parts of an account, as a table of facts reads them.

use super::{CAMPAIGNS, Charge, Credit, DAY, DAYS, Dice, Setup, World};

pub fn stamp(minutes: i64) -> String {
    let (day, rest) = (minutes.div_euclid(DAY), minutes.rem_euclid(DAY));
    let month = if day < 0 {
        (4, day + 31)
    } else if day > 30 {
        (6, day - 30)
    } else {
        (5, day + 1)
    };
    format!("{:02}-{:02}T{:02}:{:02}", month.0, month.1, rest / 60, rest % 60)
}

fn date(day: i64) -> String {
    stamp(day * DAY)[..5].to_owned()
}

fn money(cents: i64) -> String {
    format!("{}{}.{:02}", if cents < 0 { "-" } else { "" }, cents.abs() / 100, cents.abs() % 100)
}

/// What rows of a list of transactions tell.
#[derive(Clone, Copy, PartialEq)]
enum Rows {
    Charges,
    Draws,
    Payers,
}

impl World {
    pub(super) fn copy(&mut self, dice: &mut Dice) {
        self.text = format!("currency USD\n zone +00:00\n now {}\n", stamp(self.now));
        if dice.chance(60) {
            let setup = match self.setup {
                Setup::Manual => "manual",
                Setup::CreditFirst => "credit-first",
                Setup::CashFirst => "cash-first",
                Setup::Invoicing => "invoicing",
            };
            self.text += &format!("billing {setup}\n");
        }
        self.copy_promotions(dice);
        let copied = dice.between(10 * DAY, self.now);
        let lists = dice.between(0, 7);
        let first = if dice.chance(70) { 0 } else { dice.between(0, 8) };
        if matches!(lists, 1..=4) {
            self.copy_report(first, copied, lists != 1);
        }
        if matches!(lists, 3..=7) {
            let rows = match lists {
                7 => Rows::Charges,
                5 | 6 => Rows::Payers,
                _ => Rows::Draws,
            };
            self.copy_transactions(first * DAY, copied, rows, dice.chance(70));
        }
        if self.setup != Setup::Manual && dice.chance(30) {
            let time = dice.between(DAY, self.now);
            let cash = self.cash.iter().rfind(|(at, _)| *at <= time).map_or(0, |(_, cash)| *cash);
            self.text += &format!("balance cash={} seen={}\n", money(cash), stamp(time));
        }
    }

    fn copy_promotions(&mut self, dice: &mut Dice) {
        let mut moments: Vec<i64> =
            (0..dice.between(1, 4)).map(|_| dice.between(DAY, self.now)).collect();
        // No claim can know of a suspension that no copy shows.
        let held = self.credits.iter().filter_map(|c| c.held).map(|(from, to)| (from + to) / 2);
        moments.extend(held.filter(|time| (0..self.now).contains(time)));
        moments.sort_unstable();
        moments.dedup();
        for time in moments {
            let full = if dice.chance(50) { " copy=full" } else { "" };
            let ended_too = dice.chance(40);
            for credit in self.credits.iter().filter(|credit| credit.from * DAY <= time) {
                let unused = credit.unused_at(time - self.lag);
                let is_over = unused == 0 || credit.until * DAY <= time;
                let word = if is_over { "ended" } else { "credit" };
                if is_over && !ended_too {
                    continue;
                }
                let label = if credit.is_held(time) { " labels=Suspended" } else { "" };
                self.text += &format!(
                    "{word} name={} type={} face={} used={} unused={} valid={}..{} seen={}{full}{label}\n",
                    credit.name,
                    credit.kind,
                    money(credit.face),
                    money(credit.face - unused),
                    money(unused),
                    date(credit.from),
                    date(credit.until - 1),
                    stamp(time),
                );
            }
        }
    }

    /// Per day and campaign; Net Cost is filled half a day later.
    fn copy_report(&mut self, first: i64, copied: i64, has_net: bool) {
        for day in first..=(copied / DAY).min(DAYS - 1) {
            for campaign in CAMPAIGNS {
                let own =
                    |c: &&Charge| c.campaign == campaign && c.time / DAY == day && c.time <= copied;
                let own: Vec<&Charge> = self.charges.iter().filter(own).collect();
                if own.is_empty() && day % 2 == 0 {
                    continue;
                }
                let cost: i64 = own.iter().map(|charge| charge.amount).sum();
                let is_filled = copied - (day + 1) * DAY >= 12 * 60;
                let net: i64 = own.iter().map(|charge| charge.cash + charge.card).sum();
                let net = money(if is_filled { net } else { 0 });
                let net = if has_net { format!(" net={net}") } else { String::new() };
                self.text += &format!(
                    "report on={} campaign={campaign} cost={}{net} seen={}\n",
                    date(day),
                    money(cost),
                    stamp(copied)
                );
            }
        }
    }

    fn copy_transactions(&mut self, from: i64, copied: i64, rows: Rows, is_named: bool) {
        let charges = self.charges.iter().filter(|c| from <= c.time && c.time < copied);
        let rows = charges.flat_map(|charge| {
            self.rows_of(charge, rows, is_named).into_iter().map(move |row| (charge, row))
        });
        let rows = (1..).zip(rows).filter(|(_, (_, (amount, _)))| *amount != 0);
        let lines = rows.map(|(id, (charge, (amount, told)))| {
            let told = if amount < 0 { told.replace("Ad spend", "Refund") } else { told };
            format!(
                "charge on={} amount={} campaign={} {told} id=T{id} seen={}\n",
                stamp(charge.time),
                money(-amount),
                charge.campaign,
                stamp(copied)
            )
        });
        let lines: String = lines.collect();
        self.text += &lines;
    }

    /// Amounts, and what the list tells of them.
    fn rows_of(&self, charge: &Charge, rows: Rows, is_named: bool) -> Vec<(i64, String)> {
        if rows == Rows::Charges {
            return vec![(charge.amount, "type=Ad spend".into())];
        }
        let mut out = vec![];
        if rows == Rows::Payers {
            let last = if self.setup == Setup::Invoicing { "Credit line" } else { "Visa 1111" };
            out.push((charge.cash, "type=Ad spend paid-by=Cash balance".into()));
            out.push((charge.card, format!("type=Ad spend paid-by={last}")));
        }
        out.extend(charge.draws.iter().map(|(credit, amount)| {
            let name = format!(" credit={}", self.credits[*credit].name);
            let name = if is_named { name } else { String::new() };
            (*amount, format!("type=Ad Credit{name}"))
        }));
        out
    }

    pub(super) fn copy_logs(&mut self, dice: &mut Dice) {
        let seen = dice.between(8 * DAY, self.now);
        let is_copied = dice.chance(75);
        for credit in self.credits.iter().filter(|_| is_copied) {
            for (campaign, from, to) in credit.links.iter().flatten() {
                for (time, action) in [(from, "Assigned"), (to, "Unassigned")] {
                    if *time < seen {
                        let (at, seen, name) = (stamp(*time), stamp(seen), &credit.name);
                        self.text += &format!(
                            "log on={at} credit={name} campaign={campaign} action={action} seen={seen}\n"
                        );
                    }
                }
            }
        }
    }

    pub(super) fn copy_balances(&mut self, dice: &mut Dice) {
        let count = if dice.chance(30) { dice.between(1, 3) } else { 0 };
        for _ in 0..count {
            let time = dice.between(DAY, self.now);
            let lives = |c: &&Credit| (c.from * DAY..c.until * DAY).contains(&time);
            let left = self.credits.iter().filter(lives).map(|c| c.unused_at(time - self.lag));
            let left = money(left.sum());
            self.text += &format!("balance voucher={left} seen={}\n", stamp(time));
        }
    }
}
