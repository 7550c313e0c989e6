// How much work one step may do, learnt from how long the last ones took (decision 0002).

/** A task longer than 50 ms is felt; painting and our own bookkeeping want their part. */
export const MAIN_THREAD_MS = 14;
/** In a worker only cancel and progress wait. */
export const WORKER_MS = 40;

const LEAST_BYTES = 4_096;
const MOST_BYTES = 256 * 1024 * 1024;

export class Budget {
  #aim;
  #bytes = 128 * 1024;

  /** @param {number} aimMs how long a step should take */
  constructor(aimMs) {
    this.#aim = aimMs;
  }

  get bytes() {
    return Math.round(this.#bytes);
  }

  /** Grows slowly and shrinks at once: one slow step is forgiven, two are not. @param {number} tookMs */
  learn(tookMs) {
    const factor = this.#aim / Math.max(tookMs, 0.1);
    this.#bytes *= Math.min(2, Math.max(0.1, factor));
    this.#bytes = Math.min(MOST_BYTES, Math.max(LEAST_BYTES, this.#bytes));
  }
}
