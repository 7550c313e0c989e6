// Written by `UPDATE_GOLDEN=1 cargo test typescript` from the Rust types; do not edit.

export type AccountCandidate = { key: string, name: string | null, reason: Message, };

export type AccountCard = { key: string, 
/**
 * Advertiser id, 16 to 19 digits, where known (R30).
 */
id: string | null, name: string | null, client: string | null, owner: string | null, currency: Currency | null, zone: Zone, 
/**
 * The zone was not stated: the viewer's offset is assumed (R38).
 */
zoneIsAssumed: boolean, billing: BillingSetup | null, 
/**
 * Suggested from evidence, where nobody chose (R10).
 */
billingSuggested: BillingSetup | null, 
/**
 * A register says that it pays automatically, and nobody what pays first then (R10).
 */
billingIsAutomatic: boolean, 
/**
 * Latest moment of truth of its facts.
 */
asOf: When | null, isStale: boolean, 
/**
 * The account of one import whose account nobody stated yet (R31).
 */
isProvisional: boolean, worst: Level | null, warningCount: number, unused: Amount | null, 
/**
 * Rows of its Available list; `null` where no copy tells (R37).
 */
creditCount: number | null, 
/**
 * The whole Available list was copied (R32): only then nothing else can need attention.
 */
isWhole: boolean, runsOut: Span | null, 
/**
 * Why none of its credits is expected to, in a word; `null` where one is, or nothing is known.
 */
noRunOut: NoRunOut | null, 
/**
 * How much it spends a day, by what that is known.
 */
pace: Message | null, 
/**
 * Voucher balance, cash balance and credit line as the latest table or answer states each.
 */
balances: Array<Witness>, voucher: Amount | null, 
/**
 * What was typed in stands where it is typed.
 */
cash: Amount | null, 
/**
 * Key of the order among credits that the figures rest on (R14), and the same in words.
 */
order: string, orderRule: Message, 
/**
 * Which orders are still possible and what would decide, where they change a shown figure.
 */
orderNote: Message | null, };

/**
 * What is known of an account beyond its imports: the register (E15) and the settings.
 */
export type AccountOptions = { name: string | null, client: string | null, owner: string | null, currency: Currency | null, zone: Zone | null, billing: BillingSetup | null, 
/**
 * Which preset of the order among credits to show (R14), as its key.
 */
order: string | null, 
/**
 * Cash typed in by the user, with its time (R36).
 */
cash: CashStatement | null, thresholds: Thresholds, };

export type AccountQuestion = { 
/**
 * Accounts it may be, best evidence first; the account in view is preselected by the page.
 */
candidates: Array<AccountCandidate>, };

export type AlertAnswer = { snoozedUntil: Instant | null, acknowledgedAt: Instant | null, };

/**
 * An exact amount inside one account, in micro-units. Serialised as plain decimal text, `"1234.5"`.
 *
 * Arithmetic cannot overflow in practice: single amounts come from ingest within ±9.2·10¹² units
 * (64 bits) and 128 bits hold 10¹⁹ of those.
 */
export type Amount = string;

/**
 * One typed parameter. Text that a user pasted travels only as [`Arg::Name`] and is never markup.
 */
export type Arg = { "kind": "money", "value": Money } | { "kind": "when", "value": When } | { "kind": "day", "value": Day } | { "kind": "count", "value": number } | { "kind": "share", "value": string } | { "kind": "name", "value": string } | { "kind": "term", "value": string } | { "kind": "names", "value": Array<string> } | { "kind": "terms", "value": string[] };

export type AsOfBasis = "answer" | "content" | "reportRange" | "fileTime" | "newestRow" | "pasteTime";

export type AssignmentCard = { campaignId: string | null, campaign: string | null, since: When | null, };

/**
 * The four figures of one currency.
 */
export type BandLine = { currency: Currency | null, 
/**
 * The one account it is about, where the currency is not stated.
 */
account: string | null, 
/**
 * Unused of credits that can pay now; `None`: no credit states an unused amount.
 */
canPay: Amount | null, 
/**
 * Unused of credits that cannot pay now: suspended, unassigned, not yet valid.
 */
held: Amount, 
/**
 * Four at most.
 */
sentences: Array<Message>, 
/**
 * What they leave out or take for granted, in quiet lines: when delivery stops, an assignment that is not known,
 * an order among credits.
 */
notes: Array<Message>, 
/**
 * The oldest figure in it.
 */
asOf: When | null, };

export type BandPoint = { day: Day, low: Amount, middle: Amount, high: Amount, };

/**
 * Billing setup decides the funding order (R9 to R11). Absent means unknown: asked once.
 */
export type BillingSetup = "manual" | "automaticCashFirst" | "automaticCreditFirst" | "monthlyInvoicing";

export type BurnPoint = { at: When, unused: Amount, source: BurnSource, };

/**
 * Where a balance is known from.
 */
export type BurnSource = "observed" | "figures" | "replayed";

/**
 * A Business Center: do the parts add up to its total? (question 8)
 */
export type BusinessCenterCard = { key: string, currency: Currency | null, total: Amount | null, sumOfAccounts: Amount | null, accountCount: number, message: Message, };

/**
 * Estimates, in minor units.
 */
export type ByDay = { day: Day, leftLow: Amount, leftHigh: Amount, 
/**
 * Paid by something other than credit until then.
 */
otherLow: Amount, otherHigh: Amount, };

export type CalendarAsk = { scope: Scope, 
/**
 * May name accounts and credits; amounts only together with names.
 */
names: boolean, amounts: boolean, 
/**
 * The events of earlier files, as each returned them.
 */
handedOut: Array<HandedOut>, };

export type CampaignChoice = { 
/**
 * Id, else name.
 */
key: string, name: string, 
/**
 * Spend on an average day, an estimate in minor units.
 */
daily: Amount, };

/**
 * One case.
 */
export type Case = { 
/**
 * Stable key, `diagnosis.<key>` without the prefix.
 */
key: string, verdict: Verdict, 
/**
 * What was looked for.
 */
question: Message, evidence: Array<Message>, steps: Array<Message>, 
/**
 * The page that would tell.
 */
needs: Export | null, };

export type CashStatement = { amount: Amount, at: Instant, };

/**
 * What cells that say the same should say.
 */
export type CellCorrection = { 
/**
 * All of them; an empty text says that there is no value.
 */
all: string | null, 
/**
 * The one on this line, 1-based; goes before `all`.
 */
lines: { [key in number]: string }, };

export type ChoiceCard = { key: string, label: Message, preview: string | null, };

/**
 * What a change may name, as it is today.
 */
export type Choices = { campaigns: Array<CampaignChoice>, 
/**
 * Assignable credits that live.
 */
credits: Array<CreditChoice>, billing: BillingSetup | null, order: string, orders: Array<OrderChoice>, };

export type ColumnCard = { header: string, field: Field | null, decisions: Array<Message>, };

/**
 * How to read a table with certain headers: remembered per fingerprint, exportable, forgettable. Decimal marks and orders
 * of day and month answer what a table leaves open; what its cells show goes before them.
 */
export type ColumnMapping = { 
/**
 * Which known export this is, as its key, e.g. `transactions`.
 */
export: string | null, 
/**
 * Header as pasted → field key, e.g. `"Kosten" → "cost"`; an empty key means "leave out".
 */
columns: { [key in string]: string }, 
/**
 * Header as pasted → decimal mark.
 */
decimalMarks: { [key in string]: DecimalMark }, 
/**
 * Header as pasted → order of day and month.
 */
dayOrders: { [key in string]: DayOrder }, zone: Zone | null, currency: Currency | null, 
/**
 * A transaction type as pasted → the platform's, e.g. `"Werbeguthaben" → "Ad Credit"`; an empty one means none of them.
 */
transactionTypes: { [key in string]: string }, 
/**
 * WHATWG label, where the bytes leave several readings open.
 */
encoding: string | null, 
/**
 * Whether an unlabelled first or last row is a total.
 */
totalRow: boolean | null, 
/**
 * Header as pasted → a cell that cannot be read, as pasted → what it should say. Said of one import
 * only: another file means something else by the same slip.
 */
cells: { [key in string]: { [key in string]: CellCorrection } }, };

export type CreditChoice = { key: string, name: string, 
/**
 * Keys of the campaigns that it is assigned to.
 */
linked: Array<string>, };

/**
 * What opens in place below a credit.
 */
export type CreditDetail = { row: CreditRow, 
/**
 * Balance over time, oldest first.
 */
burnDown: Array<BurnPoint>, 
/**
 * Expected balance, as a band.
 */
forecast: Array<BandPoint>, explanation: Array<Message>, 
/**
 * Figures with the rows they come from.
 */
figures: Array<FigureSource>, assignments: Array<AssignmentCard>, log: Array<LogRow>, countries: string | null, adProducts: string | null, 
/**
 * "Valid dates" as pasted (R15).
 */
validText: string | null, 
/**
 * Of an assignable credit: which assignment uses most credit of the account, in at most five steps.
 */
plan: Array<Message>, 
/**
 * Campaigns of which no export tells whether the credit may pay them, and those the user has told it of (R39).
 */
openCampaigns: Array<OpenCampaign>, };

export type CreditOptions = { thresholds: Thresholds, 
/**
 * Issued from a Business Center: not assignable, drawn first (R6).
 */
fromBusinessCenter: boolean | null, 
/**
 * Campaign → whether this credit may pay it, where exports do not tell (R39).
 */
eligibleCampaigns: { [key in string]: boolean }, };

/**
 * An estimate, in minor units.
 */
export type CreditOutcome = { credit: string, name: string, runsOut: Span | null, lostLow: Amount | null, lostHigh: Amount | null, };

/**
 * One row of Available or Not available: the platform's columns, then ours.
 */
export type CreditRow = { key: string, account: string, currency: Currency | null, name: string, 
/**
 * `null` where the export does not tell.
 */
creditType: CreditType | null, 
/**
 * As pasted, where it is none of those.
 */
typeText: string | null, face: Amount | null, 
/**
 * As pasted (R39).
 */
requirements: string | null, redeemed: When | null, validFrom: When | null, 
/**
 * As stated; a day is the last day on which it pays (R15).
 */
validUntil: When | null, 
/**
 * The platform's figures, as of `as_of`.
 */
unused: Amount | null, used: Amount | null, 
/**
 * Share of the face amount that is used, computed; `null` where it cannot be.
 */
percentSpent: string | null, asOf: When | null, 
/**
 * Of its copy.
 */
unanswered: Unanswered, isSuspended: boolean, 
/**
 * It can be linked to campaigns, as far as is known: View/Assign and Assignment log stand beside it (R4, R5).
 */
isAssignable: boolean, 
/**
 * Computed from dates and amounts (R34).
 */
tab: Tab, state: Standing, 
/**
 * Why it is in this tab and since when.
 */
stateMessage: Message, 
/**
 * Unused when it ended (R8); `null` while it lives or where it is not known.
 */
forfeited: Amount | null, 
/**
 * When it is expected to run out, or why that is not known.
 */
runsOut: Span | null, 
/**
 * Why it is not expected to, in a word; `null` where it is, or nothing is known.
 */
noRunOut: NoRunOut | null, runsOutMessage: Message, 
/**
 * What is expected to be unused when it ends, at least and at most.
 */
lost: Range | null, 
/**
 * Who draws it.
 */
drawnBy: Message, worst: Level | null, };

/**
 * "Credit type" (R3).
 */
export type CreditType = "free" | "assignable" | "conditional";

/**
 * What holds and how urgent it is, for hosts that keep a memory of what they have told. Nothing in it moves with
 * another copy of the same facts.
 */
export type Crossing = { id: string, level: Level, 
/**
 * The expiry step that was crossed last, in days before the end; a smaller one is another crossing.
 */
stepDays: number | null, 
/**
 * Since when a figure that was copied is past a limit; `null` where an estimate decides, or nothing has one.
 */
pastLimitSince: Instant | null, };

export type CsvAsk = { scope: Scope, 
/**
 * The table as it is shown; all credits in scope where absent.
 */
query: Query | null, 
/**
 * Separated by tabs, to paste into a sheet.
 */
tabs: boolean, };

/**
 * An ISO 4217 currency, as its three letters. Exponents come from ISO 4217, not from the browser.
 */
export type Currency = string;

/**
 * A calendar day, counted from 1970-01-01. Serialised as `"2026-11-21"`.
 */
export type Day = string;

export type DayOrder = "dayFirst" | "monthFirst";

export type DecimalMark = "point" | "comma";

export type Defaults = { thresholds: Thresholds, 
/**
 * How long the platform may take to finish a figure (R21); 24 where absent.
 */
lagHours: number | null, order: string | null, 
/**
 * Monday first; absent means Monday to Friday.
 */
workingDays: [boolean, boolean, boolean, boolean, boolean, boolean, boolean] | null, };

/**
 * "Usage data looks wrong", of one account: its cases, those that apply first.
 */
export type Diagnosis = { account: string, cases: Array<Case>, };

/**
 * A known export. Catalogue keys are `export.<key>`, and `where.<key>` says where to copy it from.
 */
export type Export = "promotions_available" | "promotions_earning" | "promotions_not_available" | "assignment_log" | "transactions" | "bc_transactions" | "bc_costs" | "payment_management" | "campaign_report" | "gmv_max_report" | "connector_table" | "advertiser_transactions" | "backup" | "account_register" | "assign_panel" | "coupon_card" | "ad_settings";

/**
 * A value that a column can be filtered by.
 */
export type Facet = { value: string, count: number, };

/**
 * A field of a record. Its kind is fixed ([`Field::kind`]), whichever export it is in.
 */
export type Field = "credit_name" | "credit_type" | "face_amount" | "requirements" | "redeemed" | "valid_start" | "valid_end" | "unused" | "used" | "percent_spent" | "status" | "row_labels" | "log_action" | "actor" | "countries" | "ad_products" | "offer_name" | "qualifying_spend" | "target_spend" | "tiers" | "reward" | "earned_so_far" | "window_start" | "window_end" | "transaction_id" | "time" | "transaction_type" | "amount" | "subtotal" | "tax" | "amount_sign" | "payment_source" | "billing_type" | "funds_type" | "account_id" | "account_name" | "bc_id" | "campaign_id" | "campaign_name" | "ad_group_id" | "ad_group_name" | "ad_id" | "ad_name" | "breakdown" | "breakdown_2" | "breakdown_3" | "currency" | "zone" | "client" | "owner" | "billing_setup" | "portfolio_id" | "day" | "cost" | "net_cost" | "cash_cost" | "voucher_cost" | "budget" | "account_balance" | "remaining_balance" | "cash_balance" | "voucher_balance" | "credit_line_balance" | "balance_alert";

export type FigureSource = { label: Message, amount: Amount | null, asOf: When | null, import: string | null, 
/**
 * What that import is called.
 */
importName: string | null, line: number | null, };

export type FlavourKind = "html" | "text" | "file" | "picture";

/**
 * An event that was handed out: what a later file must know to take it back.
 */
export type HandedOut = { uid: string, at: Instant, };

/**
 * A file to save or to copy from.
 */
export type Handout = { 
/**
 * File name; no client's name in it.
 */
name: string, 
/**
 * Without its charset, which is UTF-8.
 */
mediaType: string, text: string, 
/**
 * `calendar`: the events that are out there now, which the shell keeps for the next file.
 */
reminders: Array<HandedOut>, };

/**
 * A file that is asked for, beside its kind.
 */
export type HandoutAsk = { "kind": "calendar" } & CalendarAsk | { "kind": "csv" } & CsvAsk | { "kind": "statement" } & StatementAsk | { "kind": "summary" } & SummaryAsk | { "kind": "ticket" } & TicketAsk;

/**
 * What became of one import: the card that answers a paste.
 */
export type ImportCard = { id: string, name: string, pastedAt: Instant, tables: Array<TableCard>, problems: Array<Problem>, 
/**
 * About the bytes of the import: its encoding. Remembered for the headers of its first table.
 */
questions: Array<QuestionCard>, evidence: Array<Message>, 
/**
 * Asked where the content does not say whose it is (R31).
 */
accountQuestion: AccountQuestion | null, 
/**
 * Nothing in it could be used.
 */
isUnusable: boolean, 
/**
 * The account whose address stands in it, where it has no table: an answer to the question of another import (R31).
 */
addressOf: string | null, };

/**
 * Corrections to one import (R31 to R33).
 */
export type ImportOptions = { 
/**
 * The account this import belongs to, where its content does not say.
 */
account: string | null, asOf: Instant | null, 
/**
 * The credit that a log or panel is about, where its content does not say (R4).
 */
credit: string | null, 
/**
 * "This copy holds the whole list" or "only a part of it" (R32).
 */
isFull: boolean | null, 
/**
 * Answers that hold for this import only.
 */
mapping: ColumnMapping, };

/**
 * Seconds since 1970-01-01 00:00 UTC. Serialised in UTC, `"2026-11-21T13:00:00Z"`; read with any offset.
 */
export type Instant = string;

/**
 * How much a finding matters.
 */
export type Level = "info" | "warning" | "critical";

export type LogRow = { time: When | null, campaignId: string | null, campaign: string | null, 
/**
 * Linked; otherwise unlinked.
 */
isAssigned: boolean, actor: string | null, };

/**
 * A catalogue key with its parameters, e.g. `alert.expiring` with `name`, `amount`, `end`.
 */
export type Message = { 
/**
 * Key in the catalogue; dots group keys by the part of the program that speaks.
 */
key: string, 
/**
 * Named parameters in the order they were given. Names are unique within a message.
 */
args: Record<string, Arg>, };

/**
 * An amount with its currency, as a message says it.
 */
export type Money = { amount: Amount, 
/**
 * `None` where no import and no answer named it yet (R38).
 */
currency: Currency | null, };

/**
 * Why no day of running out is expected, in a word.
 */
export type NoRunOut = "not_drawn" | "ends_first";

/**
 * One row of Earning (E2 and E17 are one offer).
 */
export type OfferRow = { key: string, account: string, currency: Currency | null, name: string, qualifyingSpend: Amount | null, 
/**
 * Tiers, lowest first.
 */
tiers: Array<Tier>, earnedSoFar: Amount | null, windowFrom: When | null, windowUntil: When | null, 
/**
 * More can be earned: its window is not over, and a tier is left.
 */
isOpen: boolean, status: string | null, progress: string | null, asOf: When | null, 
/**
 * What is missing, until when, whether it is reachable.
 */
outlook: Array<Message>, };

export type OpenCampaign = { 
/**
 * Its id, else its name: the answer is kept under it.
 */
key: string, name: string, mayBePaid: boolean | null, };

/**
 * What `open_table` answers.
 */
export type OpenTable = { handle: number, 
/**
 * Changes whenever the rows may have changed; the page then opens the table again.
 */
revision: number, count: number, facets: { [key in string]: Array<Facet> }, };

export type Options = { 
/**
 * [`OPTIONS_VERSION`] of the writer; 0 in a document that says nothing.
 */
version: number, imports: { [key in string]: ImportOptions }, mappings: { [key in string]: ColumnMapping }, accounts: { [key in string]: AccountOptions }, credits: { [key in string]: CreditOptions }, alerts: { [key in string]: AlertAnswer }, defaults: Defaults, 
/**
 * When each answer was given: path into this document as JSON → moment, said by the host. It holds for all
 * below the path. Documents of version 1 have none. No answer of the engine rests on it: it tells which of
 * two people's answers is the later one.
 */
answeredAt: { [key in string]: Instant }, 
/**
 * When the user last looked, for "since your last visit".
 */
lastVisit: Instant | null, };

export type OrderChoice = { key: string, 
/**
 * Key of its name in the catalogue.
 */
title: string, };

export type Outcome = { 
/**
 * Only credits of which something is expected, in the order of the account.
 */
credits: Array<CreditOutcome>, 
/**
 * When something other than credit pays after credit did.
 */
otherPays: Span | null, 
/**
 * It pays already.
 */
otherPaysNow: boolean, 
/**
 * When no source is left (R13).
 */
stops: Span | null, 
/**
 * What all credits together are expected to lose at their ends.
 */
lostLow: Amount | null, lostHigh: Amount | null, 
/**
 * After the day that was asked for.
 */
by: ByDay | null, };

/**
 * A credit or another source beside a charge.
 */
export type PayerLine = { 
/**
 * `null` where it is no single credit; then `source` says what it is.
 */
credit: string | null, name: string | null, source: Message | null, paid: Amount | null, 
/**
 * What it paid, or the rule by which it did not.
 */
why: Message, };

/**
 * Where in an import something was found. Lines and columns count from 1, as a spreadsheet shows them.
 */
export type Place = { 
/**
 * Sheet of a workbook, where there are several.
 */
sheet?: string, 
/**
 * Which of several tables of one paste, from 1; absent when there is only one.
 */
tableNumber?: number, 
/**
 * Line of the pasted text, row of the sheet, or item of a JSON list.
 */
lineNumber?: number, 
/**
 * Header of the column as pasted.
 */
column?: string, };

/**
 * Something about what was pasted that the user should know: where, expected, found, remedy.
 */
export type Problem = { severity: Severity, place: Place, message: Message, };

export type Query = { table: TableName, scope: Scope, search: string, 
/**
 * Column key → text that it must have, letter for letter.
 */
filters: { [key in string]: string }, sort: Sort | null, };

export type QuestionAbout = "decimalMark" | "dayOrder" | "zone" | "currency" | "billing" | "encoding" | "columnMeaning" | "totalRow" | "export" | "credit" | "transactionType";

export type QuestionCard = { 
/**
 * Which entry of the mapping the answer goes to, or of the account.
 */
about: QuestionAbout, 
/**
 * The account that the answer is about; `null`: the headers of the table.
 */
account: string | null, 
/**
 * Header of the column it is about, where it is about one.
 */
column: string | null, 
/**
 * The word that it asks the meaning of, where it asks that.
 */
word: string | null, message: Message, choices: Array<ChoiceCard>, };

/**
 * An amount that is expected between these, both in whole minor units.
 */
export type Range = { low: Amount, high: Amount, };

export type Reading = { 
/**
 * `null` where nothing depends on it.
 */
billing: BillingSetup | null, 
/**
 * Credits in paying order, then other sources. What the lines paid makes the charge.
 */
lines: Array<PayerLine>, };

/**
 * One row of Reconcile: two witnesses of one figure.
 */
export type ReconcileRow = { key: string, account: string, currency: Currency | null, 
/**
 * Credit, campaign or day that the figure is about.
 */
subject: Message, witnesses: Array<Witness>, difference: Amount | null, settlement: Settlement, cause: Message | null, steps: Array<Message>, };

/**
 * A page worth copying again.
 */
export type Refresh = { account: string, 
/**
 * The page to copy; `where.<key>` in the catalogue says where it is.
 */
export: Export, reason: Message, lastSeen: When | null, };

/**
 * One row, as plain data.
 */
export type Row = CreditRow | OfferRow | TransactionRow | ReconcileRow | AccountCard;

/**
 * Where every row of a table went; the parts add up to `rows` (R-law: nothing is dropped in silence).
 */
export type RowCounts = { rows: number, new: number, same: number, changed: number, conflicting: number, ignored: number, problems: number, };

/**
 * Accounts to show; empty means all.
 */
export type Scope = { accounts: Array<string>, client: string | null, owner: string | null, };

/**
 * Agreed, still within the lag (R21), not to be compared, or none of these.
 */
export type Settlement = "settled" | "notComparable" | "withinLag" | "unexplained";

/**
 * How much a problem matters.
 */
export type Severity = "note" | "doubt" | "fault";

export type SinceVisit = { at: Instant, 
/**
 * "2 new, 1 ended", each a message.
 */
changes: Array<Message>, };

export type Sort = { column: string, descending: boolean, };

/**
 * A span of days on an account's clock: earliest and latest, the same day where it is exact.
 */
export type Span = { from: Day, 
/**
 * `None`: not within the time looked at.
 */
to: Day | null, };

/**
 * What each source paid on one day.
 */
export type SpendDay = { day: Day, credit: Amount, cash: Amount, 
/**
 * Card, Business Center balance or credit line.
 */
card: Amount, 
/**
 * Paid by something that is not known.
 */
unknown: Amount, };

/**
 * The series of one currency; of one account where its currency is not stated (R38).
 */
export type SpendLine = { currency: Currency | null, account: string | null, 
/**
 * Days of which charges are known, in order; the last sixty.
 */
days: Array<SpendDay>, };

/**
 * How a credit stands, as filters and sorting take it.
 */
export type Standing = "available" | "held" | "usedUp" | "expired" | "suspended" | "notYetValid" | "ended" | "undetermined";

export type StatementAsk = { scope: Scope, 
/**
 * First and last day; the last calendar month where absent.
 */
from: Day | null, to: Day | null, 
/**
 * Who hands it out, their logo as a data URL, the language of the words.
 */
agency: string | null, logo: string | null, language: string | null, };

export type SummaryAsk = { scope: Scope, 
/**
 * As a page to print, in these words; else as text.
 */
print: boolean, language: string | null, };

/**
 * R1, computed from dates and amounts, not from the tab that was copied (R34).
 */
export type Tab = "available" | "notAvailable";

/**
 * Rows per tab for the accounts in scope.
 */
export type TabCounts = { available: number, earning: number, notAvailable: number, transactions: number, reconcile: number, 
/**
 * Lines of Reconcile that are unexplained.
 */
unexplained: number, accounts: number, };

export type TableCard = { 
/**
 * `null` where it was not recognised.
 */
export: Export | null, fingerprint: string, accounts: Array<string>, asOf: When | null, asOfBasis: AsOfBasis | null, isFull: boolean | null, counts: RowCounts, columns: Array<ColumnCard>, questions: Array<QuestionCard>, problems: Array<Problem>, 
/**
 * Cells that the user may correct, or has corrected.
 */
unread: Array<UnreadCell>, 
/**
 * Lines that are no data, with the reason; at most the first hundred.
 */
ignored: Array<Problem>, message: Message | null, };

/**
 * A table of the page.
 */
export type TableName = "available" | "earning" | "notAvailable" | "transactions" | "reconcile" | "accounts";

/**
 * When to warn. Absent fields fall back: credit, account, defaults, then the built-in value.
 */
export type Thresholds = { 
/**
 * Warn when less than this share of the face amount is unused, e.g. `"0.2"`.
 */
lowShare: string | null, 
/**
 * Warn when less than this amount is unused.
 */
lowAmount: Amount | null, 
/**
 * Warn when the credit is expected to run out within so many days.
 */
runOutDays: number | null, 
/**
 * A loss of at least this amount is critical.
 */
largeLoss: Amount | null, 
/**
 * Facts older than so many hours are stale.
 */
staleHours: number | null, };

export type TicketAsk = { scope: Scope, 
/**
 * One line of Reconcile, by account and key; all unexplained ones in scope where absent.
 */
account: string | null, key: string | null, };

export type Tier = { target: Amount, reward: Amount | null, isReached: boolean, };

/**
 * A charge of the one stream (R35), and who paid it.
 */
export type TransactionCharge = { at: When, campaign: string | null, amount: Amount, 
/**
 * That tells it.
 */
export: Export, 
/**
 * More than one where readings of the billing setup differ (R10), the shown one first.
 */
readings: Array<Reading>, };

/**
 * What opens in place below a transaction (question 4).
 */
export type TransactionDetail = { 
/**
 * The charge that the row is, or charges that it may be a draw for.
 */
charges: Array<TransactionCharge>, 
/**
 * Why there is none; else the rule by which credits are asked.
 */
notes: Array<Message>, };

/**
 * One row of Transactions.
 */
export type TransactionRow = { key: string, account: string, currency: Currency | null, id: string | null, time: When | null, 
/**
 * As the platform writes it.
 */
kind: string, amount: Amount | null, campaignId: string | null, campaign: string | null, source: string | null, credit: string | null, status: string | null, import: string, line: number, };

/**
 * One change, such as `{"spend": {"campaign": "1790000000000000002", "percent": 0}}`.
 */
export type Try = { "spend": { campaign: string | null, percent: number, } } | { "budget": { campaign: string | null, daily: Amount, } } | { "billing": BillingSetup } | { "order": string } | { "assign": { credit: string, campaign: string, linked: boolean, } };

/**
 * What of a copy is asked how to read it, and not answered: it is provisional.
 */
export type Unanswered = { amounts: boolean, dates: boolean, };

/**
 * An import that counts for no account until it is said whose it is.
 */
export type Unclaimed = { id: string, name: string, };

/**
 * The last unit a pasted time states: `2026-06-30` states a day, `22:58` a minute (R15).
 */
export type Unit = "day" | "minute" | "second";

/**
 * Cells of one column that say the same and cannot be read, or could not before the user corrected them.
 */
export type UnreadCell = { 
/**
 * Header of the column.
 */
column: string, 
/**
 * As pasted, its first 80 letters.
 */
found: string, 
/**
 * Line of the first of them, 1-based.
 */
lineNumber: number, count: number, 
/**
 * The one amount or time that it can mean, where there is one: offered, never taken by itself.
 */
proposal: string | null, 
/**
 * What the user said that it says.
 */
readAs: string | null, 
/**
 * What the user said is no value of the column either.
 */
isRefused: boolean, };

export type Verdict = "applies" | "doesNot" | "cannotTell";

/**
 * Everything the first screen says, for the accounts in scope.
 */
export type View = { now: Instant, 
/**
 * When time alone changes what is said next, as far as it is foreseen; of all accounts, whatever the scope.
 */
next: Instant | null, 
/**
 * Accounts in scope, worst first.
 */
accounts: Array<AccountCard>, 
/**
 * Ranked, worst first.
 */
today: Array<Warning>, 
/**
 * Most money first.
 */
refresh: Array<Refresh>, since: SinceVisit | null, 
/**
 * One line per currency, never one total (R28); amounts without a stated currency stand per account.
 */
band: Array<BandLine>, counts: TabCounts, 
/**
 * Those that came last, newest first; the others are asked for by windows or by their ids.
 */
imports: Array<ImportCard>, 
/**
 * Of all imports.
 */
importCount: number, 
/**
 * Nothing that was imported could be used.
 */
isEmpty: boolean, 
/**
 * Imports of which only the user can say whose they are (R31), newest first.
 */
unclaimed: Array<Unclaimed>, 
/**
 * What no import of an account says (R38), and how it pays where that changes an answer (R10); once per account.
 */
asked: Array<QuestionCard>, businessCenters: Array<BusinessCenterCard>, 
/**
 * Who paid, day by day, per currency.
 */
spend: Array<SpendLine>, 
/**
 * Per account, where few are in scope; none where there are many.
 */
diagnosis: Array<Diagnosis>, };

/**
 * Which imports are to be told of.
 */
export type Wanted = { ids: Array<string>, } | { start: number, length: number, };

/**
 * One line of TODAY: what, how much, when, why, what to do.
 */
export type Warning = { 
/**
 * Stable across runs, for hosts, snoozes and acknowledgements.
 */
id: string, kind: WarningKind, level: Level, account: string, credit: string | null, headline: Message, 
/**
 * The reason, with the figures it rests on.
 */
why: Array<Message>, 
/**
 * What to do, and where.
 */
steps: Array<Message>, 
/**
 * What is at stake, for ranking and display.
 */
amount: Amount | null, currency: Currency | null, 
/**
 * The import of which something is asked.
 */
import: string | null, 
/**
 * When it happens or happened.
 */
at: When | null, isNew: boolean, snoozedUntil: Instant | null, acknowledgedAt: Instant | null, 
/**
 * Accounts or credits folded into this line, where small ones are grouped.
 */
members: Array<string>, 
/**
 * Its own crossing, or those of the warnings folded into this line: what is told of them once need not be
 * told again.
 */
crossings: Array<Crossing>, };

/**
 * What a finding is about. The key is stable: hosts, snoozes and acknowledgements rest on it.
 */
export type WarningKind = "asked" | "nothing_left" | "not_copied" | "used_up" | "gone" | "expired" | "expiring" | "unassigned" | "suspended" | "run_out" | "low" | "forfeit_expected" | "reward_overdue" | "earning_gap" | "disagree" | "cash_low" | "stale";

/**
 * What is asked: changes, and a day to look at.
 */
export type WhatIfAsk = { changes: Array<Try>, 
/**
 * Says what is left after this day, and what cash or card have paid by then.
 */
by: Day | null, };

/**
 * Today's figures and those after the changes.
 */
export type WhatIfCard = { currency: Currency | null, 
/**
 * What a change may name.
 */
choices: Choices, today: Outcome, changed: Outcome, 
/**
 * Changes that could not be tried, with the reason.
 */
refused: Array<Message>, };

/**
 * An instant as the page shows it: on the account's clock, with the unit that is meaningful.
 *
 * `at` is RFC 3339 with the account's offset, so that one text holds both the instant and the reading
 * of the account's own clock.
 */
export type When = { at: string; unit: Unit };

/**
 * What one witness says.
 */
export type Witness = { name: Message, 
/**
 * `None`: it says nothing yet, which is not zero (R22).
 */
amount: Amount | null, asOf: When | null, };

/**
 * A fixed offset from UTC in whole minutes, as accounts have it (R25). Serialised as `"+05:30"`.
 */
export type Zone = string;
