// What became of a paste: recognised as what, how many rows went where, what is asked, one way back.

import { useState } from "preact/hooks";
import { message, name } from "../text/message.js";
import { alike, linesOf } from "./alike.js";
import { askedAlike, likeliestFirst } from "./asked.js";
import { Amount, accountName, atMinute, everyAccount, More, Name, Panel, Time } from "./bits.jsx";
import { Choices } from "./choices.jsx";
import { useAnswer } from "./hooks.js";
import { Mapping } from "./mapping.jsx";
import { localInput } from "./typed.js";
import { Unread } from "./unread.jsx";
import { hasCard, WhereCard } from "./where.jsx";
import { AccountQuestion } from "./whose.jsx";
import { OFFSETS } from "./zones.js";

/** @import { ComponentChildren } from "preact" */
/** @import { ImportCard, Problem, QuestionCard, TableCard } from "../engine/types" */
/** @import { AskedFigure, Part, Shell } from "./model" */

/** @param {Shell & { card: ImportCard }} shell */
export function ImportPanel(shell) {
  const { card, actions, texts, model } = shell;
  const { readOnly } = model.settings;
  // What comes in by a paste leaves the focus where it is.
  const asked = model.asked?.id === card.id ? model.asked : null;
  const [moving, setMoving] = useState(false);
  const owners = new Set(card.tables.flatMap((table) => table.accounts));
  // R31: rows that name several accounts stay where they say.
  const canMove = !readOnly && !card.accountQuestion && owners.size === 1;
  return (
    <Panel
      title={texts.say(card.isUnusable ? "page.imported.unusable" : "page.imported")}
      texts={texts}
      className="import"
      onClose={() => actions.openImport(null)}
      focus={asked}
    >
      <p class="muted">
        <Name>{card.name}</Name> · <Time when={atMinute(card.pastedAt)} texts={texts} />
      </p>
      {asked?.figure && <Asked figure={asked.figure} texts={texts} />}
      <Outside {...shell} owners={[...owners]} />
      <Delivered {...shell} />
      {!readOnly && (card.accountQuestion || moving) && (
        <AccountQuestion key={card.id} {...shell} onDone={() => setMoving(false)} />
      )}
      {canMove && !moving && (
        <p>
          {texts.say("page.account.of")} <Name>{accountName(model, [...owners][0])}</Name>{" "}
          <button type="button" class="link" onClick={() => setMoving(true)}>
            {texts.say("page.account.move")}
          </button>
        </p>
      )}
      {asksOf(card, model).map((question, i) => (
        <Question key={i} {...shell} table={card.tables[0]} question={question} />
      ))}
      {card.tables.map((table, i) => (
        <TableCard key={i} {...shell} table={table} />
      ))}
      <Problems title="page.problems" list={card.problems} texts={texts} open />
      {card.evidence.length > 0 && (
        <More summary={texts.say("page.evidence")}>
          <ul>
            {card.evidence.map((message, i) => (
              <li key={i}>{texts.message(message)}</li>
            ))}
          </ul>
        </More>
      )}
      {card.isUnusable && <WhereCard name={pageInstead(card)} texts={texts} />}
      <p class="actions">
        <button type="button" class="button primary" onClick={() => actions.openImport(null)}>
          {texts.say("page.done")}
        </button>
        {!readOnly && (
          <button type="button" class="button" onClick={() => actions.removeImport(card.id)}>
            {texts.say("page.imported.undo")}
          </button>
        )}
      </p>
    </Panel>
  );
}

/** What to copy instead: the page that a message names, else the one it was taken for. @param {ImportCard} card */
function pageInstead({ tables }) {
  const args = tables.flatMap(({ message }) => Object.values(message?.args ?? {}));
  const named = args.map(({ value }) => /^where\.(.+)/.exec(String(value))?.[1]);
  return [...named, ...tables.map((one) => one.export)].find(hasCard) ?? "promotions_available";
}

/** The figure that led here, and its line in what was pasted. @param {Part<"texts"> & { figure: AskedFigure }} props */
function Asked({ figure, texts }) {
  return (
    <p class="asked">
      <b>{figure.line !== null && texts.say("page.line", { line: figure.line })}</b>{" "}
      <Name>{figure.of}</Name>
      {" · "}
      {texts.message(figure.label)}{" "}
      <Amount value={figure.amount} currency={figure.currency} texts={texts} />
    </p>
  );
}

/** Whose figures are not among those shown, for another client or account was chosen. @param {Shell & { owners: string[] }} props */
function Outside({ owners, model, actions, texts }) {
  const isIn = (list, key) => list.some((one) => one.key === key);
  const every = everyAccount(model);
  const outside = owners.filter((key) => isIn(every, key) && !isIn(model.view.accounts, key));
  if (outside.length === 0) return null;
  const accounts = outside.length === 1 ? outside : [];
  return (
    <p class="outside">
      <span>
        {texts.say("page.outside")}
        <Owners accounts={outside} {...{ model, texts }}>
          {" "}
        </Owners>
      </span>
      <button
        type="button"
        class="button"
        onClick={() => actions.setScope({ accounts, client: null, owner: null })}
      >
        {accounts.length === 1
          ? texts.say("page.account.only")
          : texts.say("page.scope.accounts", { count: every.length })}
      </button>
    </p>
  );
}

/** Files that came together with this one: what became of each is one step away. @param {Shell & { card: ImportCard }} props */
function Delivered({ card, model, actions, texts }) {
  const imports = model.view?.imports ?? [];
  // In the order in which they came.
  const others = model.delivered
    .filter((id) => id !== card.id)
    .flatMap((id) => imports.find((one) => one.id === id) ?? []);
  if (!others.length || !model.delivered.includes(card.id)) return null;
  const outcome = (one) => {
    if (one.isUnusable) return texts.say("page.imported.unusable");
    if (one.accountQuestion) return texts.say("page.account.question");
    const rows = one.tables.reduce((sum, table) => sum + table.counts.rows, 0);
    return texts.say("page.table.rows", { count: rows });
  };
  return (
    <More summary={texts.say("page.imported.together", { count: others.length })} open>
      <ul class="history delivered">
        {others.map((one) => (
          <li key={one.id}>
            <button
              type="button"
              class="link"
              onClick={() => actions.openImport(one.id)}
              aria-label={`${texts.say("page.open")}: ${one.name}`}
            >
              <Name>{one.name}</Name>
            </button>
            <span class={one.isUnusable || one.accountQuestion ? "older" : "muted"}>
              {outcome(one)}
            </span>
          </li>
        ))}
      </ul>
    </More>
  );
}

const NAMED_MAX = 3;

/** Whose rows they are, behind a sign: by name, or how many accounts. @param {Part<"model" | "texts"> & { accounts: string[], children: ComponentChildren }} props */
function Owners({ accounts, model, texts, children }) {
  const keys = [...new Set(accounts)];
  if (keys.length === 0) return null;
  return (
    <span class="muted">
      {children}
      {keys.length > NAMED_MAX ? (
        texts.say("page.refresh.accounts", { count: keys.length })
      ) : (
        <Name>{keys.map((key) => accountName(model, key)).join(", ")}</Name>
      )}
    </span>
  );
}

const COUNTS = ["new", "same", "changed", "conflicting", "ignored", "problems"];

/** @param {Shell & { card: ImportCard, table: TableCard }} shell */
function TableCard(shell) {
  const { card, table, model, texts } = shell;
  return (
    <article class="imported">
      <h3>
        {table.export ? texts.say(`export.${table.export}`) : texts.say("page.imported.unknown")}
        <Owners accounts={table.accounts} {...{ model, texts }}>
          {" → "}
        </Owners>
      </h3>
      {table.message && <p>{texts.message(table.message)}</p>}
      <ul class="counts">
        <li>
          <b>{texts.number(table.counts.rows)}</b>{" "}
          {texts.say("page.count.rows", { count: table.counts.rows })}
        </li>
        {COUNTS.filter((key) => table.counts[key] > 0).map((key) => (
          <li key={key} class={`count-${key}`}>
            <b>{texts.number(table.counts[key])}</b>{" "}
            {texts.say(`page.count.${key}`, { count: table.counts[key] })}
          </li>
        ))}
      </ul>
      {table.export && <AsOf {...shell} />}
      <Whole {...shell} />
      {asksOf(table, model).map((question, i) => (
        <Question key={i} {...shell} question={question} />
      ))}
      <Problems title="page.problems" list={table.problems} texts={texts} open />
      <Unread {...shell} />
      <Problems title="page.ignored" list={table.ignored} texts={texts} />
      {table.columns.length > 0 && <Mapping key={card.id} {...shell} />}
    </article>
  );
}

/** R33: shown, editable, marked when assumed. The time is written on the viewer's clock. @param {Shell & { card: ImportCard, table: TableCard }} props */
function AsOf({ card, table, model, actions, texts }) {
  const [open, setOpen] = useState(false);
  const assumed = ["fileTime", "newestRow", "pasteTime"].includes(table.asOfBasis ?? "");
  const save = (event) => {
    event.preventDefault();
    const value = new FormData(event.currentTarget).get("as-of");
    actions.setAsOf(card.id, value ? new Date(String(value)).toISOString() : null);
    setOpen(false);
  };
  return (
    <div class="as-of-edit">
      {texts.say("page.asOf")} <Time when={table.asOf} texts={texts} />
      {table.asOfBasis && (
        <span class={assumed ? "tag" : "muted"}>{texts.say(`page.asOf.${table.asOfBasis}`)}</span>
      )}
      {table.isFull === false && <span class="tag">{texts.say("page.partial")}</span>}
      {!model.settings.readOnly && (
        <button type="button" class="link" aria-expanded={open} onClick={() => setOpen(!open)}>
          {texts.say("page.change")}
        </button>
      )}
      {open && (
        <form onSubmit={save}>
          <label class="field">
            <span>{texts.say("page.asOf.edit")}</span>
            <input
              type="datetime-local"
              name="as-of"
              defaultValue={table.asOf ? localInput(table.asOf.at) : ""}
            />
          </label>
          <button type="submit" class="button">
            {texts.say("page.save")}
          </button>
        </form>
      )}
    </div>
  );
}

/** R32: how many rows the list has, nothing around this copy says; who copied it knows. @param {Shell & { card: ImportCard, table: TableCard }} props */
function Whole({ card, table, model, actions, texts }) {
  const isOpen = table.export === "promotions_available" && table.isFull === null;
  if (!isOpen || model.settings.readOnly) return null;
  return (
    <label class="check">
      <input
        type="checkbox"
        checked={model.options.imports[card.id]?.isFull === true}
        onChange={(event) => actions.setWhole(card.id, event.currentTarget.checked)}
      />
      {texts.say("page.whole")}
    </label>
  );
}

/** Entries of a mapping that hold one answer per column. */
const PER_COLUMN = { columnMeaning: "columns", decimalMark: "decimalMarks", dayOrder: "dayOrders" };
/** And one answer per word of its cells. */
const PER_WORD = { transactionType: "transactionTypes" };

/** The part of a mapping that an answer changes. @param {any} props */
export function answerTo({ about, column, word }, choice) {
  if (PER_WORD[about]) return { [PER_WORD[about]]: { [word]: choice } };
  if (PER_COLUMN[about]) return { [PER_COLUMN[about]]: { [column]: choice } };
  return { [about]: about === "totalRow" ? choice === "total" : choice };
}

/** Who may only look is asked nothing. @param {ImportCard | TableCard} asking @param {Shell["model"]} model */
const asksOf = ({ questions }, model) => (model.settings.readOnly ? [] : questions);

/** An answer holds for this import, for the account it is about and those asked alike, or for every table with these headers. @param {Shell & { card?: ImportCard, table?: TableCard, question: QuestionCard }} props */
export function Question({ card, table, question, model, actions, texts }) {
  const asked = question.account ? askedAlike(model.view?.asked ?? [], question) : [];
  const [all, setAll] = useState(true);
  const accounts = all ? asked : asked.slice(0, 1);
  const answer = (choice) => {
    if (question.account) return actions.setAccounts(accounts, { [question.about]: choice });
    if (!card) return;
    if (question.about === "credit") return actions.setCreditOfImport(card.id, choice);
    return actions.setMapping(card.id, table?.fingerprint ?? "", answerTo(question, choice));
  };
  return (
    <fieldset class="question">
      <legend>{texts.message(question.message)}</legend>
      {question.column && (
        <p class="muted">
          {texts.say("page.column")} <Name>{question.column}</Name>
        </p>
      )}
      {asked.length > 1 && (
        <label class="check">
          <input
            type="checkbox"
            checked={all}
            onChange={(event) => setAll(event.currentTarget.checked)}
          />
          {texts.say("page.question.alike", { count: asked.length - 1 })}
        </label>
      )}
      <Choices
        choices={likeliestFirst(question, everyAccount(model))}
        more={question.about === "zone" ? otherZones(question) : []}
        onPick={answer}
        texts={texts}
      />
      {question.about === "billing" && (
        <button
          type="button"
          class="link"
          onClick={() =>
            actions.acknowledge(
              accounts.map((account) => `billing:${account}`),
              "undo.unsure",
            )
          }
        >
          {texts.say("page.choices.unsure")}
        </button>
      )}
    </fieldset>
  );
}

/** Every offset that is no choice of the question. */
function otherZones({ choices }) {
  const others = OFFSETS.filter((zone) => !choices.some(({ key }) => key === zone));
  return others.map((zone) => ({
    key: zone,
    label: message("view.zone", { zone: name(zone) }),
    preview: null,
  }));
}

const SEVERITY = { note: "info", doubt: "warning", fault: "critical" };

/** @param {Part<"texts"> & { title: string, list: Problem[], open?: boolean }} props */
function Problems({ title, list, texts, open }) {
  if (!list.length) return null;
  return (
    <More open={open} summary={`${texts.say(title)} (${texts.number(list.length)})`}>
      <ul class="problems">
        {alike(list).map((group, i) => (
          <li key={i} class={SEVERITY[group[0].severity]}>
            {group.length > 1 ? (
              <Alike group={group} texts={texts} />
            ) : (
              <OneProblem problem={group[0]} texts={texts} />
            )}
          </li>
        ))}
      </ul>
    </More>
  );
}

function OneProblem({ problem, texts }) {
  return (
    <>
      <span class="place">{placeText(problem.place, texts)}</span> {texts.message(problem.message)}
    </>
  );
}

/** Of one cause: the first one speaks, with all rows that it is true of; each is one step away. @param {Part<"texts"> & { group: Problem[] }} props */
function Alike({ group, texts }) {
  const [{ place, message }] = group;
  const said = JSON.stringify(message);
  const same = group.filter((one) => JSON.stringify(one.message) === said);
  const isOfSeveral = same.length > 1;
  const where = isOfSeveral ? { ...place, lineNumber: undefined, lines: linesOf(same) } : place;
  return (
    <>
      <span class="place">{placeText(where, texts)}</span> {texts.message(message)}
      <More
        summary={texts.say("page.problems.each", { count: group.length })}
        inside={() => (
          <ul class="problems">
            {group.map((problem, i) => (
              <li key={i}>
                <OneProblem problem={problem} texts={texts} />
              </li>
            ))}
          </ul>
        )}
      />
    </>
  );
}

function placeText(place, texts) {
  const parts = [];
  if (place.sheet) parts.push(texts.say("page.place.sheet", { sheet: place.sheet }));
  if (place.tableNumber) parts.push(texts.say("page.place.table", { table: place.tableNumber }));
  if (place.lines) parts.push(texts.say("page.lines", { lines: place.lines }));
  if (place.lineNumber) parts.push(texts.say("page.line", { line: place.lineNumber }));
  if (place.column) parts.push(texts.say("page.place.column", { column: place.column }));
  return parts.length ? `${parts.join(", ")}:` : "";
}

/** The history begins with so many; each further part has more. */
const FIRST = 30;
const PART = 100;

/** Every import, newest first; each can be opened and taken back. @param {Shell & { onClose: () => void }} shell */
export function History(shell) {
  const { model, texts, onClose } = shell;
  const count = model.view?.importCount ?? 0;
  const [parts, setParts] = useState(0);
  const older = Array.from({ length: parts }, (_, i) => FIRST + PART * i);
  return (
    <Panel title={texts.say("page.history")} onClose={onClose} texts={texts}>
      {count === 0 && <p class="muted">{texts.say("page.history.none")}</p>}
      <ul class="history">
        <Part {...shell} start={0} length={FIRST} />
        {older.map((start) => (
          <Part key={start} {...shell} start={start} length={PART} />
        ))}
      </ul>
      {count > FIRST + PART * parts && (
        <button type="button" class="button" onClick={() => setParts(parts + 1)}>
          {texts.say("page.history.more")}
        </button>
      )}
    </Panel>
  );
}

/** A window of the history; the newest are in view before they are asked for. @param {Shell & { start: number, length: number }} shell */
function Part(shell) {
  const { start, length, model, actions } = shell;
  const { value } = useAnswer(() => actions.cards({ start, length }), model.revision);
  const cards = value ?? (start === 0 ? (model.view?.imports ?? []) : []);
  return cards.map((card) => <Past key={card.id} {...shell} card={card} />);
}

/** @param {Shell & { card: ImportCard }} shell */
function Past({ card, model, actions, texts }) {
  return (
    <li>
      <span class="grow">
        <Name>{card.name}</Name>
        <span class="muted">
          <Time when={atMinute(card.pastedAt)} texts={texts} still />
          {card.isUnusable && ` · ${texts.say("page.imported.unusable")}`}
          <Owners accounts={card.tables.flatMap((table) => table.accounts)} {...{ model, texts }}>
            {" · "}
          </Owners>
          {card.tables.map(
            (table) =>
              ` · ${table.export ? texts.say(`export.${table.export}`) : texts.say("page.imported.unknown")}, ${texts.say("page.table.rows", { count: table.counts.rows })}`,
          )}
        </span>
      </span>
      <button
        type="button"
        class="link"
        onClick={() => actions.openImport(card.id)}
        aria-label={`${texts.say("page.open")}: ${card.name}`}
      >
        {texts.say("page.open")}
      </button>
      {!model.settings.readOnly && (
        <button
          type="button"
          class="link"
          onClick={() => actions.removeImport(card.id)}
          aria-label={`${texts.say("page.remove")}: ${card.name}`}
        >
          {texts.say("page.remove")}
        </button>
      )}
    </li>
  );
}
