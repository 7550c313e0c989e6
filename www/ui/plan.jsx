// Which assignment uses most credit before it expires: what can still be used, then the steps in Ads Manager in their order,
// then what it takes for granted.

import { Said, Sentences } from "./bits.jsx";

const STEP = "plan.assign.step";
/** What can be used, and how much more that is than today. */
const FIGURES = ["plan.assign.bound", "plan.assign.gain", "plan.assign.nothing"];

/** @param {any} props */
export function Plan({ detail, texts }) {
  const plan = detail.plan ?? [];
  if (!plan.length) return null;
  const figures = plan.filter(({ key }) => FIGURES.includes(key));
  const steps = plan.filter(({ key }) => key === STEP);
  const rest = plan.filter((message) => !figures.includes(message) && !steps.includes(message));
  return (
    <section class="plan">
      <h3>{texts.say("page.plan")}</h3>
      {figures.length > 0 && <Running list={figures} texts={texts} />}
      {steps.length > 0 && <Sentences list={steps} texts={texts} tag="ol" />}
      {rest.length > 0 && <Running list={rest} texts={texts} className="muted" />}
    </section>
  );
}

/** Sentences one after the other. @param {any} props */
function Running({ list, texts, className = "" }) {
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
