// What is left, until when, what is lost, who pays then: at most four sentences per currency, never one total (R28).

import { useState } from "preact/hooks";
import { bandGroups, likeliestFirst } from "./asked.js";
import { accountName, everyAccount, More, Name, Opener, Said, Select, Time } from "./bits.jsx";
import { Choices } from "./choices.jsx";
import { Explained } from "./explained.jsx";
import { Question } from "./imports.jsx";

/** @import { BandLine, QuestionCard } from "../engine/types" */
/** @import { Part, Shell } from "./model" */

/** @param {Shell} shell */
export function Band(shell) {
  const { model, texts } = shell;
  const { band, asked, counts, accounts } = model.view;
  const { readOnly } = model.settings;
  // R10: what pays first changes what is said here.
  const inView = ({ about, account }) =>
    about === "billing" && accounts.some(({ key }) => key === account);
  const billing = asked.find(inView);
  const [open, setOpen] = useState(false);
  if (!band.length) return null;
  return (
    <section class="band" part="band" aria-label={texts.say("page.band")}>
      <h2 class="unseen">{texts.say("page.band")}</h2>
      {bandGroups(band, asked).map(({ question, lines }) => (
        <div class="band-line" key={lines[0].currency ?? lines[0].account ?? ""}>
          {question ? (
            <Unstated {...shell} question={question} lines={lines} />
          ) : (
            <Line {...shell} line={lines[0]} named={band.length > 1} />
          )}
        </div>
      ))}
      {billing && !readOnly && <Question key={billing.account} {...shell} question={billing} />}
      {counts.available > 0 && (
        <div>
          <Opener open={open} onToggle={setOpen}>
            {texts.say("page.figures")}
          </Opener>
          {open && <Explained {...shell} />}
        </div>
      )}
    </section>
  );
}

/** @param {Part<"model" | "texts"> & { line: BandLine, named: boolean }} props */
function Line({ line, named, model, texts }) {
  return (
    <>
      {named && (line.currency ?? line.account) && (
        <h3>{line.currency ?? <Name>{accountName(model, line.account)}</Name>}</h3>
      )}
      <ul>
        {line.sentences.map((message, i) => (
          <li key={i}>
            <Said message={message} texts={texts} say={texts.sentence} />
          </li>
        ))}
      </ul>
      <div class="notes muted">
        {line.notes.map((message, i) => (
          <Said key={i} message={message} texts={texts} say={texts.sentence} />
        ))}
        {/* R33: a sum is as old as the oldest figure in it; the header has the newest. */}
        {line.asOf && (named || model.view.accounts.length > 1) && (
          <span>
            {texts.say("page.asOf")} <Time when={line.asOf} texts={texts} />
          </span>
        )}
      </div>
    </>
  );
}

/** Accounts that add up once their currency is said: asked once for all, or one by one. @param {Shell & { question: QuestionCard, lines: BandLine[] }} shell */
function Unstated(shell) {
  const { question, lines, model, actions, texts } = shell;
  const { readOnly } = model.settings;
  const count = lines.length;
  const all = lines.map(({ account }) => account);
  const set = (accounts, currency) => currency && actions.setAccounts(accounts, { currency });
  const options = [
    ["", texts.say("band.no_currency")],
    ...question.choices.map(({ key, label }) => [key, texts.message(label)]),
  ];
  return (
    <>
      <h3>
        {texts.say("page.refresh.accounts", { count })}: {texts.say("band.no_currency")}
      </h3>
      {!readOnly && (
        <fieldset class="question">
          <legend>{texts.say("page.currency.question")}</legend>
          <Choices
            choices={likeliestFirst(question, everyAccount(model)).map((choice) => ({
              ...choice,
              preview: null,
            }))}
            onPick={(currency) => set(all, currency)}
            texts={texts}
          />
        </fieldset>
      )}
      <More
        summary={texts.say("page.problems.each", { count })}
        inside={() =>
          lines.map((line) => (
            <div class="band-line" key={line.account}>
              <Line {...shell} line={line} named />
              <p>
                <Select
                  label={`${texts.say("page.column.currency")}: ${accountName(model, line.account)}`}
                  value=""
                  options={options}
                  disabled={readOnly}
                  onPick={(currency) => set([line.account], currency)}
                />
              </p>
            </div>
          ))
        }
      />
    </>
  );
}
