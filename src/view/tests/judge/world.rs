//! A platform that pays by rules of its own: whose accounts are known to the cent.

mod copies; // what is copied of them

pub use copies::stamp;

const DAYS: i64 = 24;
pub const DAY: i64 = 1440;
const CAMPAIGNS: [&str; 2] = ["X", "Y"];

struct Dice(u64);

impl Dice {
    fn of(seed: u64) -> Dice {
        let mut dice = Dice(seed | 1);
        // The first throws of near seeds are alike.
        for _ in 0..4 {
            dice.next();
        }
        dice
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33
    }

    fn between(&mut self, low: i64, high: i64) -> i64 {
        low + (self.next() % (high - low + 1) as u64) as i64
    }

    fn chance(&mut self, percent: i64) -> bool {
        self.between(1, 100) <= percent
    }

    fn one_of<'a, T>(&mut self, all: &'a mut [T]) -> &'a mut T {
        let at = self.between(0, all.len() as i64 - 1);
        &mut all[at as usize]
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Setup {
    Manual,
    CreditFirst,
    CashFirst,
    Invoicing,
}

/// Amounts in cents, times in minutes since 1 May.
pub struct Credit {
    pub name: String,
    kind: &'static str,
    face: i64,
    from: i64,
    pub until: i64,
    rank: i64,
    /// Where it is assigned: campaign, from, to.
    links: Option<Vec<(&'static str, i64, i64)>>,
    /// Suspended from, to.
    pub held: Option<(i64, i64)>,
    /// Time and unused from then on.
    unused: Vec<(i64, i64)>,
}

impl Credit {
    pub fn unused_at(&self, time: i64) -> i64 {
        self.unused.iter().rfind(|(at, _)| *at <= time).map_or(self.face, |(_, left)| *left)
    }

    /// Valid, not suspended, and assigned to the campaign.
    fn may_pay(&self, campaign: &str, time: i64) -> bool {
        let is_linked = |links: &Vec<(&str, i64, i64)>| {
            links.iter().any(|(of, from, to)| *of == campaign && *from <= time && time < *to)
        };
        (self.from * DAY..self.until * DAY).contains(&time)
            && self.links.as_ref().is_none_or(is_linked)
            && !self.is_held(time)
    }

    fn is_held(&self, time: i64) -> bool {
        self.held.is_some_and(|(from, to)| (from..to).contains(&time))
    }

    /// When nothing was left; corrections may have given something back in between.
    pub fn emptied(&self) -> impl Iterator<Item = i64> {
        self.unused.iter().filter(|(_, left)| *left == 0).map(|(at, _)| *at)
    }
}

struct Charge {
    time: i64,
    campaign: &'static str,
    amount: i64,
    draws: Vec<(usize, i64)>,
    cash: i64,
    card: i64,
}

impl Charge {
    fn new(time: i64, campaign: &'static str, amount: i64) -> Charge {
        Charge { time, campaign, amount, draws: vec![], cash: 0, card: 0 }
    }

    /// By credits in their order, by cash before or after them, the rest by card. Returns what cash there is.
    fn pay(&mut self, setup: Setup, order: &[usize], credits: &mut [Credit], cash: i64) -> i64 {
        let mut left = self.amount;
        if setup == Setup::CashFirst {
            self.cash = left.min(cash);
            left -= self.cash;
        }
        for &at in order {
            let credit = &mut credits[at];
            let unused = credit.unused_at(self.time);
            let part = left.min(unused);
            if credit.may_pay(self.campaign, self.time) && part > 0 {
                credit.unused.push((self.time, unused - part));
                self.draws.push((at, part));
                left -= part;
            }
        }
        if setup != Setup::CashFirst {
            self.cash = left.min(cash);
            left -= self.cash;
        }
        self.card = left;
        cash - self.cash
    }
}

pub struct World {
    setup: Setup,
    pub credits: Vec<Credit>,
    charges: Vec<Charge>,
    /// Time and cash from then on.
    cash: Vec<(i64, i64)>,
    /// So much later does a copy show what was paid.
    pub lag: i64,
    pub now: i64,
    /// What was copied of it.
    pub text: String,
}

impl World {
    pub fn new(seed: u64) -> World {
        let dice = &mut Dice::of(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15));
        let setup = match dice.between(0, 3) {
            0 => Setup::Manual,
            1 => Setup::CreditFirst,
            2 => Setup::CashFirst,
            _ => Setup::Invoicing,
        };
        let mut credits = credits(dice);
        let mut charges = charges(dice);
        let rare = &mut Dice::of(seed.wrapping_mul(0xD129_0B26_88CC_1A6B));
        if rare.chance(25) {
            add_corrections(&mut charges, rare);
        }
        if rare.chance(25) {
            assign(rare.one_of(&mut credits), rare);
        }
        if rare.chance(20) {
            hold(rare.one_of(&mut credits), rare);
        }
        charges.sort_by_key(|c| c.time);
        let cash = match setup {
            Setup::Manual => i64::MAX,
            _ => dice.between(0, 1) * dice.between(0, 150) * 100,
        };
        let lag = if dice.chance(60) { 0 } else { dice.between(1, 10) * 60 };
        let now = DAYS * DAY + dice.between(0, 2 * DAY);
        let (cash, text) = (vec![(-1, cash)], String::new());
        let mut world = World { setup, credits, charges, cash, lag, now, text };
        world.pay();
        world.copy(dice);
        world.copy_logs(rare);
        world.copy_balances(rare);
        world
    }

    /// Charge by charge, and what came back.
    fn pay(&mut self) {
        let mut order: Vec<usize> = (0..self.credits.len()).collect();
        order.sort_by_key(|at| self.credits[*at].rank);
        for at in 0..self.charges.len() {
            let (earlier, rest) = self.charges.split_at_mut(at);
            let charge = &mut rest[0];
            let cash = self.cash[self.cash.len() - 1].1;
            let cash = match charge.amount < 0 {
                true => give_back(charge, earlier, &mut self.credits, cash),
                false => charge.pay(self.setup, &order, &mut self.credits, cash),
            };
            self.cash.push((charge.time, cash));
        }
    }

    /// From a moment to another, by credit, cash and card: what came back, and what was paid.
    pub fn paid(&self, from: i64, to: i64) -> [(i64, i64); 3] {
        let mut sums = [(0, 0); 3];
        for charge in self.charges.iter().filter(|c| from <= c.time && c.time < to) {
            let drawn = charge.draws.iter().map(|(_, amount)| amount).sum::<i64>();
            for (sum, part) in sums.iter_mut().zip([drawn, charge.cash, charge.card]) {
                *(if part < 0 { &mut sum.0 } else { &mut sum.1 }) += part;
            }
        }
        sums
    }
}

/// One to four, of no two the same end, so that every order is one.
fn credits(dice: &mut Dice) -> Vec<Credit> {
    let count = dice.between(1, 4);
    let by_end = dice.chance(70);
    let by = |until: i64, at: i64| until * 100 + at;
    let mut credits: Vec<Credit> = vec![];
    for at in 0..count {
        let from = dice.between(-8, 14);
        let until = from + dice.between(4, 30);
        let kind = if dice.chance(80) { "Free" } else { "Conditional" };
        let rank = if by_end { by(until, at) } else { dice.between(0, 10_000) };
        let face = dice.between(10, 200) * 100 + dice.between(0, 1) * dice.between(0, 99);
        let (name, unused) = (format!("C{at}"), vec![]);
        credits.push(Credit {
            name,
            kind,
            face,
            from,
            until,
            rank,
            links: None,
            held: None,
            unused,
        });
    }
    credits.sort_by_key(|c| c.until);
    for at in 1..credits.len() {
        if credits[at].until <= credits[at - 1].until {
            credits[at].until = credits[at - 1].until + 1;
            if by_end {
                credits[at].rank = by(credits[at].until, at as i64);
            }
        }
    }
    credits
}

fn charges(dice: &mut Dice) -> Vec<Charge> {
    let mut charges = vec![];
    let per_day = dice.between(1, 40);
    let pauses = dice.chance(30);
    for day in 0..DAYS {
        if pauses && dice.chance(30) {
            continue;
        }
        for campaign in CAMPAIGNS {
            for _ in 0..dice.between(0, 2) {
                let time = day * DAY + dice.between(0, DAY - 1);
                charges.push(Charge::new(time, campaign, dice.between(1, per_day * 100)));
            }
        }
    }
    charges
}

/// Parts of what a campaign cost come back.
fn add_corrections(charges: &mut Vec<Charge>, dice: &mut Dice) {
    for _ in 0..dice.between(1, 3) {
        let at = dice.between(0, charges.len() as i64 - 1) as usize;
        let Charge { time, campaign, amount, .. } = charges[at];
        let time = time + dice.between(60, 4 * DAY);
        if amount > 0 && time < DAYS * DAY {
            charges.push(Charge::new(time, campaign, -dice.between(1, amount)));
        }
    }
}

/// R4: linked to one campaign or both, for some days.
fn assign(credit: &mut Credit, dice: &mut Dice) {
    credit.kind = "Assignable";
    let mut links = vec![];
    for campaign in CAMPAIGNS {
        if dice.chance(70) {
            let from = credit.from.max(0) * DAY + dice.between(0, 4 * DAY);
            links.push((campaign, from, from + dice.between(1, 20) * DAY));
        }
    }
    credit.links = Some(links);
}

/// R5: suspended for some days.
fn hold(credit: &mut Credit, dice: &mut Dice) {
    let from = credit.from * DAY + dice.between(0, 10 * DAY);
    credit.held = Some((from, from + dice.between(1, 8) * DAY));
}

/// R16: the latest parts that were paid for the campaign, in reverse. Returns what cash there is.
fn give_back(
    correction: &mut Charge,
    earlier: &[Charge],
    credits: &mut [Credit],
    mut cash: i64,
) -> i64 {
    // What later corrections gave back already.
    let mut given = 0;
    let mut left = -correction.amount;
    for charge in earlier.iter().rev().filter(|c| c.campaign == correction.campaign) {
        if charge.amount < 0 {
            given -= charge.amount;
            continue;
        }
        let draws = charge.draws.iter().rev().map(|(at, part)| (Some(*at), *part));
        for (credit, part) in [(None, charge.card + charge.cash)].into_iter().chain(draws) {
            let gone = part.min(given);
            given -= gone;
            let part = (part - gone).min(left);
            left -= part;
            match credit {
                _ if part == 0 => {}
                Some(at) => {
                    let unused = credits[at].unused_at(correction.time) + part;
                    credits[at].unused.push((correction.time, unused));
                    correction.draws.push((at, -part));
                }
                None => {
                    let by_card = part.min(charge.card);
                    correction.card -= by_card;
                    correction.cash -= part - by_card;
                    cash = cash.saturating_add(part - by_card);
                }
            }
        }
    }
    correction.amount += left;
    cash
}
