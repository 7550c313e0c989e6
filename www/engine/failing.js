// Of what an engine failed on, what is to blame.

import { Lost } from "./driver.js";

/** @import { Driver } from "./driver.js" */
/** @import { Source } from "./engine" */
/** @import { Remote } from "./remote.js" */

/** @typedef {{ source: Source, detail: string }} Failed */

/**
 * Those on which the engine fails, found by halves, each on a fresh instance.
 * @param {Driver | Remote} engine @param {Source[]} sources
 * @param {(sources: Source[]) => Promise<unknown>} work
 * @returns {Promise<Failed[]>}
 */
export async function failing(engine, sources, work) {
  await engine.reset();
  try {
    await work(sources);
    return [];
  } catch (error) {
    const [source, ...more] = sources;
    const detail = error instanceof Lost ? error.detail : String(error);
    if (!source || more.length === 0) return source ? [{ source, detail }] : [];
    const half = Math.ceil(sources.length / 2);
    const first = await failing(engine, sources.slice(0, half), work);
    return [...first, ...(await failing(engine, sources.slice(half), work))];
  }
}
