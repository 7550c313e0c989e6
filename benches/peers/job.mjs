// Job J as a JavaScript author writes it, twice: the usual way and tuned by hand. Both are exact.
import Big from 'big.js';
import { HEADER } from './header.mjs';

const [, TIME, , , CAMPAIGN, , TYPE, SOURCE, CREDIT, AMOUNT, CURRENCY, STATUS] = HEADER;

/** `12.500` → `12.5`, `-0.000` → `0`: amounts as every rival prints them. */
const plain = (text) =>
  (text.includes('.') ? text.replace(/\.?0+$/, '') : text).replace(/^-0$/, '0');

/** The answer in the engine's own form: counts, sums, and a sum of hashes of all totals. */
export function shown({ rows, bad, credits, spent, granted, totals }) {
  const encoder = new TextEncoder();
  let hash = 0,
    count = 0;
  for (const [credit, campaign, day, currency, amount, n] of totals) {
    let h = 0x811c9dc5;
    for (const byte of encoder.encode(
      `${credit}|${campaign}|${day}|${currency}|${plain(amount)}|${n}`,
    )) {
      h = Math.imul(h ^ byte, 0x01000193);
    }
    hash = (hash + h) >>> 0;
    count++;
  }
  const sums = `spent=${plain(spent)} granted=${plain(granted)}`;
  return `bad=${bad} rows=${rows} groups=${count} credits=${credits} ${sums} totals=${hash.toString(16).padStart(8, '0')}`;
}

/** Usual: big.js, Date, Map with text keys. */
export function typical() {
  const totals = new Map(),
    perCredit = new Map();
  let rows = 0,
    bad = 0;
  return {
    object: (o) =>
      add(o[TIME], o[CAMPAIGN], o[TYPE], o[SOURCE], o[CREDIT], o[AMOUNT], o[CURRENCY], o[STATUS]),
    cells: (r) => add(r[1], r[4], r[6], r[7], r[8], r[9], r[10], r[11]),
    answer() {
      let spent = new Big(0),
        granted = new Big(0);
      for (const c of perCredit.values()) {
        spent = spent.plus(c.spent);
        granted = granted.plus(c.granted);
      }
      return {
        rows,
        bad,
        credits: perCredit.size,
        spent: spent.toFixed(),
        granted: granted.toFixed(),
        totals: [...totals].map(([key, t]) => [
          ...key.split('\u0000'),
          t.amount.toFixed(),
          t.count,
        ]),
      };
    },
  };
  function add(time, campaign, type, source, credit, text, currency, status) {
    const date = new Date(time.replace(' ', 'T') + 'Z');
    let amount;
    try {
      amount = new Big(text.replaceAll(',', ''));
    } catch {
      bad++;
      return;
    }
    if (Number.isNaN(date.getTime())) {
      bad++;
      return;
    }
    rows++;
    if (status !== 'Success' || source !== 'Ad credit') return;
    const isSpend = type === 'Ad spend' || type === 'Refund';
    if (!isSpend && type !== 'Ad Credit') return;
    const creditKey = credit + '\u0000' + currency;
    let c = perCredit.get(creditKey);
    if (!c) perCredit.set(creditKey, (c = { spent: new Big(0), granted: new Big(0) }));
    if (!isSpend) {
      c.granted = c.granted.plus(amount);
      return;
    }
    c.spent = c.spent.plus(amount);
    const key =
      credit +
      '\u0000' +
      campaign +
      '\u0000' +
      date.toISOString().slice(0, 10) +
      '\u0000' +
      currency;
    const total = totals.get(key);
    if (total) {
      total.amount = total.amount.plus(amount);
      total.count++;
    } else totals.set(key, { amount, count: 1 });
  }
}

/**
 * Tuned: thousandths in doubles (exact below 2^53), dates by hand with the last day kept, ids by Map, one
 * number as the key of a total, sums in typed arrays. Right for this file's decimals only.
 */
export function tuned() {
  const creditIds = new Map(),
    campaignIds = new Map(),
    currencyIds = new Map(),
    totalIds = new Map();
  const idOf = (ids, text) => {
    let id = ids.get(text);
    if (id === undefined) ids.set(text, (id = ids.size));
    return id;
  };
  let sums = new Float64Array(1 << 16),
    counts = new Uint32Array(1 << 16);
  const spent = new Float64Array(1 << 14),
    granted = new Float64Array(1 << 14),
    seen = new Uint8Array(1 << 14);
  let rows = 0,
    bad = 0,
    lastDay = '',
    dayNumber = 0;
  const two = (s, i) => (s.charCodeAt(i) - 48) * 10 + s.charCodeAt(i + 1) - 48;
  return {
    object: (o) =>
      add(o[TIME], o[CAMPAIGN], o[TYPE], o[SOURCE], o[CREDIT], o[AMOUNT], o[CURRENCY], o[STATUS]),
    cells: (r) => add(r[1], r[4], r[6], r[7], r[8], r[9], r[10], r[11]),
    answer() {
      const text = (thousandths) => {
        const [n, sign] = [BigInt(Math.abs(thousandths)), thousandths < 0 ? '-' : ''];
        return `${sign}${n / 1000n}.${String(n % 1000n).padStart(3, '0')}`;
      };
      const sum = (list) => text(list.reduce((a, b) => a + b, 0));
      const names = (ids) => [...ids.keys()];
      const [credits, campaigns, currencies] = [
        names(creditIds),
        names(campaignIds),
        names(currencyIds),
      ];
      const totals = [...totalIds].map(([key, at]) => {
        const currency = key % 16,
          day = Math.floor(key / 16) % 32768,
          rest = Math.floor(key / 16 / 32768);
        const date = new Date(day * 86400000).toISOString().slice(0, 10);
        return [
          credits[Math.floor(rest / 65536)],
          campaigns[rest % 65536],
          date,
          currencies[currency],
          text(sums[at]),
          counts[at],
        ];
      });
      return {
        rows,
        bad,
        credits: seen.reduce((a, b) => a + b, 0),
        spent: sum(spent),
        granted: sum(granted),
        totals,
      };
    },
  };
  function money(s) {
    let i = 0,
      value = 0,
      decimals = -1;
    const isNegative = s.charCodeAt(0) === 45;
    if (isNegative) i = 1;
    for (; i < s.length; i++) {
      const c = s.charCodeAt(i);
      if (c >= 48 && c <= 57) {
        value = value * 10 + c - 48;
        if (decimals >= 0) decimals++;
      } else if (c === 46 && decimals < 0) decimals = 0;
      else if (c !== 44) return NaN;
    }
    for (decimals = Math.max(decimals, 0); decimals < 3; decimals++) value *= 10;
    return isNegative ? -value : value;
  }
  function add(time, campaign, type, source, credit, text, currency, status) {
    // Cells of a workbook are numbers already; the noise of doubles is far below a thousandth.
    const amount = typeof text === 'number' ? Math.round(text * 1000) : money(text);
    const day = time.slice(0, 10);
    if (day !== lastDay) {
      lastDay = day;
      dayNumber = Date.parse(day) / 86400000;
    }
    const second = two(time, 11) * 3600 + two(time, 14) * 60 + two(time, 17);
    if (!(amount === amount && second >= 0 && second < 86400 && dayNumber === dayNumber)) {
      bad++;
      return;
    }
    rows++;
    if (status !== 'Success' || source !== 'Ad credit') return;
    const isSpend = type === 'Ad spend' || type === 'Refund';
    if (!isSpend && type !== 'Ad Credit') return;
    const c = idOf(creditIds, credit),
      u = idOf(currencyIds, currency),
      at = c * 16 + u;
    seen[at] = 1;
    if (!isSpend) {
      granted[at] += amount;
      return;
    }
    spent[at] += amount;
    const key = ((c * 65536 + idOf(campaignIds, campaign)) * 32768 + dayNumber) * 16 + u;
    let total = totalIds.get(key);
    if (total === undefined) {
      total = totalIds.size;
      totalIds.set(key, total);
      if (total === sums.length) {
        const more = new Float64Array(2 * total);
        more.set(sums);
        sums = more;
        const moreCounts = new Uint32Array(2 * total);
        moreCounts.set(counts);
        counts = moreCounts;
      }
    }
    sums[total] += amount;
    counts[total]++;
  }
}
