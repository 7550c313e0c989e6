// The tracker in a frame: a host on an allowed origin may hand data in and learns the height (docs/embed.md for hosts).
//
//   <meta name="ad-credit-tracker-origins" content="https://portal.example https://staging.portal.example">
//
// A message: { to: "ad-credit-tracker", do: "importText", id: 7, with: ["…", { name: "…" }] }, answered by
// { from: "ad-credit-tracker", id: 7, value } or { …, failure }. Whatever else arrives, or from elsewhere, is ignored.

import { failureOf } from "../text/message.js";

/** @import { AdCreditTracker } from "./index.js" */

/** What a host may ask for. */
const CALLS = /** @type {const} */ (["importText", "addSnapshot", "save", "restore"]);
const EVENTS = ["ready", "import", "alert"];
/** Messages beyond this rate are not a host but a fault. */
const PER_SECOND = 20;
/** A height that answers its own change would go on for ever: after so many in a row it is not told until the width changes. */
const HEIGHTS_IN_A_ROW = 8;
const ROW_MS = 500;

/** @typedef {{ to: "ad-credit-tracker", do: typeof CALLS[number], id: number | string, with?: unknown[] }} Request */

/** @param {Document} document @returns {string[]} */
export function originsOf(document) {
  const meta = document.querySelector('meta[name="ad-credit-tracker-origins"]');
  return (meta?.getAttribute("content") ?? "")
    .split(/\s+/)
    .filter((origin) => /^https?:\/\/[^/*]+$/.test(origin));
}

/**
 * @param {AdCreditTracker} tracker
 * @param {string[]} origins none: the tracker listens to nobody and tells nobody
 * @param {Window} [self]
 */
export function listenToHost(tracker, origins, self = window) {
  const host = self.parent;
  if (origins.length === 0 || host === self) return;
  const isWelcome = limiter(PER_SECOND);
  /** @param {object} message */
  const say = (message) => {
    // The browser drops it for a host that is not at this origin.
    for (const origin of origins)
      host.postMessage({ from: "ad-credit-tracker", ...message }, origin);
  };
  self.addEventListener("message", async ({ source, origin, data }) => {
    if (source !== host || !origins.includes(origin) || !isRequest(data) || !isWelcome()) return;
    const answer = await answerTo(tracker, data);
    host.postMessage({ from: "ad-credit-tracker", id: data.id, ...answer }, origin);
  });
  for (const event of EVENTS) {
    tracker.addEventListener(event, (told) =>
      say({ event, detail: /** @type {CustomEvent} */ (told).detail }),
    );
  }
  watchHeight(tracker, (height) => say({ height }));
}

/** @param {unknown} data @returns {data is Request} */
export function isRequest(data) {
  if (typeof data !== "object" || data === null) return false;
  const { to, do: call, id, with: args } = /** @type {Partial<Request>} */ (data);
  return (
    to === "ad-credit-tracker" &&
    CALLS.some((name) => name === call) &&
    (typeof id === "number" || typeof id === "string") &&
    (args === undefined || Array.isArray(args))
  );
}

/** @param {AdCreditTracker} tracker @param {Request} request */
async function answerTo(tracker, { do: call, with: args = [] }) {
  try {
    return { value: (await /** @type {any} */ (tracker)[call](...args)) ?? null };
  } catch (error) {
    return { failure: failureOf(error) };
  }
}

/** @param {Element} element @param {(height: number) => void} tell */
function watchHeight(element, tell) {
  const next = heights();
  new ResizeObserver(() => {
    const { width, height } = element.getBoundingClientRect();
    const told = next(Math.round(width), Math.ceil(height), performance.now());
    if (told !== null) tell(told);
  }).observe(element);
}

/** Which heights to tell: new ones, and not for ever in answer to themselves. */
export function heights() {
  let last = { width: -1, height: -1, at: Number.NEGATIVE_INFINITY };
  let row = 0;
  /** @param {number} width @param {number} height @param {number} at ms @returns {number | null} */
  return (width, height, at) => {
    if (width !== last.width || at - last.at > ROW_MS) row = 0;
    if (height === last.height || row >= HEIGHTS_IN_A_ROW) {
      // Silence ends a row; a loop that goes on is never silent.
      last = { width, height: last.height, at };
      return null;
    }
    row += 1;
    last = { width, height, at };
    return height;
  };
}

/** @param {number} perSecond */
export function limiter(perSecond, clock = () => performance.now()) {
  /** @type {number[]} */
  let times = [];
  return () => {
    const now = clock();
    times = times.filter((time) => now - time < 1_000);
    if (times.length >= perSecond) return false;
    times.push(now);
    return true;
  };
}
