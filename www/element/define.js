// Registers the element; the one import of the package that does something.

import { AdCreditTracker } from "./index.js";

// A second version on one page leaves the first in its place.
if (!customElements.get("ad-credit-tracker"))
  customElements.define("ad-credit-tracker", AdCreditTracker);
