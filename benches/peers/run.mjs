// Side by side with what a user would pick instead: `node benches/peers/run.mjs [--rows N] [--rounds N] [--write]`;
// `--node`, `--chromium` or `--draw` alone: only that part, and `--draw --write` keeps only that part anew.
// Needs `npm install` in this folder and the bare module:
//   cargo build --release -p bench-engine --target wasm32-unknown-unknown
// Every comparison first checks that all answers are equal. `--write` keeps the tables in docs/bench.md.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { inChromium } from './chromium.mjs';
import { inDraw } from './draw.mjs';
import { inNode } from './node.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.join(here, '../..');
const option = (name, otherwise) => {
  const at = process.argv.indexOf(name);
  return at < 0 ? otherwise : Number(process.argv[at + 1]);
};
const rows = option('--rows', 100_000),
  rounds = option('--rounds', 7);
const target = process.env.CARGO_TARGET_DIR ?? path.join(root, 'target');
const module = path.join(target, 'wasm32-unknown-unknown/release/bench_engine.wasm');
if (!fs.existsSync(module)) {
  console.error(
    'Build the module first: cargo build --release -p bench-engine --target wasm32-unknown-unknown',
  );
  process.exit(1);
}
const scratch = path.join(target, 'bench');
fs.mkdirSync(scratch, { recursive: true });

const parts = [];
const report = (taken) => {
  const table = taken.table();
  console.log(table);
  parts.push(table);
};
const note = (text) => {
  console.log(text + '\n');
  parts.push(text + '\n');
};
const given = { module, rows, rounds, scratch, report, note };
const only = process.argv.includes('--node')
  ? 'node'
  : process.argv.includes('--chromium')
    ? 'chromium'
    : process.argv.includes('--draw')
      ? 'draw'
      : '';
if (!only || only === 'node') await inNode(given);
if (!only || only === 'chromium') await inChromium(given);
if (!only || only === 'draw') {
  note('## Charges drawn from credits');
  await inDraw(given);
}

if (process.argv.includes('--write')) {
  const { dependencies } = JSON.parse(fs.readFileSync(path.join(here, 'package.json'), 'utf8'));
  const versions = Object.entries(dependencies)
    .map(([name, version]) => `${name} ${version}`)
    .join(', ');
  const commit = execFileSync('git', ['-C', root, 'rev-parse', '--short', 'HEAD'])
    .toString()
    .trim();
  const load = os
    .loadavg()
    .map((l) => l.toFixed(1))
    .join(' ');
  const head =
    `# Side by side\n\nTaken ${new Date().toISOString().slice(0, 10)} at commit ${commit} on ${os.cpus().length} cores of ${os.cpus()[0].model.trim()}, ` +
    `load ${load}. Rivals: ${versions}. Made by \`node benches/peers/run.mjs --rows ${rows} --rounds ${rounds} --write\`.\n\n` +
    'Job J: a transactions export in; typed rows and exact totals per credit × campaign × day × currency, and per credit, out.\n' +
    "Rivals take turns with the engine; medians, because machines are shared. Decoding a file is part of a rival's work.\n\n";
  const kept = path.join(root, 'docs/bench.md');
  const heading = '## Charges drawn from credits';
  if (only === 'draw') {
    // The other tables stay as they were taken.
    const rest = fs.readFileSync(kept, 'utf8').split(heading)[0].trimEnd();
    const taken = `Taken ${new Date().toISOString().slice(0, 10)} at commit ${commit}, load ${load}, by \`node benches/peers/run.mjs --draw --rows ${rows} --rounds ${rounds} --write\`. Rivals: ${versions}.\n`;
    fs.writeFileSync(kept, [rest, '', parts[0], taken, ...parts.slice(1)].join('\n'));
  } else {
    fs.writeFileSync(kept, head + parts.join('\n'));
  }
}
process.exit(0);
