// A page that shows one example model: ?state=twelve&fresh&dir=rtl&lang=en-XA&theme=dark&width=280&tab=earning. Not shipped.

import { render } from "preact";
import { sheets } from "../../style/index.js";
import { App } from "../app.jsx";
import { detailOf, MODELS, transactionOf } from "./models.js";
import { textsFor } from "./texts.js";

const wanted = new URLSearchParams(location.search);
let model = MODELS[wanted.get("state") ?? "twelve"]();
if (wanted.has("tab")) model = { ...model, tab: wanted.get("tab") };
const chosen = {
  ...(wanted.has("theme") && { theme: wanted.get("theme") }),
  ...(wanted.has("locale") && { locale: wanted.get("locale") }),
  ...(wanted.has("readonly") && { readOnly: true }),
};
model = { ...model, settings: { ...model.settings, ...chosen } };

const host = document.querySelector("#host");
if (wanted.has("width")) host.style.width = `${wanted.get("width")}px`;
const root = host.attachShadow({ mode: "open" });
root.adoptedStyleSheets = sheets();

const change = (part) => {
  model = { ...model, ...part };
  draw();
};
const log =
  (what) =>
  async (...args) =>
    console.info(what, JSON.stringify(args));

const open = new Map();
let handles = 0;
const actions = {
  ...Object.fromEntries(
    [
      "pasteFromClipboard",
      "chooseFiles",
      "trySample",
      "cancelReading",
      "undo",
      "removeImport",
      "endSample",
      "eraseEverything",
      "setAccountOfImports",
      "setAsOf",
      "setWhole",
      "setCreditOfImport",
      "setMapping",
      "setCells",
      "setAccounts",
      "setThresholds",
      "setDefaults",
      "snooze",
      "acknowledge",
      "download",
    ].map((key) => [key, log(key)]),
  ),
  openImport: (id, figure = null) => change({ openImport: id, asked: id && { id, figure } }),
  cards: async ({ start, length }) => model.view.imports.slice(start, start + length),
  setScope: (scope) => {
    const isIn = ({ key }) => scope.accounts.length === 0 || scope.accounts.includes(key);
    change({ scope, view: { ...model.view, accounts: model.accounts.filter(isIn) } });
  },
  setTab: (tab) => change({ tab }),
  setSettings: (part) => change({ settings: { ...model.settings, ...part } }),
  dismissComplaint: () => change({ complaint: null }),
  async openTable({ table, search, filters, sort }) {
    let rows = model.tables[table];
    if (search)
      rows = rows.filter((row) =>
        JSON.stringify(Object.values(row)).toLowerCase().includes(search.toLowerCase()),
      );
    for (const [key, value] of Object.entries(filters))
      rows = rows.filter((row) => row[key] === value);
    if (sort) {
      const by = (row) =>
        Number.isNaN(Number(row[sort.column]))
          ? JSON.stringify(row[sort.column])
          : Number(row[sort.column]);
      rows = [...rows].sort((a, b) => (by(a) < by(b) ? -1 : 1) * (sort.descending ? -1 : 1));
    }
    const facets = {};
    for (const key of ["kind", "creditType", "state", "settlement", "billing"]) {
      const counts = new Map();
      for (const row of rows) if (row[key]) counts.set(row[key], (counts.get(row[key]) ?? 0) + 1);
      if (counts.size) facets[key] = [...counts].map(([value, count]) => ({ value, count }));
    }
    handles += 1;
    open.set(handles, rows);
    return { handle: handles, revision: model.revision, count: rows.length, facets };
  },
  window: async (handle, start, length) => open.get(handle).slice(start, start + length),
  closeTable: (handle) => open.delete(handle),
  credit: async (account, key) =>
    detailOf(
      [...model.tables.available, ...model.tables.notAvailable].find(
        (row) => row.account === account && row.key === key,
      ),
      wanted.has("fresh"),
    ),
  transaction: async (account, key) =>
    transactionOf(
      model.tables.transactions.find((row) => row.account === account && row.key === key),
    ),
  handout: async ({ kind }) => ({ name: `${kind}.txt`, mediaType: "text/plain", text: kind }),
};

function draw() {
  const texts = textsFor(model.settings, {
    now: model.view?.now,
    language: wanted.get("lang"),
    direction: wanted.get("dir"),
  });
  render(<App model={model} actions={actions} texts={texts} />, root);
}
draw();
// As after an import, without any change.
host.addEventListener("draw", draw);
