// How colleagues hand over: a backup of all or of chosen clients out, one that is opened in.
//
// Invariant: a backup that is opened changes nothing until it is said whether it adds to what is here or takes its place;
// where nothing is here there is nothing to ask.

import { readBackup, writeBackup } from "../store/backup.js";
import { difference } from "../store/ground.js";
import { merge } from "../store/merge.js";
import { portion } from "../store/portion.js";
import { knownHere } from "../store/same.js";
import { count, message, name } from "../text/message.js";
import { everyCard } from "./every.js";
import { EVERYTHING } from "./model.js";

/** @import { Engine, Moment } from "../engine/engine" */
/** @import { CreditRow, Message, Scope } from "../engine/types" */
/** @import { Change, Ground } from "../store/ground.js" */
/** @import { Answers } from "./answers.js" */
/** @import { Stage } from "./stage.js" */

/**
 * @typedef {object} Around
 * @property {Engine} engine
 * @property {Stage} stage
 * @property {Answers} answers
 * @property {() => Moment} moment
 * @property {(change: Change, what: Message) => Promise<void>} change
 * @property {() => Promise<void>} endSample
 */

export class Handover {
  #around;
  /** @type {Ground | null} */
  #opened = null;

  /** @param {Around} around */
  constructor(around) {
    this.#around = around;
  }

  /** Everything, or what belongs to the accounts in scope. @param {Scope} [scope] */
  async save(scope = EVERYTHING) {
    const { answers, moment } = this.#around;
    const isAll = scope.accounts.length === 0 && !scope.client && !scope.owner;
    const ground = isAll ? answers.ground : await this.#portion(scope);
    return writeBackup(ground, moment().now);
  }

  /** @param {string} json */
  async open(json) {
    const { answers, stage } = this.#around;
    const backup = readBackup(json);
    if (stage.model.isSample) await this.#around.endSample();
    const ground = await knownHere(answers.ground, backup);
    this.#opened = ground;
    if (answers.ground.imports.length === 0) return this.decide("replace");
    const { change, differences, same } = merge(answers.ground, ground);
    const savedAt = String(JSON.parse(json).savedAt ?? "");
    const about = new Set(differences.map(({ path: [, key] }) => key));
    const named = answers.ground.imports.filter(({ id }) => about.has(id));
    const names = Object.fromEntries(named.map(({ id, name }) => [id, name]));
    const imports = change.add?.length ?? 0;
    stage.set({ opened: { savedAt, imports, same, differences, names } });
    stage.announce(message("backup.opened"));
  }

  /** @param {"add" | "replace" | "leave"} how */
  async decide(how) {
    const { answers, stage, change } = this.#around;
    const ground = this.#opened;
    this.#opened = null;
    stage.set({ opened: null });
    if (!ground || how === "leave") return;
    const next =
      how === "add" ? merge(answers.ground, ground).change : difference(answers.ground, ground);
    await change(next, message("undo.restored"));
    stage.announce(message("announce.restored", { imports: count(next.add?.length ?? 0) }));
  }

  /** @param {Scope} scope @returns {Promise<Ground>} */
  async #portion(scope) {
    const { engine, stage, answers, moment } = this.#around;
    const now = moment();
    const part = await engine.view(now, scope);
    const cards = [];
    for await (const card of everyCard(engine, now)) cards.push(card);
    /** @type {Set<string>} */
    const credits = new Set();
    for (const table of /** @type {const} */ (["available", "notAvailable"])) {
      const query = { table, scope, search: "", filters: {}, sort: null };
      const { handle, count: rows } = await engine.openTable(now, query);
      const found = /** @type {CreditRow[]} */ (await engine.window(handle, 0, rows));
      for (const { key } of found) credits.add(key);
      await engine.closeTable(handle);
    }
    const accounts = new Set(part.accounts.map(({ key }) => key));
    const { ground, mixed } = portion(answers.ground, { accounts, credits, cards });
    if (mixed.length > 0) {
      const names = name([...new Set(mixed)].join(", "));
      stage.complain(message("backup.mixed", { imports: count(mixed.length), names }));
    }
    return ground;
  }
}
