// Which assignment uses most credit before it expires: what can still be used beside today's assignment, then the steps in
// Ads Manager in their order, then what it takes for granted.

import { Amount, Heading, Said, Sentences } from "./bits.jsx";
import { GainBar } from "./charts.jsx";

/** @import { CreditDetail, Message, Money } from "../engine/types" */
/** @import { Part } from "./model" */

/** Amounts of a message, by name. @typedef {Record<string, { value: Money }>} Sums */

const STEP = "plan.assign.step";
const BOUND = "plan.assign.bound";
const GAIN = "plan.assign.gain";
/** What can be used; how much more that is than today is drawn. */
const FIGURES = [BOUND, "plan.assign.nothing"];

/** @param {Part<"texts"> & { detail: CreditDetail }} props */
export function Plan({ detail, texts }) {
  const plan = detail.plan ?? [];
  if (!plan.length) return null;
  const argsOf = (key) =>
    /** @type {Sums | undefined} */ (plan.find((message) => message.key === key)?.args);
  const [bound, gain] = [argsOf(BOUND), argsOf(GAIN)];
  const figures = plan.filter(({ key }) => FIGURES.includes(key));
  const steps = plan.filter(({ key }) => key === STEP);
  const rest = plan.filter(({ key }) => key !== STEP && key !== GAIN && !FIGURES.includes(key));
  return (
    <section class="plan">
      <Heading>{texts.say("page.plan")}</Heading>
      <Running list={figures} texts={texts} />
      {bound && gain && <Gain bound={bound} gain={gain} texts={texts} />}
      {steps.length > 0 && <Sentences list={steps} texts={texts} tag="ol" />}
      <Running list={rest} texts={texts} className="muted" />
    </section>
  );
}

/** What today's assignment uses of the credit, and what the steps add. @param {Part<"texts"> & { bound: Sums, gain: Sums }} props */
function Gain({ bound, gain, texts }) {
  const whole = bound.unused.value.amount;
  /** @type {[key: string, sum: Money][]} */
  const parts = [
    ["today", gain.today.value],
    ["more", gain.amount.value],
  ];
  return (
    <div class="gain">
      <GainBar whole={whole} today={gain.today.value.amount} more={gain.amount.value.amount} />
      <dl>
        {parts.map(([key, { amount, currency }]) => (
          <div key={key}>
            <dt class={`gain-${key}`}>{texts.say(`page.plan.${key}`)}</dt>
            <dd>
              <Amount value={amount} currency={currency} texts={texts} />
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

/** Sentences one after the other. @param {Part<"texts"> & { list: Message[], className?: string }} props */
function Running({ list, texts, className = "" }) {
  if (!list.length) return null;
  return (
    <p class={className}>
      {list.map((message) => (
        <span key={message.key}>
          <Said message={message} texts={texts} />{" "}
        </span>
      ))}
    </p>
  );
}
