// Chromium for the measurements, and what the operating system knows of its processes.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import esbuild from 'esbuild';
import { chromium } from 'playwright-core';

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
  '--js-flags=--expose-gc --max-old-space-size=8000',
];

const asked = () => ({
  executablePath: process.env.CHROMIUM ?? execFileSync('which', ['chromium']).toString().trim(),
  headless: true,
  args: FLAGS,
});

export const startBrowser = () => chromium.launch(asked());

/** One that keeps what it is told in `folder`, as a person's own does. */
export const startLastingBrowser = (folder, options) =>
  chromium.launchPersistentContext(folder, { ...asked(), ...options });

/** The script of a page, from a file beside this one. */
export async function bundled(name) {
  const { outputFiles } = await esbuild.build({
    entryPoints: [new URL(name, import.meta.url).pathname],
    bundle: true,
    format: 'esm',
    write: false,
    minify: true,
    logLevel: 'error',
  });
  return outputFiles[0].text;
}

/** The browser's own process. */
export async function rootOf(browser) {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  return processInfo.find(({ type }) => type === 'browser').id;
}

/** Renderers among the descendants of a process. */
export function renderers(root) {
  const read = (pid, file) => {
    try {
      return fs.readFileSync(`/proc/${pid}/${file}`, 'latin1');
    } catch {
      return '';
    }
  };
  const parents = new Map();
  for (const pid of fs.readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    const parent = /PPid:\s+(\d+)/.exec(read(pid, 'status'));
    if (parent) parents.set(Number(pid), Number(parent[1]));
  }
  const isBelow = (pid) => {
    for (let at = pid; at > 1; at = parents.get(at) ?? 0) if (at === root) return true;
    return false;
  };
  const all = [...parents.keys()].filter(isBelow);
  return all.filter((pid) => read(pid, 'cmdline').includes('--type=renderer'));
}

/** Milliseconds that each thread of the page's process has run; the renderer that is kept in reserve stands still. */
export function ranBy(root) {
  const ran = new Map();
  for (const pid of renderers(root)) {
    for (const thread of fs.readdirSync(`/proc/${pid}/task`)) {
      try {
        const said = fs.readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'latin1');
        ran.set(thread, Number(said.split(' ')[0]) / 1e6);
      } catch {
        // The thread has just ended.
      }
    }
  }
  return ran;
}

/** Milliseconds that all threads of the page's process have run since `before`. */
export function ranSince(root, before) {
  return [...ranBy(root)].reduce((sum, [thread, ran]) => sum + ran - (before.get(thread) ?? 0), 0);
}

/** The same for its main thread, which has the number of its process. */
export function mainRanSince(root, before) {
  const mains = renderers(root).map(String);
  const ran = ranBy(root);
  return mains.reduce((sum, main) => sum + (ran.get(main) ?? 0) - (before.get(main) ?? 0), 0);
}
