// Placeholder until the element lands.
import { AdCreditTracker } from "./index.js";

customElements.define("ad-credit-tracker", AdCreditTracker);
