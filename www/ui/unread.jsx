// Cells that could not be read: what stands there, what it probably says, and a place to say it, for all alike or for one.
// Those that somebody has answered stand apart, to be changed or taken back.

import { useState } from "preact/hooks";
import { More, Name, Wrong } from "./bits.jsx";
import { useId } from "./hooks.js";

/** @import { ImportCard, TableCard, UnreadCell } from "../engine/types" */
/** @import { Part, Shell } from "./model" */

/** @param {Shell & { card: ImportCard, table: TableCard }} shell */
export function Unread(shell) {
  const { table, texts, model } = shell;
  // What stands in them is said openly to be corrected.
  const { readOnly, incognito } = model.settings;
  if (!table.unread.length || readOnly || incognito) return null;
  const isSaid = (cell) => cell.readAs !== null && !cell.isRefused;
  /** @type {[string, UnreadCell[]][]} */
  const lists = [
    ["page.unread", table.unread.filter((cell) => !isSaid(cell))],
    ["page.unread.said", table.unread.filter(isSaid)],
  ];
  return lists.map(
    ([title, cells]) =>
      cells.length > 0 && (
        <More
          key={title}
          open={title === "page.unread"}
          summary={`${texts.say(title)} (${texts.number(cells.length)})`}
        >
          <ul class="unread">
            {cells.map((cell) => (
              <li key={[cell.column, cell.found, cell.lineNumber, cell.readAs].join("\n")}>
                <Cell {...shell} cell={cell} />
                <Alike {...shell} cell={cell} cells={cells} />
              </li>
            ))}
          </ul>
        </More>
      ),
  );
}

/** Below the first of several cells of a column for which something is proposed: all of that at once. @param {Part<"actions" | "texts"> & { card: ImportCard, cell: UnreadCell, cells: UnreadCell[] }} props */
function Alike({ card, cell: { column }, cell, cells, actions, texts }) {
  const alike = cells.filter(
    (other) => other.column === column && other.proposal !== null && other.readAs === null,
  );
  if (alike.length < 2 || alike[0] !== cell) return null;
  const use = () =>
    actions.setCells(
      card.id,
      alike.map(({ found, proposal: text }) => ({ column, found, line: null, text })),
    );
  return (
    <button type="button" class="link" onClick={use}>
      {texts.say("page.unread.useAll", { count: alike.length, column })}
    </button>
  );
}

/** @param {Part<"actions" | "texts"> & { card: ImportCard, cell: UnreadCell }} props */
function Cell({ card, cell, actions, texts }) {
  const { column, found, lineNumber, count, proposal, readAs, isRefused } = cell;
  const [all, setAll] = useState(true);
  const id = useId();
  const save = (event) => {
    event.preventDefault();
    const text = String(new FormData(event.currentTarget).get("text") ?? "").trim();
    actions.setCells(card.id, [{ column, found, line: all ? null : lineNumber, text }]);
  };
  const place = `${texts.say("page.line", { line: lineNumber })}, ${texts.say("page.place.column", { column })}`;
  return (
    <form onSubmit={save}>
      <label for={id}>
        <span class="place">{place}:</span> <Name>{found}</Name>
      </label>
      <input
        id={id}
        name="text"
        dir="auto"
        autocomplete="off"
        required
        placeholder={texts.say(readAs === "" ? "page.notStated" : "page.unread.say")}
        defaultValue={readAs ?? proposal ?? ""}
        aria-invalid={isRefused}
      />
      {count > 1 && (
        <label class="check">
          <input
            type="checkbox"
            checked={all}
            onChange={(event) => setAll(event.currentTarget.checked)}
          />
          {texts.say("page.unread.all", { count })}
        </label>
      )}
      <button type="submit" class="button" aria-label={`${texts.say("page.unread.use")}: ${found}`}>
        {texts.say("page.unread.use")}
      </button>
      {readAs !== null && (
        <button
          type="button"
          class="link"
          aria-label={`${texts.say("page.remembered.forget")}: ${found}`}
          onClick={() => actions.setCells(card.id, [{ column, found, line: null, text: null }])}
        >
          {texts.say("page.remembered.forget")}
        </button>
      )}
      <Wrong what={isRefused ? texts.say("page.unread.refused", { text: readAs }) : null} />
    </form>
  );
}
