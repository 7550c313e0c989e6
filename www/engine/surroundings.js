// What the build puts around the engine: its bytes, its worker, its glue.

import * as glue from "../../pkg/ad_credit_tracker.js";
import { moduleResponse, openWorker } from "./source.js";

/** @import { Surroundings } from "./load.js" */
/** @import { WasmModule } from "./wasm" */

/** @type {Surroundings} */
export const startedBy = {
  moduleResponse,
  openWorker,
  glue: async () => /** @type {WasmModule} */ (/** @type {unknown} */ (glue)),
};
