// Example models for screenshots and tests: fictional names, made by a small seeded generator.

import story from "../../../tests/fixtures/golden/story.view.json";

const NOW = "2026-11-21T13:00:00Z";
const ZONE = "+01:00";
const when = (at, unit = "minute") => ({
  at: at.length === 10 ? `${at}T00:00:00${ZONE}` : `${at}:00${ZONE}`,
  unit,
});
const day = (offset) =>
  new Date(Date.parse("2026-11-21T00:00:00Z") + offset * 864e5).toISOString().slice(0, 10);
const money = (amount, currency = "USD") => ({ kind: "money", value: { amount, currency } });
const name = (value) => ({ kind: "name", value });
const count = (value) => ({ kind: "count", value });
const onDay = (offset) => ({ kind: "day", value: day(offset) });
const msg = (key, args = {}) => ({ key, args });

function random(seed) {
  let state = (seed * 2654435761) % 4294967296;
  return () => {
    state = (state * 1664525 + 1013904223) % 4294967296;
    return state / 4294967296;
  };
}

const CREDIT_NAMES = [
  "Reels push",
  "Spring match",
  "New advertiser offer",
  "GMV Max protection",
  "Launch credit",
  "Holiday boost",
  "Partner grant",
  "Recovery coupon",
  "Creator bundle",
  "Search trial",
];
const CLIENTS = ["Nord", "Kite", "Halden", "Oriol", "Brook & Sons"];
const PLACES = [
  "Shop EU",
  "Main",
  "Outlet",
  "Apps",
  "Retail UK",
  "Brand",
  "Prospecting",
  "Marketplace",
];

const NASTY = [
  '<img src=x onerror="alert(1)">',
  "‮gnitsaoc‬ \u202Eevil",
  "رصيد الإعلانات — عرض الخريف",
  "a".repeat(180),
  "🎉 Größe & Söhne “quoted”, comma",
  '=HYPERLINK("http://example.com")',
  "constructor",
  "第二季度广告赠款（新客户专享）超长名称测试",
];

function account(i, several) {
  const rand = random(i + 7);
  const client = several ? CLIENTS[i % CLIENTS.length] : "Nord";
  return {
    key: `70000000000000${String(1000 + i)}`,
    id: `70000000000000${String(1000 + i)}`,
    name: several
      ? `${PLACES[i % PLACES.length]}${i >= PLACES.length ? ` ${Math.floor(i / PLACES.length) + 1}` : ""}`
      : "Shop EU",
    client,
    owner: several ? ["Mira", "Jon"][i % 2] : null,
    currency: "USD",
    zone: ZONE,
    zoneIsAssumed: i % 9 === 4,
    billing: i % 3 === 0 ? null : "manual",
    billingSuggested: i % 3 === 0 ? "automaticCashFirst" : null,
    asOf: i % 11 === 10 ? null : when(`${day(i % 5 === 3 ? -4 : 0)}T14:00`),
    isStale: i % 5 === 3,
    isProvisional: false,
    worst: [null, "critical", "warning", "info"][Math.floor(rand() * 4)],
    warningCount: Math.floor(rand() * 5),
    unused: i % 11 === 10 ? null : (rand() * 3000).toFixed(2),
    creditCount: i % 11 === 10 ? null : 1 + Math.floor(rand() * 9),
    isWhole: i % 11 !== 10,
    runsOut: i % 4 ? { from: day(3 + (i % 20)), to: day(6 + (i % 24)) } : null,
    balances: [
      { name: msg("field.voucher_balance"), amount: "1200.00", asOf: when(`${day(0)}T09:00`) },
      { name: msg("field.cash_balance"), amount: "300.00", asOf: when(`${day(0)}T09:00`) },
    ],
    voucher: "1200.00",
    cash: "300.00",
    pace: msg("alert.why.pace", {
      daily: money("96.00"),
      basis: { kind: "term", value: "forecast.basis.net_cost" },
      day: onDay(-1),
    }),
    order: "earliestEnd",
    orderRule: msg("g.explain.order"),
    orderNote: null,
  };
}

function credit(i, accounts, ended) {
  const rand = random(i * 31 + (ended ? 5 : 3));
  const owner = accounts[i % accounts.length];
  const face = [100, 250, 500, 1000, 1500][Math.floor(rand() * 5)];
  const used = ended && i % 2 ? face : Math.round(face * rand() * 100) / 100;
  const unknown = i % 13 === 12;
  const kind = ["free", "assignable", "conditional"][i % 3];
  const unassigned = !ended && i % 9 === 1;
  const suspended = !ended && i % 17 === 4;
  const state = ended
    ? i % 2
      ? "usedUp"
      : "expired"
    : suspended
      ? "suspended"
      : unassigned
        ? "held"
        : "available";
  const messages = {
    available: msg("g.state.available"),
    held: msg("g.state.unassigned"),
    suspended: msg("g.state.suspended"),
    usedUp: msg("g.state.usedUp", {
      from: { kind: "when", value: when(`${day(-3)}T09:00`) },
      to: { kind: "when", value: when(`${day(0)}T08:40`) },
    }),
    expired: msg("g.state.expired", { at: onDay(-4), amount: money((face - used).toFixed(2)) }),
  };
  const live = !ended && !unassigned && !suspended && !unknown;
  return {
    key: `credit-${i}`,
    account: owner.key,
    currency: owner.currency,
    name: `${CREDIT_NAMES[i % CREDIT_NAMES.length]}${i >= CREDIT_NAMES.length ? ` ${Math.floor(i / CREDIT_NAMES.length) + 1}` : ""}`,
    creditType: i % 29 === 28 ? null : kind,
    face: `${face}.00`,
    requirements:
      i % 4 === 0
        ? null
        : ["Norway; Web conversions", "Reach and Video views only", "DE, FR, NL · Smart+"][i % 3],
    redeemed: when(day(-20 - (i % 30)), "day"),
    validFrom: when(day(-20 - (i % 30)), "day"),
    validUntil: ended ? when(day(-3), "day") : when(day(4 + ((i * 7) % 60)), "day"),
    unused: unknown ? null : (face - used).toFixed(2),
    used: unknown ? null : used.toFixed(2),
    percentSpent: unknown ? null : (used / face).toFixed(4),
    asOf: when(`${day(0)}T14:00`),
    isSuspended: suspended,
    isAssignable: kind === "assignable" && i % 29 !== 28 && !suspended && !ended,
    tab: ended ? "notAvailable" : "available",
    state,
    stateMessage: messages[state],
    lost: live && i % 2 ? { low: "10.00", high: "42.50" } : null,
    forfeited: state === "expired" ? (face - used).toFixed(2) : null,
    runsOut: live ? { from: day(2 + (i % 9)), to: day(5 + (i % 14)) } : null,
    noRunOut: null,
    runsOutMessage: live
      ? msg("g.runsOut", { from: onDay(2 + (i % 9)), to: onDay(5 + (i % 14)) })
      : msg("g.runsOut.unknown"),
    drawnBy: unassigned
      ? msg("g.drawn.none")
      : kind === "assignable"
        ? msg("g.drawn.names", { names: { kind: "names", value: ["Reels DE", "Reels FR"] } })
        : msg("g.drawn.all"),
    worst: unassigned ? "critical" : suspended ? "critical" : i % 5 === 0 ? "warning" : null,
  };
}

function offer(i, accounts) {
  return {
    key: `offer-${i}`,
    account: accounts[i % accounts.length].key,
    currency: "USD",
    name: "Spend 100, get 100",
    qualifyingSpend: i === 2 ? null : (82 - i * 20).toFixed(2),
    tiers: [
      { target: "50.00", reward: "25.00", isReached: i === 0 },
      { target: "100.00", reward: "100.00", isReached: false },
      { target: "300.00", reward: null, isReached: false },
    ],
    earnedSoFar: i === 0 ? "25.00" : "0.00",
    windowFrom: when(day(-27), "day"),
    windowUntil: when(day(4), "day"),
    isOpen: true,
    status: "In progress",
    progress: i === 2 ? null : (0.82 - i * 0.2).toFixed(2),
    asOf: when(`${day(0)}T14:00`),
    outlook: [
      msg("g.outlook.missing", { amount: money("18.00"), by: onDay(3) }),
      msg("g.outlook.day", { amount: money("6.00") }),
      msg("g.outlook.no", { until: onDay(6) }),
    ],
  };
}

function transaction(i, accounts, credits) {
  const rand = random(i + 99);
  const kind = ["Ad Credit", "Ad Credit", "Add balance", "Bill payment"][i % 4];
  return {
    key: `import-2 0 ${i + 2}`,
    account: accounts[i % accounts.length].key,
    currency: "USD",
    id: `2026${String(10 ** 11 + i * 7919)}`,
    time: when(
      `${day(-Math.floor(i / 40))}T${String(23 - (i % 24)).padStart(2, "0")}:${String((i * 7) % 60).padStart(2, "0")}`,
    ),
    kind,
    amount: `${kind === "Ad Credit" ? "-" : ""}${(rand() * 90 + 1).toFixed(2)}`,
    campaignId: `18${String(10 ** 14 + i)}`,
    campaign: ["Reels DE", "Reels FR", "Search brand", "Spark · Herbst"][i % 4],
    source: kind === "Ad Credit" ? "Ad credit" : "Visa ···· 4242",
    credit: kind === "Ad Credit" ? (credits[i % Math.max(1, credits.length)]?.name ?? null) : null,
    status: "Completed",
    import: "import-2",
    line: i + 2,
  };
}

/** What opens below a transaction. */
export function transactionOf(row) {
  const amount = row.amount.replace("-", "");
  const line = (name, why) => ({ credit: name, name, source: null, paid: null, why: msg(why) });
  const paid = { paid: amount, why: msg("account.why.paid", { amount: money(amount) }) };
  const lines = [
    line("Spring match", "account.why.empty"),
    line("New advertiser offer", "account.why.notAssigned"),
    { ...line(row.credit ?? "Launch credit"), ...paid },
    line("Holiday boost", "account.why.notNeeded"),
  ];
  const readings = [{ billing: null, lines }];
  const { time: at, campaign } = row;
  return { charges: [{ at, campaign, amount, export: "transactions", readings }], notes: [] };
}

function reconcileRow(i, accounts) {
  const settlement = ["unexplained", "withinLag", "settled"][i % 3];
  return {
    key: `r-${i}`,
    account: accounts[i % accounts.length].key,
    currency: "USD",
    subject: msg("g.subject.credit", { name: name(CREDIT_NAMES[i % CREDIT_NAMES.length]) }),
    witnesses: [
      { name: msg("g.witness.platform"), amount: "461.25", asOf: when(`${day(0)}T14:00`) },
      {
        name: msg("g.witness.transactions"),
        amount: settlement === "settled" ? "461.25" : "449.25",
        asOf: when(`${day(0)}T09:30`),
      },
      { name: msg("g.witness.report"), amount: null, asOf: when(`${day(-1)}T23:59`) },
    ],
    difference: settlement === "settled" ? "0.00" : "12.00",
    settlement,
    cause:
      settlement === "settled"
        ? null
        : settlement === "unexplained"
          ? msg("g.cause.tax")
          : msg("g.cause.lag"),
    steps: settlement === "unexplained" ? [msg("g.step.ticket")] : [],
  };
}

function warnings(accounts, howMany) {
  const kinds = [
    [
      "critical",
      "expiring",
      () =>
        msg("g.expiring", { name: name("Reels push"), amount: money("1000.00"), days: count(8) }),
    ],
    [
      "warning",
      "usedUp",
      () =>
        msg("g.usedUp", {
          name: name("Spring match"),
          from: onDay(-3),
          to: onDay(0),
          paid: money("412.30"),
        }),
    ],
    [
      "info",
      "reward",
      () => msg("g.reward", { amount: money("18.00"), by: onDay(3), until: onDay(6) }),
    ],
    [
      "warning",
      "low",
      () =>
        msg("g.low", {
          name: name("Holiday boost"),
          share: { kind: "share", value: "0.16" },
          amount: money("38.75"),
        }),
    ],
  ];
  return Array.from({ length: howMany }, (_, i) => {
    const [level, kind, headline] =
      kinds[howMany > 4 ? Math.min(3, Math.floor((i / howMany) * 4)) : i];
    return {
      id: `w-${i}`,
      kind,
      level,
      account: accounts[i % accounts.length].key,
      credit: "credit-1",
      headline: headline(),
      why: [msg("g.why.assigned"), msg("g.why.pace", { amount: money("96.00") })],
      steps: [msg("g.step.assign"), msg("g.step.copy")],
      amount: "1000.00",
      currency: "USD",
      at: when(day(8), "day"),
      isNew: i < 2,
      snoozedUntil: i === 5 ? "2026-11-25T00:00:00Z" : null,
      acknowledgedAt: null,
      members: kind === "low" ? accounts.slice(0, 3).map((one) => one.key) : [],
      crossings: [],
    };
  });
}

function importCard(change = {}) {
  return {
    id: "import-1",
    name: "Pasted table",
    pastedAt: "2026-11-21T13:00:00Z",
    problems: [],
    evidence: [
      msg("g.evidence", {
        names: { kind: "names", value: ["Ad credit name", "Unused amount", "Valid dates"] },
      }),
    ],
    accountQuestion: null,
    questions: [],
    isUnusable: false,
    addressOf: null,
    tables: [
      {
        export: "promotions_available",
        fingerprint: "f1",
        accounts: ["700000000000001000"],
        asOf: when(`${day(0)}T14:00`),
        asOfBasis: "pasteTime",
        isFull: false,
        counts: { rows: 15, new: 9, same: 1, changed: 1, conflicting: 0, ignored: 23, problems: 4 },
        columns: [
          { header: "Ad credit name", field: "credit_name", decisions: [] },
          {
            header: "Discount / Amount",
            field: "face_amount",
            decisions: [msg("g.decision.point")],
          },
          { header: "Valid dates", field: "valid_start", decisions: [msg("g.decision.day")] },
          { header: "Kosten", field: null, decisions: [] },
        ],
        questions: [],
        problems: [
          [14, "12..5"],
          [16, "12..5"],
          [17, "12..5"],
          [20, "n/a"],
        ].map(([lineNumber, found]) => ({
          severity: "fault",
          place: { lineNumber, column: "Used amount" },
          message: msg("g.problem.amount", { found: name(found) }),
        })),
        unread: [
          {
            column: "Used amount",
            found: "12..5",
            lineNumber: 14,
            count: 3,
            proposal: "12.5",
            readAs: null,
            isRefused: false,
          },
          {
            column: "Used amount",
            found: "100,00",
            lineNumber: 15,
            count: 1,
            proposal: "100.00",
            readAs: null,
            isRefused: false,
          },
          {
            column: "Used amount",
            found: "??",
            lineNumber: 18,
            count: 1,
            proposal: null,
            readAs: "abc",
            isRefused: true,
          },
          {
            column: "Used amount",
            found: "n/a",
            lineNumber: 20,
            count: 1,
            proposal: null,
            readAs: "",
            isRefused: false,
          },
        ],
        ignored: [
          { severity: "note", place: { lineNumber: 1 }, message: msg("g.ignored.menu") },
          { severity: "note", place: { lineNumber: 40 }, message: msg("g.ignored.total") },
        ],
        message: null,
      },
    ],
    ...change,
  };
}

const options = {
  version: 1,
  imports: {},
  mappings: {},
  accounts: {},
  credits: {},
  alerts: {},
  lastVisit: null,
  defaults: {
    thresholds: {
      lowShare: null,
      lowAmount: null,
      runOutDays: null,
      largeLoss: null,
      staleHours: null,
    },
    lagHours: null,
    order: null,
    workingDays: null,
  },
};

const settings = {
  theme: "auto",
  locale: "en",
  incognito: false,
  keep: "memory",
  letterhead: { agency: "", logo: null },
  readOnly: false,
  compact: false,
};
const scope = { accounts: [], client: null, owner: null };

const empty = {
  phase: "ready",
  failure: null,
  isEmpty: true,
  isSample: false,
  view: null,
  revision: 1,
  options,
  settings,
  languages: ["en", "de"],
  scope,
  tab: "available",
  openImport: null,
  asked: null,
  delivered: [],
  reading: [],
  isAnswering: false,
  undo: null,
  announcement: null,
  complaint: null,
  tables: {},
};

/** A model with its tables beside it, where the gallery's actions find them. */
function filled({
  credits = 12,
  ended = 5,
  accounts: howMany = 1,
  offers = 1,
  transactions = 60,
  reconcile = 4,
  alerts = 4,
  change = {},
  view = {},
}) {
  const accounts = Array.from({ length: howMany }, (_, i) => account(i, howMany > 1));
  const available = Array.from({ length: credits }, (_, i) => credit(i, accounts, false));
  const tables = {
    available,
    earning: Array.from({ length: offers }, (_, i) => offer(i, accounts)),
    notAvailable: Array.from({ length: ended }, (_, i) => credit(i, accounts, true)),
    transactions: Array.from({ length: transactions }, (_, i) =>
      transaction(i, accounts, available),
    ),
    reconcile: Array.from({ length: reconcile }, (_, i) => reconcileRow(i, accounts)),
    accounts,
  };
  return {
    ...empty,
    isEmpty: false,
    accounts,
    tables,
    view: {
      now: NOW,
      accounts,
      today: warnings(accounts, alerts),
      refresh: accounts.map((one, i) => ({
        account: one.key,
        export: i === 3 ? "transactions" : "promotions_available",
        reason: msg("g.stale", { hours: count(31 + i) }),
        lastSeen: when(`${day(-2)}T08:40`),
      })),
      since: {
        at: "2026-11-18T08:00:00Z",
        changes: [msg("g.new", { count: count(2) }), msg("g.ended", { count: count(1) })],
      },
      band: [
        {
          currency: "USD",
          account: null,
          canPay: "38.75",
          held: "1000.00",
          asOf: when(`${day(0)}T14:00`),
          sentences: [
            msg("g.can", { amount: money("38.75"), held: money("1000.00") }),
            msg("g.runs", { from: onDay(6), to: onDay(10) }),
            msg("g.lost", { low: money("310.00"), high: money("420.00") }),
            msg("g.then", { amount: money("96.00") }),
          ],
          notes: [],
        },
      ],
      counts: {
        available: credits,
        earning: offers,
        notAvailable: ended,
        transactions,
        reconcile,
        unexplained: Math.ceil(reconcile / 3),
        accounts: howMany,
      },
      importCount: 2,
      isEmpty: false,
      unclaimed: [],
      asked: [],
      imports: [
        importCard(),
        {
          ...importCard({ id: "import-2", name: "transactions-2026-11.csv" }),
          tables: importCard().tables.map((table) => ({ ...table, export: "transactions" })),
        },
      ],
      businessCenters: [],
      spend: [
        {
          currency: "USD",
          account: null,
          days: Array.from({ length: 30 }, (_, i) => {
            const rand = random(i + 400)();
            return {
              day: day(i - 30),
              credit: i < 24 ? (60 + rand * 40).toFixed(2) : "0",
              cash: i >= 22 && i < 29 ? (40 + rand * 60).toFixed(2) : "0",
              card: i === 27 ? "25.00" : "0",
              unknown: i >= 29 ? (80 + rand * 9).toFixed(2) : "0",
            };
          }),
        },
      ],
      ...view,
    },
    ...change,
  };
}

/** `isFresh`: seen for the first time right now. */
export function detailOf(row, isFresh = false) {
  const unused = Number(row.unused ?? 0);
  const face = Number(row.face ?? 0);
  const seen = Array.from({ length: 12 }, (_, i) => ({
    at: when(`${day(-22 + i * 2)}T14:00`),
    unused: (face - ((face - unused) * i) / 11).toFixed(2),
    source: i % 4 === 3 || i === 0 ? "observed" : i < 4 ? "figures" : "replayed",
  }));
  const burnDown = isFresh ? seen.slice(-1) : seen;
  const forecast = row.runsOut
    ? Array.from({ length: 10 }, (_, i) => ({
        day: day(i),
        low: Math.max(0, unused - unused * i * 0.2).toFixed(2),
        middle: Math.max(0, unused - unused * i * 0.14).toFixed(2),
        high: Math.max(0, unused - unused * i * 0.1).toFixed(2),
      }))
    : [];
  const assignable = row.creditType === "assignable";
  return {
    row,
    burnDown: row.unused === null ? [] : burnDown,
    forecast,
    validText: null,
    explanation: [
      msg("g.explain.used", { amount: money(row.used ?? "0"), count: count(14) }),
      msg("g.explain.order"),
    ],
    figures: [
      {
        label: msg("g.figure.unused"),
        amount: row.unused,
        asOf: row.asOf,
        import: "import-1",
        line: 4,
      },
      {
        label: msg("g.figure.used"),
        amount: row.used,
        asOf: row.asOf,
        import: "import-1",
        line: 4,
      },
      { label: msg("g.figure.drawn"), amount: null, asOf: null, import: "import-2", line: null },
    ],
    openCampaigns: [{ key: "3", name: "Brand", mayBePaid: null }],
    assignments:
      assignable && row.state !== "held"
        ? [
            { campaignId: "1", campaign: "Reels DE", since: when(`${day(-9)}T10:12`) },
            { campaignId: "2", campaign: "Reels FR", since: null },
          ]
        : [],
    log: assignable
      ? [
          {
            time: when(`${day(-9)}T10:12`),
            campaignId: "1",
            campaign: "Reels DE",
            isAssigned: true,
            actor: "Mira",
          },
          {
            time: when(`${day(-12)}T16:40`),
            campaignId: "3",
            campaign: "Search brand",
            isAssigned: false,
            actor: null,
          },
        ]
      : [],
    countries: assignable ? "Germany, France" : null,
    adProducts: assignable ? "Reels, Spark Ads" : null,
  };
}

function nasty() {
  const model = filled({ credits: NASTY.length, accounts: 3 });
  model.tables.available.forEach((row, i) => {
    row.name = NASTY[i];
    row.requirements = NASTY[(i + 1) % NASTY.length];
  });
  model.accounts.forEach((one, i) => {
    one.name = NASTY[i + 1];
    one.client = NASTY[i + 3];
  });
  model.view.today[0].headline.args.name.value = NASTY[3];
  model.view.today[1].headline.args.name.value = NASTY[0];
  model.view.imports[0].name = NASTY[0];
  return model;
}

const CURRENCIES = ["EUR", "GBP", "USD", "CHF"];

/** Accounts of several currencies, of which the copies name no more than the ids; amounts of five digits. */
function byId(accounts, credits) {
  const model = filled({ accounts, credits, alerts: 8 });
  model.accounts.forEach((one, i) => {
    Object.assign(one, { name: null, client: null, owner: null, currency: CURRENCIES[i % 4] });
  });
  for (const row of model.tables.available) {
    const { currency } = model.accounts.find(({ key }) => key === row.account);
    const amount = (value) => value && (Number(value) * 13).toFixed(2);
    const amounts = { face: amount(row.face), used: amount(row.used), unused: amount(row.unused) };
    Object.assign(row, amounts, { currency });
  }
  return model;
}

const question = {
  accountQuestion: {
    candidates: [{ key: "700000000000001000", name: "Shop EU", reason: msg("g.candidate") }],
  },
  tables: [
    {
      ...importCard().tables[0],
      questions: [
        {
          about: "dayOrder",
          column: "Valid dates",
          message: msg("g.question.day"),
          choices: [
            { key: "dayFirst", label: msg("g.choice.day"), preview: "03/04/2026 → 3 Apr 2026" },
            { key: "monthFirst", label: msg("g.choice.month"), preview: "03/04/2026 → 4 Mar 2026" },
          ],
        },
      ],
    },
  ],
};

export const MODELS = {
  /** What the engine itself says of the fixtures' story. */
  story: () => ({
    ...empty,
    isEmpty: false,
    accounts: story.view.accounts,
    view: story.view,
    tables: story.tables,
  }),
  empty: () => empty,
  starting: () => ({ ...empty, phase: "starting" }),
  failed: () => ({
    ...empty,
    phase: "failed",
    failure: {
      message: msg("g.csp"),
      detail:
        "CompileError: WebAssembly.Module(): Refused to compile or instantiate WebAssembly module",
    },
  }),
  one: () =>
    filled({
      credits: 1,
      ended: 0,
      offers: 0,
      transactions: 0,
      reconcile: 0,
      alerts: 1,
      change: { settings: { ...settings, keep: "ask" } },
    }),
  calm: () => filled({ credits: 3, alerts: 0, view: { refresh: [] } }),
  twelve: () => filled({}),
  twoHundred: () => filled({ credits: 200, ended: 120, transactions: 3204, alerts: 24 }),
  forty: () =>
    filled({
      credits: 200,
      ended: 80,
      accounts: 40,
      offers: 3,
      transactions: 3204,
      reconcile: 12,
      alerts: 94,
      change: { tab: "accounts" },
      view: {
        businessCenters: [
          {
            key: "BC North",
            currency: "USD",
            total: "8200.00",
            sumOfAccounts: "8200.00",
            accountCount: 40,
            message: msg("g.center", { sum: money("8200.00"), total: money("8200.00") }),
          },
        ],
      },
    }),
  fourById: () => byId(4, 16),
  fortyById: () => byId(40, 155),
  million: () => filled({ credits: 12, transactions: 100000, change: { tab: "transactions" } }),
  loading: () => ({
    ...filled({}),
    reading: [{ id: "x", name: "transactions-2025.csv", number: 12, count: 40, share: 0.42 }],
  }),
  firstLoading: () => ({
    ...empty,
    reading: [{ id: "x", name: "transactions-2025.csv", number: 1, count: 1, share: 0.42 }],
  }),
  imported: () => ({
    ...filled({}),
    openImport: "import-1",
    undo: msg("g.done", { name: name("Pasted table"), count: count(12) }),
    announcement: {
      id: 1,
      message: msg("g.done", { name: name("Pasted table"), count: count(12) }),
    },
  }),
  questions: () => {
    const model = filled({ accounts: 3 });
    Object.assign(model.view.imports[0], question);
    return { ...model, openImport: "import-1" };
  },
  /** Another client's accounts are in view. */
  elsewhere: () => {
    const model = filled({ accounts: 3 });
    const accounts = model.accounts.slice(1);
    return { ...model, view: { ...model.view, accounts }, openImport: "import-1" };
  },
  zone: () => {
    const model = filled({ accounts: 3 });
    Object.assign(model.view.imports[0], {
      tables: [
        {
          ...importCard().tables[0],
          questions: [
            {
              about: "zone",
              account: model.accounts[0].key,
              column: null,
              message: msg("view.question.zone", { zone: name("+01:00") }),
              choices: ["+01:00", "-08:00", "+00:00"].map((key) => ({
                key,
                label: msg("view.zone", { zone: name(key) }),
                preview: null,
              })),
            },
          ],
        },
      ],
    });
    return { ...model, openImport: "import-1" };
  },
  unusable: () => {
    const model = filled({});
    Object.assign(
      model.view.imports[0],
      importCard({
        isUnusable: true,
        addressOf: null,
        name: "ExportAds_V2_2026-11-21.xlsx",
        tables: [
          {
            ...importCard().tables[0],
            export: null,
            accounts: [],
            columns: [],
            problems: [],
            unread: [],
            asOf: null,
            asOfBasis: null,
            isFull: null,
            counts: {
              rows: 40,
              new: 0,
              same: 0,
              changed: 0,
              conflicting: 0,
              ignored: 40,
              problems: 0,
            },
            message: msg("g.table.adSettings"),
          },
        ],
      }),
    );
    return { ...model, openImport: "import-1" };
  },
  complaint: () => ({ ...filled({}), complaint: msg("g.clipboard") }),
  emptyComplaint: () => ({ ...empty, complaint: msg("g.clipboard") }),
  sample: () => ({ ...filled({}), isSample: true }),
  nasty,
  earning: () => ({ ...filled({ offers: 3 }), tab: "earning" }),
  notAvailable: () => ({ ...filled({}), tab: "notAvailable" }),
  transactions: () => ({ ...filled({}), tab: "transactions" }),
  reconcile: () => ({ ...filled({}), tab: "reconcile" }),
  dropping: () => filled({ change: { isDropping: true } }),
  incognito: () => filled({ change: { settings: { ...settings, incognito: true } } }),
  readOnly: () => filled({ change: { settings: { ...settings, readOnly: true } } }),
  compact: () => filled({ change: { settings: { ...settings, compact: true } } }),
  compactSeveral: () =>
    filled({ accounts: 3, change: { settings: { ...settings, compact: true } } }),
  compactEmpty: () => ({ ...empty, settings: { ...settings, compact: true } }),
  compactCredit: () => filled({ offers: 0, change: { settings: { ...settings, compact: true } } }),
};
