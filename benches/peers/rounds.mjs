// Measurements of one comparison, taken in turns; all answers must be equal. Medians say how it was on the
// day; on a machine that others use, the least of the rounds and the processor's time say more.
export class Rounds {
  constructor(title) {
    this.title = title;
    this.taken = new Map();
    this.answers = new Map();
  }

  /** `cpu`: milliseconds of the processor, of all threads together, where they could be told. */
  add(name, milliseconds, answer, cpu = NaN) {
    this.taken.set(name, [...(this.taken.get(name) ?? []), { milliseconds, cpu }]);
    if (answer !== undefined) {
      if (this.answers.has(name) && this.answers.get(name) !== answer)
        throw new Error(`${this.title}: ${name} answers differently each time`);
      this.answers.set(name, answer);
    }
  }

  #sorted(name, key) {
    return this.taken
      .get(name)
      .map((one) => one[key])
      .toSorted((a, b) => a - b);
  }

  median(name) {
    const sorted = this.#sorted(name, 'milliseconds');
    return sorted[sorted.length >> 1];
  }

  least(name) {
    return this.#sorted(name, 'milliseconds')[0];
  }

  leastCpu(name) {
    return this.#sorted(name, 'cpu')[0];
  }

  /** What one took, as a goal is judged by. */
  values(name) {
    return { median: this.median(name), least: this.least(name), cpu: this.leastCpu(name) };
  }

  /** How many times faster the first is than the one whose name begins so. */
  times(start) {
    const [first] = this.taken.keys();
    const name = [...this.taken.keys()].find((n) => n.startsWith(start));
    if (!name) return null;
    return {
      median: this.median(name) / this.median(first),
      least: this.least(name) / this.least(first),
      cpu: this.leastCpu(name) / this.leastCpu(first),
    };
  }

  /** The common answer; an error that shows all of them where they differ. */
  checked() {
    const distinct = new Set(this.answers.values());
    if (distinct.size !== 1) {
      throw new Error(
        `${this.title}: answers differ\n${[...this.answers].map(([n, a]) => `  ${n}: ${a}`).join('\n')}`,
      );
    }
    return [...distinct][0];
  }

  /** A Markdown table of what is compared with nothing. */
  list(title) {
    const shown = (n) => (Number.isFinite(n) ? n.toFixed(n < 100 ? 1 : 0) : '–');
    const most = (name) => Math.max(...this.taken.get(name).map((one) => one.milliseconds));
    const row = (name) => {
      const { median, least, cpu } = this.values(name);
      return `| ${name} | ${[median, least, cpu, most(name)].map(shown).join(' | ')} |`;
    };
    const [first] = this.taken.values();
    return [
      `**${title}**, ${first.length} rounds`,
      '',
      '| | median ms | least ms | least CPU ms | most ms |',
      '|---|---:|---:|---:|---:|',
      ...[...this.taken.keys()].map(row),
      '',
    ].join('\n');
  }

  /** A Markdown table; factors compare each with the first. */
  table() {
    const [first] = this.taken.keys();
    const answer = this.checked();
    const shown = (n, digits = 0) => (Number.isFinite(n) ? n.toFixed(digits) : '–');
    const rows = [...this.taken.keys()].map((name) => {
      const by = (of) => shown(of.call(this, name) / of.call(this, first), 2);
      return `| ${name} | ${shown(this.median(name))} | ${shown(this.least(name))} | ${shown(this.leastCpu(name))} | ${by(this.median)} | ${by(this.least)} | ${by(this.leastCpu)} |`;
    });
    const count = this.taken.get(first).length;
    return [
      `**${this.title}**, ${count} rounds. Equal answers: \`${answer}\``,
      '',
      `| | median ms | least ms | least CPU ms | × by median | × by least | × by CPU |`,
      '|---|---:|---:|---:|---:|---:|---:|',
      ...rows,
      '',
    ].join('\n');
  }
}

/** Runs and measures: the result, milliseconds, and those of the processor in this process. */
export function timed(run) {
  const [cpu, start] = [process.cpuUsage(), performance.now()];
  const result = run();
  const milliseconds = performance.now() - start;
  const { user, system } = process.cpuUsage(cpu);
  return { result, milliseconds, cpu: (user + system) / 1_000 };
}
