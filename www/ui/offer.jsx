// An offer of Earning, opened in place: how far to each tier, until when, whether it can be reached.

import { Amount, Heading, Sentences, Time, Unknown } from "./bits.jsx";
import { TierChart } from "./charts.jsx";

/** @import { OfferRow } from "../engine/types" */
/** @import { Part } from "./model" */

/** @param {Part<"texts"> & { row: OfferRow }} props */
export function OfferDetail({ row, texts }) {
  return (
    <>
      <section>
        <TierChart offer={row} texts={texts} />
        <table class="plain">
          <thead>
            <tr>
              <th scope="col">{texts.say("page.tier")}</th>
              <th scope="col" class="num">
                {texts.say("page.column.target")}
              </th>
              <th scope="col" class="num">
                {texts.say("page.column.reward")}
              </th>
              <th scope="col">{texts.say("page.column.status")}</th>
            </tr>
          </thead>
          <tbody>
            {row.tiers.map((tier, i) => (
              <tr key={i}>
                <th scope="row">{texts.number(i + 1)}</th>
                <td class="num">
                  <Amount value={tier.target} currency={row.currency} texts={texts} />
                </td>
                <td class="num">
                  <Amount value={tier.reward} currency={row.currency} texts={texts} />
                </td>
                <td>{texts.say(tier.isReached ? "page.tier.reached" : "page.tier.open")}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <dl class="facts">
          <div>
            <dt>{texts.say("page.column.window")}</dt>
            <dd>
              {row.windowFrom ? (
                <Time when={row.windowFrom} texts={texts} />
              ) : (
                <Unknown texts={texts} />
              )}
              {" – "}
              <Time when={row.windowUntil} texts={texts} />
            </dd>
          </div>
          <div>
            <dt>{texts.say("page.column.asOf")}</dt>
            <dd>
              <Time when={row.asOf} texts={texts} />
            </dd>
          </div>
        </dl>
      </section>
      <section>
        <Heading>{texts.say("page.outlook")}</Heading>
        <Sentences list={row.outlook} texts={texts} />
      </section>
    </>
  );
}
