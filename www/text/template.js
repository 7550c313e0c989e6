// Templates of the catalogues: a subset of ICU MessageFormat, read once into a tree.
//
//   Comes in   "{count, plural, one {# row} other {# rows}} of {name}"
//   Goes out   a list of texts and arguments; formatting them is format.js's work
//
// `{name}` · `{name, style}` · `{n, plural, =0 {…} one {…} other {…}}` · `{word, select, a {…} other {…}}` · `#`.
// An apostrophe is an apostrophe; before a brace it quotes up to the next one: '{'. Two are one.

/**
 * @typedef {string | Argument | Choice | Hash} Part
 * @typedef {{ type: "argument", name: string, style: string }} Argument
 * @typedef {{ type: "plural" | "select", name: string, branches: Map<string, Part[]> }} Choice
 * @typedef {{ type: "hash", name: string }} Hash the number of the plural around it
 */

/**
 * @param {string} template
 * @returns {Part[]}
 */
export function parseTemplate(template) {
  const reader = new Reader(template);
  const parts = reader.parts(null);
  if (!reader.isAtEnd) throw reader.error("a closing brace without an opening one");
  return parts;
}

/** Names of all arguments of a template. @param {Part[]} parts @returns {Set<string>} */
export function argumentsOf(parts) {
  /** @type {Set<string>} */
  const names = new Set();
  for (const part of parts) {
    if (typeof part === "string") continue;
    names.add(part.name);
    if (part.type !== "plural" && part.type !== "select") continue;
    for (const branch of part.branches.values()) for (const n of argumentsOf(branch)) names.add(n);
  }
  return names;
}

class Reader {
  #text;
  #at = 0;

  /** @param {string} text */
  constructor(text) {
    this.#text = text;
  }

  get isAtEnd() {
    return this.#at >= this.#text.length;
  }

  /** @param {string} what */
  error(what) {
    return new SyntaxError(`${what} at ${this.#at + 1}: ${this.#text}`);
  }

  /**
   * Up to the closing brace that is not ours.
   * @param {string | null} plural the argument that `#` stands for
   * @returns {Part[]}
   */
  parts(plural) {
    /** @type {Part[]} */
    const parts = [];
    let text = "";
    const flush = () => {
      if (text) parts.push(text);
      text = "";
    };
    while (!this.isAtEnd && this.#text[this.#at] !== "}") {
      const c = this.#text[this.#at];
      if (c === "'") text += this.#quoted();
      else if (c === "{") {
        flush();
        parts.push(this.#argument(plural));
      } else if (c === "#" && plural !== null) {
        flush();
        parts.push({ type: "hash", name: plural });
        this.#at += 1;
      } else {
        text += c;
        this.#at += 1;
      }
    }
    flush();
    return parts;
  }

  #quoted() {
    const next = this.#text[this.#at + 1] ?? "";
    if (next === "'") {
      this.#at += 2;
      return "'";
    }
    if (!"{}#".includes(next) || next === "") {
      this.#at += 1;
      return "'";
    }
    const end = this.#text.indexOf("'", this.#at + 1);
    const stop = end < 0 ? this.#text.length : end;
    const text = this.#text.slice(this.#at + 1, stop);
    this.#at = stop + 1;
    return text;
  }

  /** @param {string | null} plural @returns {Part} */
  #argument(plural) {
    this.#at += 1;
    const name = this.#word();
    if (this.#take("}")) return { type: "argument", name, style: "" };
    this.#expect(",");
    const style = this.#word();
    if (this.#take("}")) return { type: "argument", name, style };
    this.#expect(",");
    if (style !== "plural" && style !== "select") throw this.error(`unknown choice "${style}"`);
    return { type: style, name, branches: this.#branches(style === "plural" ? name : plural) };
  }

  /** @param {string | null} plural */
  #branches(plural) {
    /** @type {Map<string, Part[]>} */
    const branches = new Map();
    while (!this.#take("}")) {
      const selector = this.#word();
      this.#expect("{");
      branches.set(selector, this.parts(plural));
      this.#expect("}");
    }
    if (!branches.has("other")) throw this.error('a choice without "other"');
    return branches;
  }

  #word() {
    this.#skipSpace();
    const start = this.#at;
    while (!this.isAtEnd && !/[\s{},]/.test(this.#text[this.#at] ?? "")) this.#at += 1;
    if (this.#at === start) throw this.error("a name is missing");
    return this.#text.slice(start, this.#at);
  }

  /** @param {string} mark */
  #take(mark) {
    this.#skipSpace();
    if (this.#text[this.#at] !== mark) return false;
    this.#at += 1;
    return true;
  }

  /** @param {string} mark */
  #expect(mark) {
    if (!this.#take(mark)) throw this.error(`"${mark}" is missing`);
  }

  #skipSpace() {
    while (/\s/.test(this.#text[this.#at] ?? "")) this.#at += 1;
  }
}
