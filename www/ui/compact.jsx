// The coupon card: the promotion that is running, its qualifying spend and the tier in view; where none is, what is left of
// the most urgent credit. Fits 280 × 160.

import { Mark, Meter, Name, Said, spanText, Whose } from "./bits.jsx";
import { useAnswer } from "./hooks.js";
import { bothEnds } from "./ids.js";

/** @import { CreditRow, Message, OfferRow } from "../engine/types" */
/** @import { Model, Part, Shell } from "./model" */

/** @param {Shell} props */
export function Compact({ model, actions, texts }) {
  const { view } = model;
  const earning = useAnswer(() => firstRow(actions, model, "earning"), `e${model.revision}`).value;
  const credit = useAnswer(() => firstRow(actions, model, "available"), `a${model.revision}`).value;
  if (model.phase === "starting") return <p class="coupon muted">{texts.say("page.starting")}</p>;
  const worst = view?.today[0];
  return (
    <section class="coupon" aria-label={texts.say("page.title")}>
      {earning?.isOpen ? (
        <Offer offer={earning} texts={texts} />
      ) : credit ? (
        <Left credit={credit} texts={texts} />
      ) : (
        <h1 class="muted">{texts.say(nothing(model))}</h1>
      )}
      {worst && (
        <p class="coupon-worst">
          <Mark level={worst.level} word={false} texts={texts} />{" "}
          <Whose account={worst.account} model={model} short />{" "}
          <Said message={briefly(worst.headline)} texts={texts} />
        </p>
      )}
    </section>
  );
}

/** A long name by both of its ends: it leaves room for the amount and the day. @param {Message} message @returns {Message} */
function briefly({ key, args }) {
  const brief = (arg) => (arg.kind === "name" ? { ...arg, value: bothEnds(arg.value) } : arg);
  return {
    key,
    args: Object.fromEntries(Object.entries(args).map(([name, arg]) => [name, brief(arg)])),
  };
}

/** Why there is no card to show. @param {Model} model */
function nothing({ isEmpty, view }) {
  if (!isEmpty) return "page.none.available";
  return view?.importCount ? "page.imported.unusable" : "page.history.none";
}

/** A table's own order is by urgency: an offer that can still be earned, the credit with the worst warning. */
async function firstRow(actions, model, table) {
  if (!model.view) return null;
  const opened = await actions.openTable({
    table,
    scope: model.scope,
    search: "",
    filters: {},
    sort: null,
  });
  const [row] = opened.count ? await actions.window(opened.handle, 0, 1) : [];
  actions.closeTable(opened.handle);
  return row ?? null;
}

/** No day breaks on so small a card. */
const until = (when, texts) =>
  texts.say("page.until", { end: texts.when(when).replaceAll(" ", "\u00a0") });

/** @param {Part<"texts"> & { offer: OfferRow }} props */
function Offer({ offer, texts }) {
  const at = offer.tiers.findIndex((tier) => !tier.isReached);
  const number = at < 0 ? offer.tiers.length : at + 1;
  const tier = offer.tiers[number - 1];
  return (
    <>
      <h1>
        <Name title={offer.name}>{offer.name}</Name>
      </h1>
      <Meter
        share={offer.progress}
        label={texts.say("page.column.qualifyingSpend")}
        texts={texts}
      />
      <p>
        {offer.qualifyingSpend === null ? (
          texts.say("page.unknown")
        ) : (
          <>
            <b>{texts.money(offer.qualifyingSpend, offer.currency)}</b>
            {tier &&
              ` ${texts.say("page.coupon.of", { target: texts.money(tier.target, offer.currency) })}`}
          </>
        )}
      </p>
      <p class="muted">
        {offer.tiers.length > 1 &&
          texts.say("page.coupon.tier", { number, count: offer.tiers.length })}
        {tier?.reward &&
          ` ${texts.say("page.coupon.reward", { reward: texts.money(tier.reward, offer.currency) })}`}
        {offer.windowUntil && ` ${until(offer.windowUntil, texts)}`}
      </p>
    </>
  );
}

/** @param {Part<"texts"> & { credit: CreditRow }} props */
function Left({ credit, texts }) {
  return (
    <>
      <h1>
        <Name title={credit.name}>{credit.name}</Name>
      </h1>
      <Meter
        share={credit.percentSpent}
        label={texts.say("page.column.percentSpent")}
        texts={texts}
      />
      <p>
        {texts.say("page.column.unused")}{" "}
        <b>
          {credit.unused === null
            ? texts.say("page.unknown")
            : texts.money(credit.unused, credit.currency)}
        </b>
      </p>
      <p class="muted">
        {[
          credit.validUntil && until(credit.validUntil, texts),
          credit.runsOut &&
            texts.say("page.coupon.runsOut", { when: spanText(credit.runsOut, texts) }),
        ]
          .filter(Boolean)
          .join(" · ")}
      </p>
    </>
  );
}
