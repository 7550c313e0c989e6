// Side by side with what a user would pick instead. `cargo xtask bench` installs and builds what this needs and hands on its words:
//   [PART...]  node, book, chromium, memory, draw, calls, page-loading, page-grid, page-opening, page-paste, page-year; all
//              without any
//   [--rows N] [--book-rows N] [--rounds N]
//   [--write]  keeps what was measured in docs/bench.md; other parts stay there as they were taken
// Every comparison checks that all answers are equal.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { inCalls } from './calls.mjs';
import { inChromium, memoryInChromium } from './chromium.mjs';
import { inDraw } from './draw.mjs';
import { table } from './goals.mjs';
import { inGrid } from './grid.mjs';
import { inLoading } from './loading.mjs';
import { booksInNode, inNode } from './node.mjs';
import { inOpening } from './opening.mjs';
import { inPaste } from './paste.mjs';
import { inYear } from './year.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.join(here, '../..');
const words = process.argv.slice(2);
const option = (name, otherwise) => {
  const at = words.indexOf(name);
  return at < 0 ? otherwise : Number(words.splice(at, 2)[1]);
};
const rows = option('--rows', 100_000);
const bookRows = option('--book-rows', Math.min(rows, 100_000));
const rounds = option('--rounds', 7);
const isWritten = words.includes('--write');
const target = process.env.CARGO_TARGET_DIR ?? path.join(root, 'target');
const built = (folder, name) => path.join(target, folder, 'wasm32-unknown-unknown/release', name);
const module = built('', 'bench_engine.wasm');
const calamine = built('peers', 'peer_calamine.wasm');
const scratch = path.join(target, 'bench');
fs.mkdirSync(scratch, { recursive: true });

/** Parts by name: their heading in docs/bench.md, and what measures them. */
const PARTS = {
  node: ['Reading in Node', inNode],
  book: [
    'Workbooks',
    async (given) => {
      await booksInNode(given);
      await inChromium({ ...given, only: 'book' });
    },
  ],
  chromium: ['Reading in Chromium', (given) => inChromium({ ...given, only: 'text' })],
  memory: ['Memory', memoryInChromium],
  draw: ['Charges drawn from credits', inDraw],
  calls: ['Calls of a page', inCalls],
  'page-loading': ['A long file in the page', inLoading],
  'page-grid': ['A long table painted', inGrid],
  'page-opening': ['The page opened', inOpening],
  'page-paste': ['A paste answered', inPaste],
  'page-year': ['A year kept on the device', inYear],
};
const chosen = words.filter((word) => !word.startsWith('--'));
const unknown = [...chosen, ...words.filter((word) => word.startsWith('--') && word !== '--write')];
const wrong = unknown.find((word) => !PARTS[word]);
if (wrong) {
  console.error(`There is no part or option ${wrong}; parts: ${Object.keys(PARTS).join(', ')}`);
  process.exit(1);
}

const loads = () =>
  os
    .loadavg()
    .slice(0, 2)
    .map((l) => l.toFixed(1))
    .join(' ');
const commit = execFileSync('git', ['-C', root, 'rev-parse', '--short', 'HEAD']).toString().trim();
const day = new Date().toISOString().slice(0, 10);
const kept = path.join(root, 'docs/bench.md');
for (const [part, [heading, run]] of Object.entries(PARTS)) {
  if (chosen.length && !chosen.includes(part)) continue;
  console.log(`## ${heading}\n`);
  const [pieces, goals] = [[], []];
  const note = (text) => {
    console.log(`${text}\n`);
    pieces.push(`${text.trimEnd()}\n`);
  };
  const before = loads();
  await run({
    ...{ module, calamine, rows, bookRows, rounds, scratch, note },
    report: (taken) => note(taken.table()),
    goals: { push: (...some) => goals.push(...some.filter(Boolean)) },
  });
  const load = `load ${before} to ${loads()}`;
  const said = `${rounds} rounds, ${load}, ${day}, ${commit}`;
  console.log(`${table('', goals, said)}\n`);
  if (isWritten) {
    const counts = `--rows ${rows} --book-rows ${bookRows} --rounds ${rounds}`;
    const taken = `Taken ${day} at commit ${commit}, ${load}, by \`cargo xtask bench ${part} ${counts} --write\`.\n`;
    keep(heading, [taken, ...pieces].join('\n'), goals, said);
  }
}
process.exit(0);

/** Puts one part in its place in docs/bench.md, and its goals in the table above. */
function keep(heading, text, goals, said) {
  const [head, ...sections] = fs.readFileSync(kept, 'utf8').split(/^## /m);
  const order = ['Goals', ...Object.values(PARTS).map(([h]) => h)];
  const parts = new Map(sections.map((s) => [s.split('\n', 1)[0], s.slice(s.indexOf('\n') + 1)]));
  parts.set('Goals', `\n${table(parts.get('Goals') ?? '', goals, said)}\n`);
  parts.set(heading, `\n${text}`);
  const rank = ([name]) => (order.includes(name) ? order.indexOf(name) : order.length);
  const all = [...parts].sort((a, b) => rank(a) - rank(b));
  const shown = all.map(([name, section]) => `## ${name}\n\n${section.trim()}\n`);
  fs.writeFileSync(kept, [`${head.trim()}\n`, ...shown].join('\n'));
}
