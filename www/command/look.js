// Inputs through an engine, whatever one of them does to it.
//
// Invariant: an input on which the engine fails is named, and everything else is reported as if it were not there.

import { EVERYTHING } from "../element/model.js";
import { Lost } from "../engine/driver.js";
import { failing } from "../engine/failing.js";

/** @import { Driver } from "../engine/driver.js" */
/** @import { Moment, Source } from "../engine/engine" */
/** @import { Failed } from "../engine/failing.js" */
/** @import { View } from "../engine/types" */
/** @import { Inputs } from "./inputs.js" */

/** @param {Driver} driver @param {Inputs} inputs @param {Moment} moment @returns {Promise<{ view: View, failed: Failed[] }>} */
export async function lookAt(driver, { ground, files }, moment) {
  const ids = files.map(({ id }) => id);
  /** @param {Source[]} sources */
  const view = async (sources) => {
    await driver.setOptions(ground.options);
    await driver.read(sources, () => {});
    const imports = await driver.cards(moment, { ids });
    return { ...(await driver.view(moment, EVERYTHING)), imports };
  };
  try {
    return { view: await view(ground.imports), failed: [] };
  } catch (error) {
    if (!(error instanceof Lost)) throw error;
  }
  const failed = await failing(driver, ground.imports, view);
  await driver.reset();
  const whole = ground.imports.filter((one) => !failed.some(({ source }) => source === one));
  return { view: await view(whole), failed };
}
