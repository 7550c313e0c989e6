// Lets the browser do what waits: input, painting, messages.

/** @type {MessageChannel | undefined} */
let channel;
/** @type {(() => void)[]} */
const waiting = [];

/** Node's own; a message channel would keep its process alive. @type {((done: () => void) => void) | undefined} */
const immediately = /** @type {any} */ (globalThis).setImmediate;

/** Ends the current task and goes on in a later one, without the 4 ms that a timer costs. */
export function pause() {
  const scheduler = /** @type {{ yield?: () => Promise<void> } | undefined} */ (
    /** @type {any} */ (globalThis).scheduler
  );
  // In a worker messages come first (a cancel must not wait behind our own continuation).
  if (typeof document !== "undefined" && scheduler?.yield) return scheduler.yield();
  return new Promise((/** @type {(value: void) => void} */ resolve) => {
    if (immediately) {
      immediately(resolve);
      return;
    }
    channel ??= openChannel();
    waiting.push(resolve);
    channel.port2.postMessage(null);
  });
}

function openChannel() {
  const opened = new MessageChannel();
  opened.port1.onmessage = () => waiting.shift()?.();
  return opened;
}
