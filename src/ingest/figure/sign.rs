//! The currency that stands beside a number: a code, a sign of one currency, or one that several share.

use crate::money::Currency;

/// Signs of money, with the codes of the currencies that are written so; none where that is not known.
/// Signs for parts or multiples (¢, 万, K) are absent on purpose: such a cell is a problem.
#[rustfmt::skip]
const SYMBOLS: &[(&str, &str)] = &[
   
    ("$", "ARS AUD BBD BMD BND BRL BSD BZD CAD CLP COP CUP DOP FJD GYD HKD JMD KYD LRD MXN NAD NZD SBD SGD SRD TTD TWD USD UYU XCD"),
    ("¥", "CNY JPY"), ("￥", "CNY JPY"), ("kr", "DKK ISK NOK SEK"), ("kr.", "DKK ISK NOK SEK"),
    ("£", "EGP FKP GBP GIP LBP SDG SHP SSP SYP"), ("₩", "KRW"), ("€", "EUR"), ("US$", "USD"),
    ("R$", "BRL"), ("₫", "VND"), ("đ", "VND"), ("₹", "INR"), ("฿", "THB"), ("Rp", "IDR"),
    ("RM", "MYR"), ("₱", "PHP"), ("₺", "TRY"), ("zł", "PLN"), ("₪", "ILS"), ("CA$", "CAD"),
    ("A$", "AUD"), ("AU$", "AUD"), ("NZ$", "NZD"), ("HK$", "HKD"), ("MX$", "MXN"), ("NT$", "TWD"),
    ("S$", "SGD"), ("SG$", "SGD"), ("CN¥", "CNY"), ("JP¥", "JPY"), ("円", "JPY"),
    ("元", "CNY HKD TWD"), ("원", "KRW"), ("₴", "UAH"), ("₽", "RUB"), ("₸", "KZT"), ("₦", "NGN"),
    ("₡", "CRC"), ("₲", "PYG"), ("₵", "GHS"), ("GH₵", "GHS"), ("₭", "LAK"), ("₮", "MNT"),
    ("₼", "AZN"), ("₾", "GEL"), ("₿", ""), ("៛", "KHR"), ("৳", "BDT"),
    ("₨", "INR LKR MUR NPR PKR SCR"), ("Rs", "INR LKR MUR NPR PKR SCR"),
    ("Rs.", "INR LKR MUR NPR PKR SCR"), ("Kč", "CZK"), ("Ft", "HUF"), ("лв.", "BGN"),
    ("lei", "RON"), ("Fr.", "CHF"), ("F", "GNF KMF RWF XAF XOF XPF BIF DJF CDF"),
    ("CFA", "XAF XOF"), ("Ksh", "KES"), ("TSh", "TZS"), ("KM", "BAM"), ("ден.", "MKD"),
    ("ден", "MKD"), ("дин.", "RSD"), ("сом", "KGS"), ("soʻm", "UZS"), ("֏", "AMD"), ("؋", "AFN"),
    ("﷼", "IRR OMR QAR SAR YER"), ("S/", "PEN"), ("Bs", "BOB VED VES"), ("Q", "GTQ"),
    ("L", "ALL HNL MDL RON"), ("C$", "CAD NIO"), ("د.إ.", "AED"), ("د.إ", "AED"), ("ر.س.", "SAR"),
    ("ر.س", "SAR"), ("ج.م.", "EGP"), ("ج.م", "EGP"), ("د.ك.", "KWD"), ("د.ب.", "BHD"),
    ("ر.ق.", "QAR"), ("ر.ع.", "OMR"), ("د.أ.", "JOD"), ("د.م.", "MAD"),
];

/// What is said of the currency of an amount.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Named {
    #[default]
    Nothing,
    One(Currency),
    /// A sign that several currencies share: `£` is not every currency's.
    Shared {
        sign: &'static str,
        codes: &'static str,
    },
}

impl Named {
    /// The currency that a word beside a number names; `None` where the word is no sign of money.
    pub(super) fn by(word: &str) -> Option<Named> {
        if word.len() == 3 && word.bytes().all(|b| b.is_ascii_alphabetic()) {
            return Currency::parse(word).map(Named::One);
        }
        let Some((sign, codes)) = SYMBOLS.iter().find(|(sign, _)| *sign == word) else {
            // `CLP$`: which of the currencies of a sign it is.
            let (code, sign) = word.split_at_checked(3).filter(|(_, sign)| !sign.is_empty())?;
            return Named::One(Currency::parse(code)?).and(Named::by(sign)?);
        };
        Some(match codes {
            &"" => Named::Nothing,
            codes => match Currency::parse(codes) {
                Some(only) => Named::One(only),
                None => Named::Shared { sign, codes },
            },
        })
    }

    /// The currency that a cell of its own names: a code, a sign, or one code among other words (`US Dollar (USD)`). `None`
    /// where it says something else.
    pub fn of_cell(cell: &str) -> Option<Named> {
        if let Some(named) = Named::by(cell) {
            return Some(named);
        }
        let is_code = |word: &&str| word.bytes().all(|b| b.is_ascii_uppercase());
        let words = cell.split(|c: char| !c.is_alphanumeric()).filter(is_code);
        let mut codes = words.filter_map(Currency::parse);
        let code = codes.next()?;
        codes.all(|other| other == code).then_some(Named::One(code))
    }

    /// Whether no currency that is written so has thousandths: three digits behind a mark are a group. Exports
    /// write rupiah with three decimals all the same (`161074.000`).
    pub fn has_no_thousandths(self) -> bool {
        let has_none = |currency: Currency| currency.exponent() < 3 && currency.code() != "IDR";
        match self {
            Named::Nothing => false,
            Named::One(currency) => has_none(currency),
            Named::Shared { codes, .. } => {
                codes.split(' ').filter_map(Currency::parse).all(has_none)
            }
        }
    }

    /// The currency, where it is one.
    pub fn one(self) -> Option<Currency> {
        match self {
            Named::One(currency) => Some(currency),
            _ => None,
        }
    }

    /// What is said, else that of another place.
    #[must_use]
    pub fn or(self, other: Option<Currency>) -> Named {
        if self == Named::Nothing { other.into() } else { self }
    }

    /// What both say, the narrower of them; `None` where no currency is both (R28).
    pub fn and(self, other: Named) -> Option<Named> {
        match (self, other) {
            (Named::Nothing, said) | (said, Named::Nothing) => Some(said),
            (Named::One(a), Named::One(b)) => (a == b).then_some(self),
            (one @ Named::One(currency), Named::Shared { codes, .. })
            | (Named::Shared { codes, .. }, one @ Named::One(currency)) => {
                codes.contains(currency.code()).then_some(one)
            }
            (Named::Shared { codes: a, .. }, Named::Shared { codes: b, .. }) => {
                a.split(' ').any(|code| b.contains(code)).then_some(self)
            }
        }
    }

    /// As it is told: a code, or the sign.
    pub fn text(&self) -> &str {
        match self {
            Named::Nothing => "",
            Named::One(currency) => currency.code(),
            Named::Shared { sign, .. } => sign,
        }
    }
}

impl From<Option<Currency>> for Named {
    fn from(currency: Option<Currency>) -> Named {
        currency.map_or(Named::Nothing, Named::One)
    }
}
