// The first sight: one sentence, where to copy from, three ways to begin, and the promise.

import { useState } from "preact/hooks";
import { FileButton, Opener } from "./bits.jsx";
import { WhereAll } from "./where.jsx";

/** @import { OpensPanels, Part, Shell } from "./model" */

const FIRST = ["promotions_available", "transactions", "campaign_report", "payment_management"];

/** @param {Shell & OpensPanels} props */
export function Empty({ model, actions, texts, openPanel }) {
  const [where, setWhere] = useState(false);
  // Who may only look cannot paste; the host does.
  if (model.settings.readOnly) {
    return (
      <section class="empty" aria-label={texts.say("page.title")}>
        <div class="empty-words">
          <h1>{texts.say("page.history.none")}</h1>
          <p class="promise">{texts.say("page.promise")}</p>
        </div>
      </section>
    );
  }
  return (
    <section class="empty" aria-label={texts.say("page.title")}>
      <div class="empty-words">
        <h1>{texts.say("page.empty")}</h1>
        <ol class="empty-steps">
          <li>{texts.say("page.empty.open")}</li>
          <li>{texts.say("page.empty.copy")}</li>
          <li>{texts.say("page.empty.paste")}</li>
        </ol>
        <p class="actions">
          <button type="button" class="button primary" onClick={() => actions.pasteFromClipboard()}>
            {texts.say("page.paste")}
          </button>
          <FileButton actions={actions}>{texts.say("page.choose")}</FileButton>
          <button type="button" class="button quiet" onClick={() => actions.trySample()}>
            {texts.say("page.sample")}
          </button>
        </p>
        <p class="promise">
          <b>{texts.say("page.promise")}</b>
        </p>
      </div>
      <Picture texts={texts} />
      <div class="empty-where">
        <p class="actions">
          <Opener open={where} onToggle={setWhere}>
            {texts.say("page.where.title")}
          </Opener>
          <button type="button" class="link" onClick={() => openPanel("settings")}>
            {texts.say("page.settings")}
          </button>
        </p>
        {where && <WhereAll texts={texts} names={FIRST} />}
      </div>
    </section>
  );
}

/** The words of the way there, as the help says it in this language: "Tools › Payments › Promotions › Available (also: …". */
function wordsOf(texts) {
  const way = (name) => texts.say(`where.${name}`).split(" › ");
  const [tools, payments, promotions, available] = way("promotions_available");
  return {
    tools,
    payments,
    promotions,
    available: available.split(/\s*[(（]/)[0],
    earning: way("promotions_earning")[3],
    notAvailable: way("promotions_not_available")[3],
  };
}

/** Ads Manager, drawn: Tools opens a menu, Payments leads to Promotions, and there is the table to copy. @param {Part<"texts">} props */
function Picture({ texts }) {
  const words = wordsOf(texts);
  return (
    <svg
      class="picture"
      viewBox="0 0 420 264"
      role="img"
      aria-label={texts.say("page.empty.picture")}
    >
      <rect class="sheet" x="1" y="1" width="418" height="262" rx="8" />
      <path class="head" d="M1 34V9a8 8 0 0 1 8-8h402a8 8 0 0 1 8 8v25z" />
      <rect class="soft" x="14" y="13" width="54" height="9" rx="3" />
      <rect class="soft" x="92" y="13" width="40" height="9" rx="3" />
      <rect class="soft" x="146" y="13" width="40" height="9" rx="3" />
      <rect class="pick" x="196" y="8" width="52" height="19" rx="4" />
      <text class="on" x="222" y="21.5" text-anchor="middle">
        {words.tools}
      </text>
      <circle class="badge" cx="196" cy="8" r="8" />
      <text class="on small" x="196" y="11.5" text-anchor="middle">
        1
      </text>
      <path class="cut" d="M96 34v229" />
      <rect class="pick" x="5" y="66" width="86" height="20" rx="4" />
      <text class="on" x="48" y="80" text-anchor="middle">
        {words.promotions}
      </text>
      <circle class="badge" cx="92" cy="65" r="8" />
      <text class="on small" x="92" y="68.5" text-anchor="middle">
        3
      </text>
      <text class="word" x="14" y="54">
        {words.payments}
      </text>
      <circle class="badge" cx="80" cy="48" r="8" />
      <text class="on small" x="80" y="51.5" text-anchor="middle">
        2
      </text>
      <rect class="soft" x="14" y="98" width="60" height="8" rx="3" />
      <rect class="soft" x="14" y="116" width="48" height="8" rx="3" />
      <text class="word strong" x="112" y="56">
        {words.available}
      </text>
      <path class="under" d="M110 62h52" />
      <text class="word" x="184" y="56">
        {words.earning}
      </text>
      <text class="word" x="246" y="56">
        {words.notAvailable}
      </text>
      <rect class="selected" x="106" y="72" width="304" height="126" rx="4" />
      {[0, 1, 2, 3].map((row) => (
        <g key={row} transform={`translate(0 ${row * 28})`}>
          <rect
            class={row ? "soft" : "firm"}
            x="118"
            y="84"
            width={row ? [0, 78, 64, 86][row] : 70}
            height="8"
            rx="3"
          />
          <rect class={row ? "soft" : "firm"} x="216" y="84" width="40" height="8" rx="3" />
          <rect class={row ? "soft" : "firm"} x="272" y="84" width="40" height="8" rx="3" />
          {row === 0 ? (
            <rect class="firm" x="330" y="84" width="64" height="8" rx="3" />
          ) : (
            <rect class="track" x="330" y="84" width="64" height="8" rx="4" />
          )}
          {row > 0 && (
            <rect class="fill" x="330" y="84" width={[0, 48, 14, 30][row]} height="8" rx="4" />
          )}
        </g>
      ))}
      <g class="keys">
        {["Ctrl", "A", "Ctrl", "C"].map((key, i) => {
          const at = [124, 172, 230, 278][i];
          const wide = i % 2 === 0 ? 42 : 26;
          return (
            <g key={i}>
              <rect class="key" x={at} y="214" width={wide} height="26" rx="5" />
              <text class="word strong" x={at + wide / 2} y="231.5" text-anchor="middle">
                {key}
              </text>
            </g>
          );
        })}
        <path class="then" d="M208 227h12m-4-4 4 4-4 4" />
        <circle class="badge" cx="124" cy="214" r="8" />
        <text class="on small" x="124" y="217.5" text-anchor="middle">
          4
        </text>
      </g>
    </svg>
  );
}
