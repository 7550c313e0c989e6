// While the page is open: the number of warnings in its title and on its icon, and a notification for what is new. Only for a reader who asked for it; nothing is sent anywhere.
//
// Invariant: whatever was changed outside of the element is put back when the reader changes their mind or the element goes.

import { isActive } from "./alerts.js";

/** @import { View } from "../engine/types" */
/** @import { Settings, Texts } from "../ui/model" */
/** @import { AlertChange } from "./alerts.js" */

/**
 * @typedef {object} Page what is around the element, handed in so that it can be tested
 * @property {{ title: string, hidden: boolean }} document
 * @property {{ setAppBadge?: (count: number) => Promise<void>, clearAppBadge?: () => Promise<void> }} navigator
 * @property {{ new (title: string, options: object): unknown, permission: string } | undefined} Notification
 */

/** @returns {Page} */
export function pageAround() {
  const { document, navigator, Notification } = globalThis;
  return { document, navigator, Notification };
}

export class Attention {
  #page;
  /** The title as the page has it, while ours stands there. @type {string | null} */
  #title = null;

  /** @param {Page} page */
  constructor(page) {
    this.#page = page;
  }

  /** @param {View} view @param {Settings} settings */
  show(view, settings) {
    const count = settings.notify ? view.today.filter(isPressing).length : 0;
    if (count === 0) return this.clear();
    const { document, navigator } = this.#page;
    this.#title ??= document.title;
    document.title = `(${count}) ${this.#title}`;
    void navigator.setAppBadge?.(count).catch(() => {});
  }

  /** @param {AlertChange} change @param {Settings} settings @param {Texts} texts */
  hear({ transition, warning, cause }, settings, texts) {
    const { document, Notification } = this.#page;
    const isNew = transition !== "better" && transition !== "ended";
    if (!settings.notify || !isNew || !isPressing(warning)) return;
    // Whoever has just pasted something sees there what it says.
    const isSeen = cause === "data" && !document.hidden;
    if (isSeen || Notification?.permission !== "granted") return;
    try {
      new Notification(texts.message(warning.headline), { tag: warning.id });
    } catch {
      // Some browsers allow them to service workers only.
    }
  }

  clear() {
    if (this.#title === null) return;
    this.#page.document.title = this.#title;
    this.#title = null;
    void this.#page.navigator.clearAppBadge?.().catch(() => {});
  }
}

/** @param {View["today"][number]} warning */
function isPressing(warning) {
  return warning.level !== "info" && isActive(warning);
}
