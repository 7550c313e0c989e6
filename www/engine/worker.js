// Placeholder until the engine's worker lands.
import start from "../../pkg/ad_credit_tracker.js";

self.onmessage = async (message) => {
  await start({ module_or_path: message.data });
  self.postMessage("ready");
};
