//! What stands before an id or a name on the platform's pages, in our languages (R31).
//!
//! In: a label, plain ([`super::words::plain`]). Out: whether it calls an ad account, or something else that has an id.
//! What neither list knows may be anything.

/// Whether a label says that what follows is the id of an ad account: `Account ID`, `Werbekonto-ID`.
pub(super) fn is_id_of_account(label: &str) -> bool {
    is_one_of(IDS, label)
}

/// Whether it says that what follows is an account's name: `Ad account`, `Nombre de la cuenta`.
pub(super) fn is_name_of_account(label: &str) -> bool {
    is_one_of(NAMES, label)
}

/// Whether something else is called so that has an id.
pub(super) fn is_of_another(label: &str) -> bool {
    OTHERS.contains(&label)
}

/// Whether what stands before an id may be a name rather than what the id is called: several words, not written as a
/// label is, nor about a thing of ours to administer: `Kite Shop ID`, beside `Payment portfolio ID`.
pub(super) fn may_be_name(text: &str) -> bool {
    let text = text.trim_end_matches([':', '：', '#', ' ']);
    let mut words = text.split_whitespace().skip(1);
    let is_own = |word: &str| !word.starts_with(char::is_lowercase);
    let last = text.split_whitespace().next_back().unwrap_or_default().to_lowercase();
    words.any(is_own) && !THINGS.contains(&last.as_str())
}

/// Whether a label is one of these words, written apart or together.
fn is_one_of(words: &[&str], label: &str) -> bool {
    let letters = label.chars().filter(|c| !matches!(c, ' ' | '-'));
    words.iter().any(|word| word.chars().eq(letters.clone()))
}

/// What the id of an ad account is called, in our languages; without blanks.
const IDS: &[&str] = &[
    "accountid",
    "advertiserid",
    "adaccountid",
    "kontoid",
    "werbekontoid",
    "iddecuenta",
    "iddelacuenta",
    "iddelacuentapublicitaria",
    "idducompte",
    "idducomptepublicitaire",
    "idconta",
    "iddaconta",
    "iddacontadeanúncios",
    "idakun",
    "idakuniklan",
    "idtàikhoản",
    "idtàikhoảnquảngcáo",
    "idบัญชี",
    "idบัญชีโฆษณา",
    "รหัสบัญชี",
    "アカウントid",
    "広告アカウントid",
    "계정id",
    "광고계정id",
    "账户id",
    "账号id",
    "广告账户id",
    "广告账号id",
    "معرفالحساب",
    "معرّفالحساب",
    "معرفحسابالإعلانات",
];

/// What its name is called.
const NAMES: &[&str] = &[
    "accountname",
    "account",
    "adaccount",
    "advertisername",
    "advertiser",
    "kontoname",
    "werbekonto",
    "nombredelacuenta",
    "cuentapublicitaria",
    "nomducompte",
    "comptepublicitaire",
    "nomedaconta",
    "contadeanúncios",
    "namaakun",
    "akuniklan",
    "têntàikhoản",
    "tàikhoảnquảngcáo",
    "ชื่อบัญชี",
    "บัญชีโฆษณา",
    "アカウント名",
    "広告アカウント",
    "계정이름",
    "광고계정",
    "账户名称",
    "账号名称",
    "广告账户",
    "广告账号",
    "اسمالحساب",
    "حسابالإعلانات",
];

/// What pages and consoles administer beside ad accounts.
const THINGS: &[&str] = &[
    "asset",
    "entity",
    "folder",
    "group",
    "library",
    "portfolio",
    "profile",
    "project",
    "property",
    "source",
    "space",
    "team",
    "tenant",
    "wallet",
    "workspace",
];

/// What else has an id on the platform's pages: it is no account's.
const OTHERS: &[&str] = &[
    "ad",
    "ad credit",
    "ad group",
    "adgroup",
    "agency",
    "app",
    "audience",
    "bill",
    "billing",
    "business",
    "business center",
    "campaign",
    "case",
    "catalog",
    "code",
    "company",
    "contract",
    "coupon",
    "creative",
    "credit",
    "customer",
    "device",
    "event",
    "identity",
    "invoice",
    "item",
    "job",
    "log",
    "member",
    "merchant",
    "offer",
    "order",
    "organization",
    "page",
    "partner",
    "payment",
    "payment method",
    "pixel",
    "post",
    "product",
    "promo",
    "promotion",
    "report",
    "request",
    "seller",
    "session",
    "shop",
    "statement",
    "store",
    "support",
    "support ticket",
    "task",
    "tax",
    "ticket",
    "trace",
    "transaction",
    "user",
    "video",
    "voucher",
];
