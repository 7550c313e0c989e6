// Measurements of one comparison, taken in turns; medians; all answers must be equal.
export class Rounds {
  constructor(title) {
    this.title = title;
    this.taken = new Map();
    this.answers = new Map();
  }

  add(name, milliseconds, answer) {
    this.taken.set(name, [...(this.taken.get(name) ?? []), milliseconds]);
    if (answer !== undefined) this.answers.set(name, answer);
  }

  median(name) {
    const sorted = this.taken.get(name).toSorted((a, b) => a - b);
    return sorted[sorted.length >> 1];
  }

  least(name) {
    return Math.min(...this.taken.get(name));
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

  /** A Markdown table; factors compare each with the first. */
  table() {
    const [first] = this.taken.keys();
    const rows = [...this.taken.keys()].map((name) => {
      const factor = this.median(name) / this.median(first);
      return `| ${name} | ${this.median(name).toFixed(0)} | ${this.least(name).toFixed(0)} | ${factor.toFixed(2)} |`;
    });
    const count = this.taken.get(first).length;
    return [
      `**${this.title}**, ${count} rounds. Equal answers: \`${this.checked()}\``,
      '',
      `| | median ms | least ms | × ${first} |`,
      '|---|---:|---:|---:|',
      ...rows,
      '',
    ].join('\n');
  }
}
