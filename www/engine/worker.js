// The engine's worker: one instance of the module, driven by messages (protocol.d.ts).

import * as module from "../../pkg/ad_credit_tracker.js";
import { serve } from "./serve.js";

serve(/** @type {any} */ (self), /** @type {any} */ (module));
