// One check: inputs through the engine, warnings against what was told before.

import { readFile } from "node:fs/promises";
import * as glue from "../../pkg/ad_credit_tracker.js";
import { Driver, Host } from "../engine/driver.js";
import { lookAt } from "./look.js";
import { compare } from "./memory.js";

/** @import { View } from "../engine/types" */
/** @import { Inputs } from "./inputs.js" */
/** @import { Failed } from "../engine/failing.js" */
/** @import { Told } from "./memory.js" */
/** @import { Moment } from "../engine/engine" */

/** Nobody waits for a frame here. */
const STEP_MS = 1_000;

/** @param {Inputs} inputs @param {Moment} moment */
export async function look(inputs, moment) {
  const bytes = await readFile(new URL("./ad_credit_tracker_bg.wasm", import.meta.url));
  await glue.default({ module_or_path: await WebAssembly.compile(bytes) });
  return lookAt(new Driver(new Host(/** @type {any} */ (glue)), STEP_MS), inputs, moment);
}

/**
 * @param {View} view
 * @param {Inputs} inputs
 * @param {Failed[]} failed
 * @param {Map<string, Told>} before
 */
export function judge(view, { files }, failed, before) {
  const cards = new Map(view.imports.map((card) => [card.id, card]));
  const known = view.accounts.filter(({ isProvisional }) => !isProvisional);
  const given = files.filter(({ id }) => !failed.some(({ source }) => source.id === id));
  const of = given.map((file) => ({ file, card: cards.get(file.id) }));
  return {
    ...compare(before, view.today, view.now),
    failed,
    unusable: of.filter(({ card }) => !card || card.isUnusable),
    known,
    /** Whose it is stays open, and there are others: its figures stand apart until it is said (R31). */
    unowned: of.filter(({ card }) => card?.accountQuestion && known.length > 0),
    /** What was read by assumption, until someone answers it in the page. */
    asked: of.flatMap(({ file, card }) => {
      const all = (card?.tables ?? []).flatMap(({ questions }) => questions);
      // Every run of every day would say that the machine's own zone stands in (R38).
      const questions = all.filter(({ about }) => about !== "zone");
      return questions.length > 0 ? [{ file, questions }] : [];
    }),
  };
}
