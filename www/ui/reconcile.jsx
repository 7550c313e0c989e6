// A line of Reconcile, opened in place: what each witness says as of when, the likely cause, and what to do.

import { useState } from "preact/hooks";
import { Heading, Said, Steps, Witnesses } from "./bits.jsx";
import { HelpLink, SUPPORT } from "./where.jsx";

/** @import { ReconcileRow } from "../engine/types" */
/** @import { Part } from "./model" */

/** @param {Part<"actions" | "texts"> & { row: ReconcileRow }} props */
export function ReconcileDetail({ row, actions, texts }) {
  const [ticket, setTicket] = useState(/** @type {string | null} */ (null));
  const write = async () => {
    // What went wrong is said by the shell; where the clipboard is refused, the text can be copied by hand.
    const handout = await actions
      .handout({ kind: "ticket", account: row.account, key: row.key })
      .catch(() => null);
    if (!handout) return;
    setTicket(handout.text);
    await navigator.clipboard?.writeText(handout.text).catch(() => {});
  };
  return (
    <>
      <section>
        <Heading>{texts.say("page.witnesses")}</Heading>
        <Witnesses list={row.witnesses} currency={row.currency} texts={texts} />
      </section>
      <section>
        {row.cause && (
          <p>
            <Said message={row.cause} texts={texts} say={texts.sentence} />
          </p>
        )}
        <Steps steps={row.steps} texts={texts} />
        {row.settlement === "unexplained" && (
          <p class="actions">
            <button type="button" class="button" onClick={write}>
              {texts.say("page.ticket.copy")}
            </button>
            <HelpLink to={SUPPORT} text={texts.say("page.ticket.support")} texts={texts} />
          </p>
        )}
        {ticket !== null && (
          <textarea
            class="ticket"
            readOnly
            rows={8}
            dir="auto"
            aria-label={texts.say("page.file.ticket")}
            value={ticket}
          />
        )}
      </section>
    </>
  );
}
