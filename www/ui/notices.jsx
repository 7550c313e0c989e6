// What stands above everything for a while: complaint, undo, the question where to keep things, progress, failure.

import { useState } from "preact/hooks";
import { atMinute, More, Name } from "./bits.jsx";

/** @import { Part, Shell } from "./model" */

/** @param {Shell} props */
export function Notices({ model, actions, texts }) {
  const asks =
    model.settings.keep === "ask" &&
    !model.isEmpty &&
    !model.isSample &&
    !model.settings.readOnly &&
    model.view;
  // What was not used before is no part of what went wrong since.
  const isPast = model.complaint && model.undo?.key === "undo.refused";
  return (
    <div class="notices">
      {model.complaint && (
        <div class="notice complaint" role="alert">
          <p>{texts.message(model.complaint)}</p>
          <button type="button" class="button" onClick={() => actions.dismissComplaint()}>
            {texts.say("page.close")}
          </button>
        </div>
      )}
      {model.recalledAt && (
        <div class="notice">
          <p>{texts.say("page.recalled", { time: texts.when(atMinute(model.recalledAt)) })}</p>
        </div>
      )}
      {model.isSample && !model.isEmpty && (
        <div class="notice">
          <p>{texts.say("page.sample.note")}</p>
          <button type="button" class="button" onClick={() => actions.endSample()}>
            {texts.say("page.sample.end")}
          </button>
        </div>
      )}
      {!model.recalledAt && <Unclaimed model={model} actions={actions} texts={texts} />}
      {model.undo && !isPast && !model.settings.readOnly && (
        <div class="notice undo">
          <p>{texts.message(model.undo)}</p>
          <button
            type="button"
            class="button"
            // Clicked twice it takes back one step: the next one has come to stand there meanwhile.
            onClick={(event) => event.detail < 2 && actions.undo()}
          >
            {texts.say("page.undo")}
          </button>
        </div>
      )}
      {asks && <KeepQuestion actions={actions} texts={texts} />}
      {!model.recalledAt && <Backup model={model} actions={actions} texts={texts} />}
    </div>
  );
}

/** So many imports are named; the others follow when these are answered, or are answered with them. */
const UNCLAIMED_SHOWN = 4;

/** R31: what nobody has claimed counts nowhere, so the question stays until it is answered. @param {Shell} props */
function Unclaimed({ model, actions, texts }) {
  const open = (model.view?.unclaimed ?? []).filter((one) => one.id !== model.openImport);
  if (model.settings.readOnly || !open.length) return null;
  const question = texts.say("page.account.question");
  return (
    <div class="notice" role="group" aria-label={question}>
      <p>
        <b>{question}</b> {open.length > UNCLAIMED_SHOWN && `(${texts.number(open.length)})`}
      </p>
      {open.slice(0, UNCLAIMED_SHOWN).map((one) => (
        <button
          type="button"
          class="button"
          key={one.id}
          onClick={() => actions.openImport(one.id)}
        >
          <Name>{one.name}</Name>
        </button>
      ))}
    </div>
  );
}

/** How much may be lost before a backup is asked for, and how old the last one may be. */
const BACKUP_IMPORTS = 10;
const BACKUP_DAYS = 30;
const DAY_MS = 864e5;

/** Figures that exist here only: a reminder, which a saved backup ends. @param {Shell} props */
function Backup({ model, actions, texts }) {
  const [later, setLater] = useState(false);
  const { keep, readOnly, backupAt } = model.settings;
  if (later || readOnly || model.isSample || keep === "ask" || !model.view) return null;
  const count = model.view.importCount;
  const days = backupAt ? (Date.parse(model.view.now) - Date.parse(backupAt)) / DAY_MS : null;
  if (count < BACKUP_IMPORTS || (days !== null && days < BACKUP_DAYS)) return null;
  const save = async () => actions.download(await actions.handout({ kind: "backup" }));
  return (
    <div class="notice" role="group" aria-label={texts.say("page.backup")}>
      <p>
        {texts.say("page.backup.nudge", { count })}{" "}
        <span class="muted">
          {texts.say(
            keep === "memory"
              ? "page.backup.memory"
              : model.isEvictable
                ? "page.backup.evictable"
                : "page.backup.device",
          )}
        </span>
      </p>
      <button type="button" class="button" onClick={save}>
        {texts.say("page.backup")}
      </button>
      <button type="button" class="button" onClick={() => setLater(true)}>
        {texts.say("page.backup.later")}
      </button>
    </div>
  );
}

/** Asked once, at the first paste (0004). @param {Part<"actions" | "texts">} props */
function KeepQuestion({ actions, texts }) {
  return (
    <div class="notice keep" role="group" aria-label={texts.say("page.keep.question")}>
      <p>
        <b>{texts.say("page.keep.question")}</b>{" "}
        <span class="muted">{texts.say("page.keep.hint")}</span>
      </p>
      <button type="button" class="button" onClick={() => actions.setSettings({ keep: "device" })}>
        {texts.say("page.keep.device")}
      </button>
      <button type="button" class="button" onClick={() => actions.setSettings({ keep: "memory" })}>
        {texts.say("page.keep.memory")}
      </button>
    </div>
  );
}

/** What is being read, how far, and a way to stop it, until it is answered. @param {Shell} props */
export function Reading({ model, actions, texts }) {
  const doing = (one) => texts.say(one.share === null ? "page.reading.answer" : "page.reading.one");
  return (
    <ul class="reading" aria-label={texts.say("page.reading")}>
      {model.reading.length === 0 && <li class="muted">{texts.say("page.reading.answer")}</li>}
      {model.reading.map((one) => (
        <li key={one.id}>
          <span class="grow">
            {doing(one)} {one.share === null && "· "}
            <Name>{one.name}</Name>
            {one.count > 1 && (
              <span class="muted">
                {" · "}
                {texts.say("page.reading.place", { number: one.number, count: one.count })}
              </span>
            )}
          </span>
          <span
            role="progressbar"
            class="progress"
            aria-label={`${doing(one)} ${one.name}`}
            aria-valuemin={0}
            aria-valuemax={100}
            aria-valuenow={one.share === null ? undefined : Math.round(one.share * 100)}
          >
            <svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
              <rect class="track" width="100" height="8" />
              <rect class="fill" width={(one.share ?? 1) * 100} height="8" />
            </svg>
          </span>
          {one.share !== null && (
            <span class="amount">{texts.percent(String(Math.round(one.share * 100) / 100))}</span>
          )}
          <button type="button" class="button" onClick={() => actions.cancelReading(one.id)}>
            {texts.say("page.cancel")}
          </button>
        </li>
      ))}
    </ul>
  );
}

/** @param {Part<"texts">} props */
export function Starting({ texts }) {
  return <h1 class="starting">{texts.say("page.starting")}</h1>;
}

/** @param {Part<"model" | "texts">} props */
export function Failed({ model, texts }) {
  return (
    <section class="failed" role="alert">
      <h1>{texts.say("page.failed")}</h1>
      {model.failure && <p>{texts.message(model.failure.message)}</p>}
      {model.failure?.detail && (
        <More summary={texts.say("page.failed.detail")}>
          <pre dir="auto">{model.failure.detail}</pre>
        </More>
      )}
    </section>
  );
}
