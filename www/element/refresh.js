// When an element looks again: figures depend on the time of day.
//
//   Comes in   the clock, and the page coming back to the front
//   Goes out   a call, while the element is in the page and a newer answer would say something else

/** Figures are looked at again so often, and at once when a warning is due. */
const REFRESH_MS = 5 * 60_000;
/** Browsers call on hidden pages no oftener. */
const TICK_MS = 60_000;

/** @typedef {{ now: string, next: string | null }} Shown when what is shown was said, and when time changes it next */

export class Refresh {
  #document;
  #shown;
  #lookAgain;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #timer;

  /**
   * @param {Document} document
   * @param {() => Shown | null} shown null where time changes nothing
   * @param {() => void} lookAgain
   */
  constructor(document, shown, lookAgain) {
    this.#document = document;
    this.#shown = shown;
    this.#lookAgain = lookAgain;
  }

  begin() {
    this.#timer = setInterval(() => this.#tick(REFRESH_MS), TICK_MS);
    this.#document.addEventListener("visibilitychange", this.#onReturn);
  }

  end() {
    clearInterval(this.#timer);
    this.#document.removeEventListener("visibilitychange", this.#onReturn);
  }

  #onReturn = () => {
    if (!this.#document.hidden) this.#tick(TICK_MS);
  };

  /** Looks again at what is older than that, or where time has brought something; hidden pages too, for they notify. @param {number} oldest */
  #tick(oldest) {
    const shown = this.#shown();
    if (!shown) return;
    const passed = Date.now() - Date.parse(shown.now);
    const isDue = shown.next !== null && Date.now() >= Date.parse(shown.next);
    if (Math.abs(passed) >= oldest || isDue) this.#lookAgain();
  }
}
