// What the panels may ask for (www/ui/model.d.ts), said in terms of the controller.

import { count, message, name } from "../text/message.js";
import * as changes from "./changes.js";
import { pendingFile, pendingFromClipboard } from "./clipboard.js";
import { everyCard } from "./every.js";

/** @import { Actions } from "../ui/model" */
/** @import { Patch } from "../store/ground.js" */
/** @import { Backup } from "../store/backup.js" */
/** @import { Controller } from "./controller.js" */

/** @param {Backup} backup */
function backupFile(backup) {
  const day = backup.savedAt.slice(0, 10);
  return {
    name: `ad-credit-tracker-${day}.json`,
    mediaType: "application/json",
    text: JSON.stringify(backup),
  };
}

/** @param {Controller} controller @returns {Actions} */
export function actionsOf(controller) {
  /** @param {Patch[]} patches @param {string} [undo] key of what can be undone */
  const set = (patches, undo) => change(() => controller.say(patches, undo ? message(undo) : null));
  /** Read-only means for people; the host's own calls do not come this way. @param {() => Promise<unknown>} work */
  const change = async (work) => {
    if (controller.model.settings.readOnly) controller.complain(message("shell.readOnly"));
    else await work();
  };
  return {
    pasteFromClipboard: () =>
      change(async () => {
        try {
          await controller.import(await pendingFromClipboard());
        } catch (error) {
          controller.look({ openImport: null });
          controller.fail(error);
        }
      }),
    chooseFiles: (files) => change(() => controller.import([...files].map(pendingFile))),
    trySample: () => controller.trySample(),
    endSample: () => controller.endSample(),
    cancelReading: (id) => controller.cancel(id),
    undo: () => change(() => controller.undo()),
    removeImport: (id) => change(() => controller.remove(id)),
    eraseEverything: () => controller.erase(),
    openImport: (id, figure) => controller.openImport(id, figure),
    cards: (wanted) => controller.ask((engine, moment) => engine.cards(moment, wanted)),
    setAccountOfImports: (ids, account, title) =>
      set(changes.accountOfImports(ids, account, title), "undo.accountSet"),
    setAsOf: (id, asOf) => set(changes.asOf(id, asOf), "undo.asOfSet"),
    setWhole: (id, isWhole) => set(changes.wholeList(id, isWhole), "undo.mappingSet"),
    setCreditOfImport: (id, credit) => set(changes.creditOfImport(id, credit), "undo.mappingSet"),
    setMapping: (id, fingerprint, mapping) =>
      set(changes.mapping(id, fingerprint, mapping), "undo.mappingSet"),
    setCells: (id, answers) =>
      set(
        answers.flatMap((answer) => changes.cell(id, answer)),
        "undo.mappingSet",
      ),
    forgetMapping: async (fingerprint) => {
      const said = controller.model.options.mappings[fingerprint];
      const cards = await controller.ask(async (engine, moment) => {
        const all = [];
        for await (const card of everyCard(engine, moment)) all.push(card);
        return all;
      });
      await set(changes.forget(fingerprint, said, cards), "undo.mappingForgotten");
    },
    rememberMappings: (text) =>
      change(() => controller.rememberMappings(text).catch((error) => controller.fail(error))),
    setAccounts: (accounts, values) => {
      const what = name(changes.accountsSaid(values, controller.texts()));
      const undo = message("undo.register", { what, count: count(accounts.length) });
      return change(() => controller.say(changes.accounts(accounts, values), undo));
    },
    setThresholds: (where, values) => set(changes.thresholds(where, values)),
    setCredit: (credit, place, value) => set(changes.creditSaid(credit, place, value)),
    setDefaults: (values) => set(changes.defaults(values)),
    snooze: (alerts, until) =>
      set(changes.alertAnswers(alerts, { snoozedUntil: until }), "undo.snoozed"),
    acknowledge: (alerts, undo = "undo.acknowledged") =>
      set(changes.alertAnswers(alerts, { acknowledgedAt: controller.moment().now }), undo),
    setScope: (scope) => controller.setScope(scope),
    setTab: (tab) => controller.look({ tab }),
    setSettings: (values) => void controller.setSettings(values),
    dismissComplaint: () => controller.look({ complaint: null }),
    openTable: (query) => controller.ask((engine, moment) => engine.openTable(moment, query)),
    window: (handle, start, length) =>
      controller.ask((engine) => engine.window(handle, start, length)),
    closeTable: (handle) =>
      void controller.ask((engine) => engine.closeTable(handle)).catch(() => {}),
    credit: (account, key) =>
      controller.ask((engine, moment) => engine.credit(moment, account, key)),
    transaction: (account, key) =>
      controller.ask((engine, moment) => engine.transaction(moment, account, key)),
    decideBackup: (how) => change(() => controller.decideBackup(how)),
    whatIf: (account, asked) =>
      controller.ask((engine, moment) => engine.whatIf(moment, account, asked)),
    handout: async (asked) => {
      controller.moveOn();
      if (asked.kind === "backup") {
        const backup = await controller.save(controller.model.scope);
        controller.handedOut({ backupAt: backup.savedAt });
        return backupFile(backup);
      }
      const { handedOut } = controller.model.settings;
      const isCalendar = asked.kind === "calendar";
      const file = await controller.ask((engine, moment) =>
        engine.handout(moment, isCalendar ? { ...asked, handedOut } : asked),
      );
      if (isCalendar) controller.handedOut({ handedOut: file.reminders });
      return file;
    },
    download: (handout) => controller.download(handout),
  };
}
