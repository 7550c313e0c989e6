// Placeholder until the element lands: starts the engine by each road and says which one it took.
import start from "../../pkg/ad_credit_tracker.js";
import { moduleBytes, openWorker } from "../engine/source.js";

const Base = globalThis.HTMLElement ?? class {};

export class AdCreditTracker extends Base {
  async connectedCallback() {
    const bytes = await moduleBytes();
    const worker = openWorker();
    if (worker) {
      worker.postMessage(bytes);
      worker.onmessage = () => this.say("worker");
    } else {
      await start({ module_or_path: bytes });
      this.say("main thread");
    }
  }

  /** @param {string} mode */
  say(mode) {
    this.dataset.engine = mode;
    this.textContent = `ready: ${mode}`;
  }
}
