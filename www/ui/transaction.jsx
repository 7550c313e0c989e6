// A transaction, opened in place: who paid its charge, and why this credit and not that one.

import { Amount, Heading, Name, Said, Sentences, Time } from "./bits.jsx";
import { useAnswer } from "./hooks.js";

/** @import { TransactionCharge, TransactionRow } from "../engine/types" */
/** @import { Part, Shell } from "./model" */

/** @param {Shell & { row: TransactionRow }} shell */
export function TransactionDetail({ row, actions, model, texts }) {
  const { value: detail, failed } = useAnswer(
    () => actions.transaction(row.account, row.key),
    `${row.account} ${row.key} ${model.revision}`,
  );
  if (failed) return <p class="muted">{texts.say("page.detail.failed")}</p>;
  if (!detail) return <p class="muted">{texts.say("page.loading")}</p>;
  return (
    <>
      <div>
        {detail.charges.map((charge, i) => (
          <Charge key={i} charge={charge} currency={row.currency} texts={texts} />
        ))}
      </div>
      <Sentences list={detail.notes} texts={texts} />
    </>
  );
}

/** @param {Part<"texts"> & { charge: TransactionCharge, currency: string | null }} props */
function Charge({ charge, currency, texts }) {
  return (
    <section>
      <Heading>{texts.say("page.transaction.why")}</Heading>
      <p>
        <Time when={charge.at} texts={texts} />
        {" · "}
        {charge.campaign !== null && (
          <>
            <Name>{charge.campaign}</Name>
            {" · "}
          </>
        )}
        <Amount value={charge.amount} currency={currency} texts={texts} />
      </p>
      {charge.readings.map(({ billing, lines }) => (
        <div class="fold" key={billing}>
          <table class="plain">
            {billing && <caption>{texts.say(`page.billing.${billing}`)}</caption>}
            <tbody>
              {lines.map((line, i) => (
                <tr key={i} class={line.paid === null ? "muted" : undefined}>
                  <th scope="row">
                    {line.source ? texts.message(line.source) : <Name>{line.name}</Name>}
                  </th>
                  <td>
                    <Said message={line.why} texts={texts} say={texts.sentence} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ))}
    </section>
  );
}
