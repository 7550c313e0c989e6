// Who paid, day by day: credit, cash, card. One picture per currency, closed until asked for.

import { useState } from "preact/hooks";
import { Opener } from "./bits.jsx";
import { SourceChart } from "./source-chart.jsx";

/** @import { Part } from "./model" */

/** @param {Part<"model" | "texts">} props */
export function SpendBySource({ model, texts }) {
  const [open, setOpen] = useState(false);
  const spend = model.view.spend ?? [];
  if (!spend.length) return null;
  return (
    <section class="spend" aria-label={texts.say("page.spend")}>
      <Opener open={open} onToggle={setOpen}>
        {texts.say(open ? "page.spend.hide" : "page.spend.show")}
      </Opener>
      {open &&
        spend.map((line) => (
          <SourceChart
            key={line.currency ?? line.account}
            days={line.days}
            currency={line.currency}
            texts={texts}
          />
        ))}
    </section>
  );
}
