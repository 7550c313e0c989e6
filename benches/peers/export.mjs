// A transactions export as the benchmarks read it: 12 columns, about 165 bytes a row. The same rows for
// the same number, on every machine. Fictional names; nothing here was copied from an account.
import fs from 'node:fs';
import { HEADER } from './header.mjs';

const BRANDS = [
  'Fernhill',
  'Oakline',
  'Bluepeak',
  'Marrow & Sons',
  'Tidewater',
  'Saltbox',
  'Northwind',
  'Pinecroft',
];
const FORMS = ['LLC', 'Ltd', 'GmbH', 'Inc.', 'Co., Ltd', 'S.A.', 'Pty', 'KK'];
const WORDS = [
  'Spring',
  'Launch',
  'Retarget',
  'Lookalike',
  'Spark',
  'Prospect',
  'Catalog',
  'Leads',
  'Brand',
  'Lift',
  'Holiday',
  'Evergreen',
  'Video',
  'Shop',
  'Traffic',
  'Bundle',
];
const WIDE = ['été', 'Köln', 'São Paulo', '日本', '한국', 'Việt Nam', '🚀', '🔥🎯', 'Łódź'];
// Nine currencies, some of them more common; decimals by ISO 4217.
const CURRENCIES = [
  'USD',
  'USD',
  'USD',
  'EUR',
  'EUR',
  'GBP',
  'JPY',
  'VND',
  'BRL',
  'AUD',
  'KWD',
  'BHD',
];
const DECIMALS = { JPY: 0, VND: 0, KWD: 3, BHD: 3 };
const UNIT = { JPY: 150, VND: 25000 };
const START = Date.UTC(2026, 0, 1) / 1000;
const DAYS = 92;

/** Numbers in [0, 1), the same for the same seed (mulberry32). */
function randomFrom(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Rows of the export as arrays of cells, header first. */
export function* rows(count, { isAscii = false, seed = 20260101 } = {}) {
  const random = randomFrom(seed);
  const upTo = (n) => Math.floor(random() * n);
  const pick = (list) => list[upTo(list.length)];
  const digits = (n, first) => {
    let s = first;
    while (s.length < n) s += upTo(10);
    return s;
  };
  const two = (n) => String(n).padStart(2, '0');
  const maybeWide = (share) => (!isAscii && random() < share ? ' ' + pick(WIDE) : '');

  const accounts = Array.from({ length: 60 }, () => {
    const kind = random();
    const name = `${pick(BRANDS)} ${pick(WORDS)}`;
    const rest =
      kind < 0.3
        ? `, ${pick(FORMS)}`
        : kind < 0.36
          ? ` "${pick(WORDS)}"`
          : ` ${pick(FORMS).replace(',', '')}`;
    return { id: digits(19, '7'), name: name + rest + maybeWide(0.25), currency: pick(CURRENCIES) };
  });
  const credits = Array.from({ length: 200 }, (_, i) => {
    const value = pick([50, 100, 200, 300, 500, 1000, 1500, 6000]);
    const kind = random();
    const name =
      kind < 0.4
        ? `Spend $${value}, get $${value}`
        : kind < 0.7
          ? `New advertiser ${value} USD coupon`
          : kind < 0.85
            ? `Boost - Ad Credit ${value}`
            : `Assignable credit ${value}`;
    return `${name}${maybeWide(0.08)} #${1000 + i}`;
  });
  const campaigns = Array.from({ length: 300 }, () => {
    const kind = random();
    const name = `${pick(WORDS)}_${pick(WORDS)}_${pick(['US', 'UK', 'DE', 'BR', 'JP', 'VN'])}_${digits(3, '')}`;
    return {
      id: digits(16, '1'),
      account: pick(accounts),
      scale: Math.exp(random() * 5),
      name:
        kind < 0.08
          ? `${pick(WORDS)}, ${name}`
          : kind < 0.09
            ? `${name} 15" cut`
            : name + maybeWide(0.05),
      credits: Array.from({ length: 1 + upTo(3) }, () => pick(credits)),
    };
  });
  const money = (value, currency) => {
    let [whole, rest] = Math.abs(value)
      .toFixed(DECIMALS[currency] ?? 2)
      .split('.');
    if (whole.length > 3 && random() < 0.7) whole = whole.replace(/\B(?=(\d{3})+$)/g, ',');
    return (value < 0 ? '-' : '') + (rest ? `${whole}.${rest}` : whole);
  };

  yield HEADER;
  for (let row = 0; row < count; row++) {
    const at = new Date((START + Math.floor(((row + random()) / count) * DAYS * 86400)) * 1000);
    const time =
      `${at.getUTCFullYear()}-${two(at.getUTCMonth() + 1)}-${two(at.getUTCDate())} ` +
      `${two(at.getUTCHours())}:${two(at.getUTCMinutes())}:${two(at.getUTCSeconds())}`;
    const campaign = pick(campaigns);
    const { id, name, currency } = campaign.account;
    const unit = UNIT[currency] ?? 1;
    const kind = random();
    const isCharge = kind < 0.92;
    let type,
      source,
      credit = '',
      amount;
    if (kind < 0.9) {
      const from = random();
      [type, source] = [
        'Ad spend',
        from < 0.45 ? 'Ad credit' : from < 0.8 ? 'Cash balance' : 'Card',
      ];
      amount = Math.max(0.01, campaign.scale * (0.05 + random() * random() * 20)) * unit;
      if (source === 'Ad credit') credit = pick(campaign.credits);
    } else if (kind < 0.92) {
      [type, source, amount] = [
        'Refund',
        random() < 0.5 ? 'Ad credit' : 'Card',
        -campaign.scale * random() * unit,
      ];
      if (source === 'Ad credit') credit = campaign.credits[0];
    } else if (kind < 0.94) {
      [type, source, credit, amount] = [
        'Ad Credit',
        'Ad credit',
        pick(credits),
        pick([50, 100, 1500, 6000]) * unit,
      ];
    } else if (kind < 0.97) {
      [type, source, amount] = ['Top-up', 'Card', pick([100, 500, 1000, 25000]) * unit];
    } else {
      [type, source, amount] = ['Tax', 'Cash balance', random() * 40 * unit];
    }
    yield [
      digits(16, '8'),
      time,
      id,
      name,
      isCharge ? campaign.id : '',
      isCharge ? campaign.name : '',
      type,
      source,
      credit,
      money(amount, currency),
      currency,
      random() < 0.97 ? 'Success' : pick(['Pending', 'Failed']),
    ];
  }
}

const quoted = (cell) => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

/** Writes the export once; a file that is there is kept. */
export function writeExport(path, count, options) {
  if (fs.existsSync(path)) return path;
  const out = fs.openSync(path + '.part', 'w');
  let text = '';
  for (const row of rows(count, options)) {
    text += row.map(quoted).join(',') + '\n';
    if (text.length > 1 << 20) {
      fs.writeSync(out, text);
      text = '';
    }
  }
  fs.writeSync(out, text);
  fs.closeSync(out);
  fs.renameSync(path + '.part', path);
  return path;
}
