// Which assignment uses most credit before it expires: what can still be used, then the steps in Ads Manager.

import { Sentences } from "./bits.jsx";

/** @param {any} props */
export function Plan({ detail, texts }) {
  if (!detail.plan?.length) return null;
  return (
    <section>
      <h3>{texts.say("page.plan")}</h3>
      <Sentences list={detail.plan} texts={texts} />
    </section>
  );
}
