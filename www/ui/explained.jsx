// Where the figures of the band come from: the credits that they are sums of, each with its part of every figure, and the
// pace and readings that the expected ones rest on.

import { billingOf } from "./account.jsx";
import { Amount, Name, Said, Time, Whose } from "./bits.jsx";
import { useAnswer } from "./hooks.js";

/** @import { CreditRow } from "../engine/types" */
/** @import { Part, Shell } from "./model" */

/** Credits and accounts that are listed; the tabs have all of them. */
const LISTED_MAX = 40;
const PACED_MAX = 12;
const COLUMNS = ["unused", "asOf", "runsOut", "lost"];

/** @param {Shell} props */
export function Explained({ model, actions, texts }) {
  const { scope, revision, view } = model;
  const { value } = useAnswer(
    () => largest(actions, scope),
    `${revision} ${JSON.stringify(scope)}`,
  );
  if (!value) return <p class="muted">{texts.say("page.loading")}</p>;
  const more = value.count - value.rows.length;
  const paced = view.accounts.flatMap(({ key, pace }) => (pace ? [{ key, pace }] : []));
  const [only] = view.accounts.length === 1 ? view.accounts : [];
  return (
    <div class="explained">
      <div class="fold">
        <table class="plain">
          <thead>
            <tr>
              {["name", ...COLUMNS].map((key) => (
                <th scope="col" class={/unused|lost/.test(key) ? "num" : undefined} key={key}>
                  {texts.say(`page.column.${key}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {value.rows.map((row) => (
              <Row key={`${row.account} ${row.key}`} {...{ row, model, texts }} />
            ))}
          </tbody>
        </table>
      </div>
      {more > 0 && (
        <p>
          <button type="button" class="link" onClick={() => actions.setTab("available")}>
            {texts.say("refresh.more", { count: more })}
          </button>
        </p>
      )}
      <ul class="sentences">
        {paced.slice(0, PACED_MAX).map(({ key, pace }) => (
          <li key={key}>
            <Whose account={key} model={model} /> <Said message={pace} texts={texts} />
          </li>
        ))}
        {only && (
          <li>
            {texts.say("page.column.billing")}: {billingOf(only, texts)}
          </li>
        )}
        {only && (
          <li>
            <Said message={only.orderRule} texts={texts} />
          </li>
        )}
      </ul>
    </div>
  );
}

/** @param {Part<"model" | "texts"> & { row: CreditRow }} props */
function Row({ row, model, texts }) {
  const { currency, lost } = row;
  const range = lost && [...new Set([lost.low, lost.high])];
  const head = (key) => ({ "data-head": texts.say(`page.column.${key}`) });
  return (
    <tr>
      <th scope="row">
        <Name>{row.name}</Name>{" "}
        {row.state !== "available" && (
          <span class="tag">{texts.say(`page.state.${row.state}`)}</span>
        )}{" "}
        <Whose account={row.account} model={model} short />
      </th>
      <td class="num" {...head("unused")}>
        <Amount value={row.unused} currency={currency} texts={texts} />
      </td>
      <td {...head("asOf")}>
        <Time when={row.asOf} texts={texts} still />
      </td>
      <td {...head("runsOut")}>
        <Said message={row.runsOutMessage} texts={texts} />
      </td>
      <td class="num" {...head("lost")}>
        {range ? range.map((one) => texts.money(one, currency)).join(" – ") : "–"}
      </td>
    </tr>
  );
}

async function largest(actions, scope) {
  const sort = { column: "unused", descending: true };
  const asked = { table: "available", scope, search: "", filters: {}, sort };
  const { handle, count } = await actions.openTable(asked);
  const rows = count ? await actions.window(handle, 0, Math.min(count, LISTED_MAX)) : [];
  actions.closeTable(handle);
  return { rows, count };
}
