// What is left, until when, what is lost, who pays then: at most five sentences per currency, never one total (R28).

import { accountName, Name, Said, Time } from "./bits.jsx";

/** @param {any} props */
export function Band({ model, texts }) {
  const { band } = model.view;
  if (!band.length) return null;
  return (
    <section class="band" part="band" aria-label={texts.say("page.band")}>
      {band.map((line) => (
        <div class="band-line" key={line.currency ?? line.account ?? ""}>
          {band.length > 1 && (line.currency ?? line.account) && (
            <h3>{line.currency ?? <Name>{accountName(model, line.account)}</Name>}</h3>
          )}
          <ul>
            {line.sentences.slice(0, 5).map((message, i) => (
              <li key={i}>
                <Said message={message} texts={texts} />
              </li>
            ))}
          </ul>
          {line.asOf && band.length > 1 && (
            <p class="muted">
              {texts.say("page.asOf")} <Time when={line.asOf} texts={texts} />
            </p>
          )}
        </div>
      ))}
    </section>
  );
}
