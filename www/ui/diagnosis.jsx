// "Usage data looks wrong": every usual reason, whether it applies here, and what to do; closed until asked for.

import { useState } from "preact/hooks";
import { Below, Opener, Sentences, Steps, Whose } from "./bits.jsx";

/** @import { Case } from "../engine/types" */
/** @import { Part } from "./model" */

/** @param {Part<"model" | "texts">} props */
export function Diagnosis({ model, texts }) {
  const [open, setOpen] = useState(false);
  const accounts = model.view.diagnosis ?? [];
  if (!accounts.length) return null;
  return (
    <section class="diagnosis" aria-label={texts.say("page.diagnosis")}>
      <Opener open={open} onToggle={setOpen}>
        {texts.say("page.diagnosis")}
      </Opener>
      {open &&
        accounts.map((one) => (
          <section key={one.account}>
            {accounts.length > 1 ? (
              <>
                <h3>
                  <Whose account={one.account} model={model} />
                </h3>
                <Below>
                  <Cases cases={one.cases} texts={texts} />
                </Below>
              </>
            ) : (
              <Cases cases={one.cases} texts={texts} />
            )}
          </section>
        ))}
    </section>
  );
}

/** What applies in full, what cannot be told with the page that would, the rest as one list. @param {Part<"texts"> & { cases: Case[] }} props */
function Cases({ cases, texts }) {
  const isOpen = (one) => one.verdict !== "doesNot";
  const ruledOut = cases.filter((one) => !isOpen(one)).map((one) => one.question);
  return (
    <ul class="cases">
      {cases.filter(isOpen).map((one) => (
        <li key={one.key}>
          <p>
            <b>{texts.say(`page.diagnosis.${one.verdict}`)}</b> {texts.message(one.question)}
          </p>
          {one.verdict === "applies" && (
            <>
              <Sentences list={one.evidence} texts={texts} />
              <Steps steps={one.steps} texts={texts} />
            </>
          )}
          {one.needs && (
            <p class="muted">
              {texts.say("page.diagnosis.needs")} {texts.say(`where.${one.needs}`)}
            </p>
          )}
        </li>
      ))}
      {ruledOut.length > 0 && (
        <li class="muted">
          <p>{texts.say("page.diagnosis.doesNot")}</p>
          <Sentences list={ruledOut} texts={texts} />
        </li>
      )}
    </ul>
  );
}
