// The tables as data: which columns each tab has, in which order, how wide, which can be spared where room is short
// (room.js), and what opens below a row. What is `toldBelow` is said there anyway. Where two actions stand one above the
// other, so has everything else two lines: `isTall`. `isFor` tells whether a column says anything of these accounts.
// The platform's own columns come with the platform's names (R2); then ours.

import { AccountDetail, billingOf } from "./account.jsx";
import {
  Amount,
  Mark,
  Meter,
  Name,
  nameOf,
  Provisional,
  spanText,
  Time,
  Unknown,
  ValidDates,
  Whose,
} from "./bits.jsx";
import { CreditDetail } from "./credit.jsx";
import { OfferDetail } from "./offer.jsx";
import { ReconcileDetail } from "./reconcile.jsx";
import { NONE } from "./table-cell.jsx";
import { TransactionDetail } from "./transaction.jsx";

/** @import { AccountCard, Amount as Figure, CreditRow, Level, Message, OfferRow, ReconcileRow, TransactionRow, Unanswered, When } from "../engine/types" */
/** @import { Column, Table, Texts } from "./model" */

/** @template {string} K @param {K} key @returns {Column<Record<K, Figure | null> & { currency: string | null, unanswered?: Unanswered }>} */
const money = (key) => ({
  key,
  width: 92,
  numeric: true,
  cell: (row, { texts, unit }) => (
    <>
      <Amount value={row[key]} currency={row.currency} unit={unit} texts={texts} />
      {row.unanswered?.amounts && row[key] !== null && <Provisional texts={texts} />}
    </>
  ),
});
/** @template {string} K @param {K} key @param {number} width @returns {Column<Record<K, string | null>>} */
const text = (key, width) => ({
  key,
  width,
  cell: (row) => (row[key] === null ? NONE : <Name title={row[key]}>{row[key]}</Name>),
});
/** @template {string} K @param {K} key @param {string} prefix @param {number} width @returns {Column<Record<K, string | null>>} */
const term = (key, prefix, width) => ({
  key,
  width,
  cell: (row, { texts }) =>
    row[key] === null ? <Unknown texts={texts} /> : texts.say(`page.${prefix}.${row[key]}`),
});
/** @template {string} K @param {K} key @returns {Column<Record<K, When | null>>} */
const time = (key, width = 128) => ({
  key,
  width,
  cell: (row, { texts }) => <Time when={row[key]} texts={texts} still />,
});
/** @template {string} K @param {K} key @param {number} width @returns {Column<Record<K, Message | null>>} */
const said = (key, width) => ({
  key,
  width,
  cell: (row, { texts }) => {
    const sentence = row[key] && texts.sentence(row[key]);
    return sentence ? <span title={sentence}>{sentence}</span> : NONE;
  },
});
/** Of no use while nobody has said it of any account. @param {"client" | "owner"} key @returns {Column<AccountCard>} */
const ofRegister = (key) => ({
  ...text(key, 120),
  isFor: (accounts) => accounts.some((account) => account[key]),
});
/** In the room of a column an id is said by its end, but for the row that is open. */
const isShort = (row, { narrow, opened }) => !narrow && opened?.key !== `${row.account} ${row.key}`;
/** @type {Column<{ account: string }>} */
const whose = {
  key: "account",
  width: 130,
  isFor: (accounts) => accounts.length > 1,
  cell: (row, show) => (
    <Whose account={row.account} model={show.model} short={isShort(row, show)} />
  ),
};
/** Of a credit it stands below the name: a table that has every column of the platform has no room for one more. @type {Column<CreditRow>} */
const whoseOfCredit = {
  ...whose,
  isFor: (accounts, { narrow }) => narrow && accounts.length > 1,
};
/** @template {string} K @param {K} key @returns {Column<Record<K, string | null> & { name: string }>} */
const percent = (key) => ({
  key,
  whole: true,
  width: 104,
  cell: (row, { texts }) => (
    <Meter
      share={row[key]}
      label={`${texts.say(`page.column.${key}`)}: ${row.name}`}
      texts={texts}
    />
  ),
});
/** @type {Column<CreditRow>} */
const valid = {
  key: "validUntil",
  width: 100,
  cell: (row, { texts }) => <ValidDates row={row} texts={texts} />,
};
/** @type {Column<OfferRow>} */
const earningWindow = {
  ...valid,
  key: "windowUntil",
  cell: (row, { texts }) => (
    <ValidDates row={{ validFrom: row.windowFrom, validUntil: row.windowUntil }} texts={texts} />
  ),
};
/** @type {Column<CreditRow>} */
const runsOut = {
  key: "runsOut",
  width: 92,
  // R5: nothing draws it. Beside its name the tag would take the room of the name.
  cell: (row, { texts }) =>
    row.isSuspended ? (
      <span class="tag critical">{texts.say("page.state.suspended")}</span>
    ) : (
      runsOutText(row, texts, texts.message(row.runsOutMessage))
    ),
};

/** @type {Column<CreditRow>} */
const creditName = {
  key: "name",
  width: 152,
  title: true,
  cell: (row, show) => (
    <>
      <span class="named">
        {row.worst && row.worst !== "info" && (
          <Mark level={row.worst} word={false} texts={show.texts} />
        )}
        <Name title={row.name}>{row.name}</Name>
      </span>
      {!show.narrow && (
        <Whose account={row.account} model={show.model} short={isShort(row, show)} />
      )}
    </>
  ),
};

/** View/Assign and Assignment log, where the platform offers them (R4), open the same place below the row, each at its own heading. @type {Column<CreditRow>} */
const creditActions = {
  key: "actions",
  width: 116,
  unsorted: true,
  cell: (row, { texts, openRow }) =>
    row.isAssignable ? (
      <span class="row-actions">
        {["assign", "log"].map((part) => (
          <button
            type="button"
            class="link"
            key={part}
            aria-label={`${texts.say(`page.${part}`)}: ${row.name}`}
            onClick={() => openRow(row, part)}
          >
            {texts.say(`page.${part}`)}
          </button>
        ))}
      </span>
    ) : (
      NONE
    ),
};

/** A type that is not known keeps the words of the copy. */
const known = term("creditType", "type", 92);
/** @type {Column<CreditRow>} */
const creditType = {
  ...known,
  cell: (row, show) => (row.typeText ? <Name>{row.typeText}</Name> : known.cell(row, show)),
};

/** Of the tier that is next, the last one where all are reached; the others open with the row. @param {"target" | "reward"} key @returns {Column<OfferRow>} */
const ofNextTier = (key) => ({
  key,
  width: 96,
  toldBelow: true,
  numeric: true,
  cell: (row, { texts, unit }) => {
    const next = row.tiers.find((tier) => !tier.isReached) ?? row.tiers.at(-1);
    return <Amount value={next?.[key]} currency={row.currency} unit={unit} texts={texts} />;
  },
});

/** @type {Column<CreditRow>[]} */
const CREDIT = [
  creditName,
  whoseOfCredit,
  { ...creditType, spare: 4 },
  { ...money("face"), spare: 1 },
  percent("percentSpent"),
  { ...money("used"), spare: 3 },
  money("unused"),
];

/** @type {Column<CreditRow>[]} */
const REST = [
  { ...text("requirements", 92), spare: 7, toldBelow: true },
  { ...time("redeemed", 70), spare: 6 },
  { ...creditActions, spare: 5, toldBelow: true },
];

/** How grave a difference is. @type {Record<ReconcileRow["settlement"], Level | "good">} */
const GRAVITY = {
  settled: "good",
  notComparable: "info",
  withinLag: "info",
  unexplained: "warning",
};

/** @type {{ available: Table<CreditRow>, earning: Table<OfferRow>, notAvailable: Table<CreditRow>, transactions: Table<TransactionRow>, reconcile: Table<ReconcileRow>, accounts: Table<AccountCard> }} */
export const COLUMNS = {
  available: {
    rowKey: (row) => `${row.account} ${row.key}`,
    export: "promotions_available",
    isTall: true,
    columns: [
      ...CREDIT,
      valid,
      runsOut,
      { ...said("drawnBy", 104), unsorted: true, spare: 2, toldBelow: true },
      ...REST,
    ],
    Detail: CreditDetail,
  },
  notAvailable: {
    rowKey: (row) => `${row.account} ${row.key}`,
    export: "promotions_not_available",
    isTall: true,
    columns: [
      ...CREDIT,
      { ...said("stateMessage", 150), key: "state", label: "status" },
      money("forfeited"),
      valid,
      ...REST.slice(0, -1),
      { ...creditActions, width: 64, spare: 8 },
    ],
    Detail: CreditDetail,
  },
  earning: {
    rowKey: (row) => `${row.account} ${row.key}`,
    export: "promotions_earning",
    columns: [
      {
        key: "name",
        label: "offer",
        width: 230,
        title: true,
        cell: (row) => <Name title={row.name}>{row.name}</Name>,
      },
      whose,
      money("qualifyingSpend"),
      { ...ofNextTier("target"), spare: 1 },
      percent("progress"),
      { ...ofNextTier("reward"), spare: 2 },
      { ...money("earnedSoFar"), spare: 3 },
      earningWindow,
      { ...text("status", 120), spare: 4 },
      {
        key: "outlook",
        whole: true,
        width: 290,
        unsorted: true,
        cell: (row, { texts }) => row.outlook[0] && texts.message(row.outlook[0]),
      },
    ],
    Detail: OfferDetail,
  },
  transactions: {
    rowKey: (row) => `${row.account} ${row.key}`,
    export: "transactions",
    order: "page.sort.newest",
    onCards: { credit: true },
    columns: [
      { ...time("time", 150), title: true },
      whose,
      text("kind", 116),
      money("amount"),
      text("campaign", 180),
      { ...text("source", 124), spare: 2 },
      { ...text("credit", 156), spare: 1 },
      { ...text("status", 88), spare: 3 },
      { ...text("id", 180), spare: 4 },
    ],
    Detail: TransactionDetail,
  },
  reconcile: {
    rowKey: (row) => `${row.account} ${row.key}`,
    export: "campaign_report",
    columns: [
      { ...said("subject", 260), title: true, unsorted: true },
      whose,
      {
        key: "settlement",
        label: "result",
        width: 150,
        cell: (row, { texts }) => (
          <span class="settlement">
            <Mark level={GRAVITY[row.settlement]} word={false} texts={texts} />
            {texts.say(`page.settlement.${row.settlement}`)}
          </span>
        ),
      },
      money("difference"),
      { ...said("cause", 420), unsorted: true, whole: true },
    ],
    Detail: ReconcileDetail,
  },
  accounts: {
    rowKey: (row) => row.key,
    export: "payment_management",
    columns: [
      {
        key: "name",
        label: "account",
        width: 210,
        title: true,
        cell: (row, { model, texts }) => (
          <>
            <span class="named">
              {row.worst && <Mark level={row.worst} word={false} texts={texts} />}
              <Name title={nameOf(model, row)}>{nameOf(model, row)}</Name>
            </span>
            {row.isProvisional && <span class="tag">{texts.say("page.provisional")}</span>}
          </>
        ),
      },
      { ...ofRegister("client"), toldBelow: true },
      { ...ofRegister("owner"), spare: 4, toldBelow: true },
      {
        key: "warningCount",
        unsorted: true,
        spare: 3,
        width: 90,
        numeric: true,
        cell: (row, { texts }) => texts.number(row.warningCount),
      },
      {
        key: "creditCount",
        unsorted: true,
        spare: 5,
        width: 80,
        numeric: true,
        cell: (row, { texts }) =>
          row.creditCount === null ? <Unknown texts={texts} /> : texts.number(row.creditCount),
      },
      money("unused"),
      balance("voucher"),
      balance("cash"),
      runsOutOfAccount(),
      {
        key: "billing",
        unsorted: true,
        spare: 2,
        toldBelow: true,
        width: 190,
        cell: (row, { texts }) =>
          row.billing || row.billingIsAutomatic ? (
            <span title={billingOf(row, texts)}>{billingOf(row, texts)}</span>
          ) : (
            <Unknown texts={texts} why={billingOf(row, texts)} />
          ),
      },
      {
        key: "asOf",
        width: 150,
        cell: (row, { texts }) => (
          <span class={row.isStale ? "older" : undefined}>
            <Time when={row.asOf} texts={texts} still />
            {row.isStale && ` · ${texts.say("page.stale")}`}
          </span>
        ),
      },
      { ...text("id", 180), spare: 6, toldBelow: true },
    ],
    Detail: AccountDetail,
  },
};

/** As the latest table or answer states it; of no use where none does. @param {"voucher" | "cash"} key @returns {Column<AccountCard>} */
function balance(key) {
  return {
    ...money(key),
    width: 100,
    spare: 1,
    toldBelow: true,
    isFor: (accounts) => accounts.some((account) => account[key]),
  };
}

/** @returns {Column<AccountCard>} */
function runsOutOfAccount() {
  return {
    key: "runsOut",
    width: 140,
    cell: (row, { texts }) => runsOutText(row, texts),
  };
}

/** The days, else in a word why there are none. @param {Pick<CreditRow, "runsOut" | "noRunOut">} row @param {Texts} texts @param {string} [why] */
function runsOutText({ runsOut, noRunOut }, texts, why) {
  return (
    <span class={runsOut ? "days" : "unknown"} title={why}>
      {runsOut
        ? spanText(runsOut, texts)
        : texts.say(noRunOut ? `page.noRunOut.${noRunOut}` : "page.unknown")}
    </span>
  );
}
