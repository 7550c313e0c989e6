// The built page as a person has it: served as our own site, as a strict host serves it, or as one file from disk.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { ranBy, ranSince } from './browser.mjs';

const root = new URL('../../', import.meta.url);
const SETTLED_MS = 1_000;
export const ONE_FILE = new URL('dist/ad-credit-tracker.html', root).href;

export async function serveSite() {
  const [program, ...words] = process.env.XTASK ? [process.env.XTASK] : ['cargo', 'xtask'];
  words.push('serve', '--no-build', '--no-open', '--port', '0');
  const server = spawn(program, words, {
    cwd: fileURLToPath(root),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  for await (const piece of server.stdout) {
    said += piece;
    const address = /http:\/\/127\.0\.0\.1:\d+\//.exec(said)?.[0];
    if (address) return { address, close: () => server.kill() };
  }
  throw new Error(`the server did not start: ${said}`);
}

/**
 * Opens the page in a new tab: how long until it is ready, or something else is witnessed; of the processor in all of the
 * browser's renderers.
 */
export async function openPage({ context, root }, address, what = 'ready') {
  const page = await context.newPage();
  page.setDefaultTimeout(600_000);
  await page.addInitScript(witness);
  // A new tab has work of its own.
  await page.waitForTimeout(SETTLED_MS);
  const before = ranBy(root);
  await page.goto(address);
  const milliseconds = await page.evaluate((name) => globalThis.witness[name], what);
  const ran = () => ranSince(root, before);
  return { page, milliseconds, cpu: ran(), ran };
}

/** Runs in a page before its own scripts. */
export function witness() {
  /** The moment after the frame that shows what stands in the document now. */
  const painted = () =>
    new Promise((resolve) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => resolve(performance.now());
      requestAnimationFrame(() => port2.postMessage(null));
    });
  /** What the tracker tells its host next, once it is painted. */
  const told = (type) =>
    new Promise((resolve) => {
      const answer = () => painted().then(resolve);
      document.addEventListener(type, answer, { capture: true, once: true });
    });
  const tracker = () => document.querySelector('ad-credit-tracker');
  /** The page as it is for who has nothing here yet, or an answer of any kind: that of the last visit is one, and says so. */
  const shown = async () => {
    while (!tracker()?.shadowRoot?.querySelector('.empty, .today'))
      await new Promise(requestAnimationFrame);
    return painted();
  };
  globalThis.witness = {
    ready: told('ready'),
    shown: shown(),
    told,
    painted,
    tracker,
    /** Milliseconds from `act` until `find` has found something, and that is painted. */
    async took(act, find) {
      const start = performance.now();
      act();
      while (!find()) await new Promise(requestAnimationFrame);
      return (await painted()) - start;
    },
  };
}
