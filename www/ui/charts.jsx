// Charts as SVG: they print, scale and can be read aloud. In: points of the view. Out: a figure with its
// figures as a table beside it. Amounts become numbers only to find a place on the paper.
// Credit, cash and card keep colour and pattern everywhere.

import { More } from "./bits.jsx";
import { useId, useWidth } from "./hooks.js";

/** @import { BurnPoint, BurnSource, CreditDetail, OfferRow } from "../engine/types" */
/** @import { Part } from "./model" */

/** At the right half a date of the axis has room beside its tick. */
export const PAD = { top: 14, right: 28, bottom: 24, left: 64 };

const ms = (when) => Date.parse(when.at);
const dayMs = (day) => Date.parse(`${day}T12:00:00Z`);

/** R15: a stated end pays to the end of its last unit. */
const UNIT_MS = { day: 864e5, minute: 6e4, second: 1e3 };

/** Round steps for an axis: 1, 2 or 5 times a power of ten. */
export function ticks(max, wanted = 4) {
  if (!(max > 0)) return [0];
  const raw = max / wanted;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = ([1, 2, 5].find((n) => n * power >= raw) ?? 10) * power;
  const found = [];
  for (let value = 0; value <= max * 1.0001; value += step) found.push(value);
  return found;
}

/** The balance as it was, the expected band, now, and the end of validity. @param {Part<"texts"> & { detail: CreditDetail, now: string }} props */
export function BurnDown({ detail, now, texts }) {
  const [box, width] = useWidth();
  const { row, burnDown, forecast } = detail;
  return (
    <figure class="chart" ref={box}>
      <figcaption>{texts.say("page.chart.burnDown")}</figcaption>
      {burnDown.length === 0 ? (
        <p class="muted">{texts.say("page.chart.noPoints")}</p>
      ) : (
        width > 0 && <BurnDownPicture {...{ detail, now, texts, width }} />
      )}
      {burnDown.length > 0 && (
        <>
          <Legend
            texts={texts}
            entries={[
              ["observed"],
              ["figures", burnDown.some(({ source }) => source === "figures")],
              ["replayed", burnDown.some(({ source }) => source === "replayed")],
              ["expected", forecast.length > 0],
              ["end", row.validUntil],
            ]}
          />
          <More summary={texts.say("page.chart.table")}>
            <BurnDownTable {...{ burnDown, forecast, row, texts }} />
          </More>
        </>
      )}
    </figure>
  );
}

/** @param {Part<"texts"> & { detail: CreditDetail, now: string, width: number }} props */
function BurnDownPicture({ detail, now, texts, width }) {
  const id = useId();
  const { row, burnDown, forecast } = detail;
  const height = width < 420 ? 160 : 200;
  const end = row.validUntil && ms(row.validUntil) + UNIT_MS[row.validUntil.unit];
  const nowMs = Date.parse(now);
  const times = [
    ...burnDown.map((point) => ms(point.at)),
    ...forecast.map((point) => dayMs(point.day)),
    nowMs,
    ...(end ? [end] : []),
  ];
  const [from, to] = [Math.min(...times), Math.max(...times)];
  const top = Math.max(
    Number(row.face ?? 0),
    ...burnDown.map((point) => Number(point.unused)),
    ...forecast.map((point) => Number(point.high)),
    1,
  );
  const x = (time) =>
    PAD.left + ((time - from) / (to - from || 1)) * (width - PAD.left - PAD.right);
  const y = (value) =>
    height - PAD.bottom - (Number(value) / top) * (height - PAD.top - PAD.bottom);
  const line = (points) =>
    points.map(([a, b], i) => `${i ? "L" : "M"}${a.toFixed(1)} ${b.toFixed(1)}`).join("");
  const place = (point) => [x(ms(point.at)), y(point.unused)];
  const runs = runsOf(burnDown).map(({ source, points }) => ({ source, run: points.map(place) }));
  const last = /** @type {BurnPoint} */ (burnDown.at(-1));
  const ahead = (key) => [
    ...(forecast[0] && ms(last.at) < dayMs(forecast[0].day) ? [place(last)] : []),
    ...forecast.map((point) => [x(dayMs(point.day)), y(point[key])]),
  ];
  const summary = texts.say(end ? "page.chart.burnDown.read.end" : "page.chart.burnDown.read", {
    name: row.name,
    count: burnDown.length,
    from: texts.when(burnDown[0].at),
    first: texts.money(burnDown[0].unused, row.currency),
    to: texts.when(last.at),
    last: texts.money(last.unused, row.currency),
    end: row.validUntil ? texts.when(row.validUntil) : "",
  });
  const days = timeTicks(from, to, width);
  return (
    <svg
      class="plot"
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={summary + between({ burnDown, texts })}
    >
      <Hatching id={id} />
      {ticks(top, height / 60).map((value) => (
        <g key={value}>
          <path class="rule" d={`M${PAD.left} ${y(value)}H${width - PAD.right}`} />
          <text x={PAD.left - 8} y={y(value) + 4} text-anchor="end">
            {axisAmount(value, row.currency, texts)}
          </text>
        </g>
      ))}
      {days.map((time) => (
        <text key={time} x={x(time)} y={height - 6} text-anchor="middle">
          {texts.day(new Date(time).toISOString().slice(0, 10))}
        </text>
      ))}
      {forecast.length > 1 && (
        <path d={`${line([...ahead("high"), ...ahead("low").reverse()])}Z`} fill={`url(#${id})`} />
      )}
      {forecast.length > 1 && <path class="expected" d={line(ahead("middle"))} />}
      {runs.map(({ source, run }, i) => (
        <g key={i}>
          <path class="area" d={`${line(run)}L${run.at(-1)?.[0]} ${y(0)}L${run[0][0]} ${y(0)}Z`} />
          <path class={`balance ${source}`} d={line(run)} />
        </g>
      ))}
      {burnDown
        .filter(isObserved)
        .map(place)
        .map(([cx, cy], i) => (
          <circle key={i} class="observed" cx={cx} cy={cy} r="3.5" />
        ))}
      <path class="now" d={`M${x(nowMs)} ${PAD.top}V${height - PAD.bottom}`} />
      <text x={x(nowMs)} y={PAD.top - 3} text-anchor={anchorAt(x(nowMs), width)}>
        {texts.say("page.chart.now")}
      </text>
      {end && <path class="end" d={`M${x(end)} ${PAD.top}V${height - PAD.bottom}`} />}
    </svg>
  );
}

const isObserved = ({ source }) => source === "observed";

/**
 * Lines by where they are known from. A figure of the platform above our replay corrects it: no credit fills up again, so no
 * line leads there.
 * @param {BurnPoint[]} points
 */
function runsOf(points) {
  /** @type {{ source: BurnSource, points: BurnPoint[] }[]} */
  const runs = [];
  for (const [i, point] of points.entries()) {
    const before = points[i - 1];
    const run = runs.at(-1);
    const isCorrected =
      before &&
      isObserved(point) &&
      !isObserved(before) &&
      Number(point.unused) > Number(before.unused);
    if (!run || isCorrected) runs.push({ source: point.source, points: [point] });
    else if (isObserved(point) || run.source === point.source) run.points.push(point);
    else if (run.source === "observed") {
      run.source = point.source;
      run.points.push(point);
    } else runs.push({ source: point.source, points: [before, point] });
  }
  return runs;
}

/** @type {BurnSource[]} */
const BETWEEN = ["figures", "replayed"];

/** Of what the line between copies is made, for who does not see it. @param {Part<"texts"> & Pick<CreditDetail, "burnDown">} props */
function between({ burnDown, texts }) {
  const sources = new Set(burnDown.map(({ source }) => source));
  const made = BETWEEN.filter((source) => sources.has(source));
  const what = made.map((source) => texts.say(`page.chart.${source}`)).join(", ");
  return what && ` ${texts.say("page.chart.between", { what })}`;
}

/** Room for the word "now" in any language, to each side of its line. */
const NOW_ROOM = 36;

/** At the ends of the axis a word stands beside its line: it would cover the figures of the axis or be cut. */
function anchorAt(at, width) {
  if (at < PAD.left + NOW_ROOM) return "start";
  return at > width - NOW_ROOM ? "end" : "middle";
}

/** Axis numbers stand without their currency, which the caption of the table below names. */
export function axisAmount(value, currency, texts) {
  return texts.amount(String(value), currency);
}

function timeTicks(from, to, width) {
  const day = 864e5;
  const wanted = Math.max(2, Math.floor((width - PAD.left) / 90));
  const step = Math.max(1, Math.ceil((to - from) / day / wanted)) * day;
  const found = [];
  for (let time = Math.ceil(from / day) * day; time <= to - step / 3; time += step)
    found.push(time);
  return found;
}

/** @param {Part<"texts"> & Pick<CreditDetail, "burnDown" | "forecast" | "row">} props */
function BurnDownTable({ burnDown, forecast, row, texts }) {
  return (
    <table class="plain">
      <thead>
        <tr>
          <th scope="col">{texts.say("page.column.time")}</th>
          <th scope="col" class="num">
            {texts.say("page.column.unused")}
          </th>
          <th scope="col">{texts.say("page.chart.origin")}</th>
        </tr>
      </thead>
      <tbody>
        {burnDown.map((point, i) => (
          <tr key={i}>
            <td>{texts.when(point.at)}</td>
            <td class="num">{texts.money(point.unused, row.currency)}</td>
            <td>{texts.say(`page.chart.${point.source}`)}</td>
          </tr>
        ))}
        {forecast.map((point) => (
          <tr key={point.day}>
            <td>{texts.day(point.day)}</td>
            <td class="num">
              {texts.say("page.span", {
                from: texts.money(point.low, row.currency),
                to: texts.money(point.high, row.currency),
              })}
            </td>
            <td>{texts.say("page.chart.expected")}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Entries are `[kind, shown]`; a kind is drawn as it is in the picture. @param {Part<"texts"> & { entries: [kind: string, isShown?: unknown][] }} props */
function Legend({ entries, texts }) {
  const id = useId();
  return (
    <ul class="legend">
      {entries
        .filter(([, shown = true]) => shown)
        .map(([kind]) => (
          <li key={kind}>
            <svg viewBox="0 0 24 12" aria-hidden="true">
              {kind === "observed" && <circle class="observed" cx="12" cy="6" r="3.5" />}
              {BETWEEN.some((source) => source === kind) && (
                <path class={`balance ${kind}`} d="M1 6h22" />
              )}
              {kind === "expected" && (
                <>
                  <Hatching id={id} />
                  <rect width="24" height="12" fill={`url(#${id})`} />
                  <path class="expected" d="M1 6h22" />
                </>
              )}
              {kind === "end" && <path class="end" d="M12 0v12" />}
            </svg>
            {texts.say(`page.chart.${kind}`)}
          </li>
        ))}
    </ul>
  );
}

/** Qualifying spend against the tiers of an offer. @param {Part<"texts"> & { offer: OfferRow }} props */
export function TierChart({ offer, texts }) {
  const [box, width] = useWidth();
  const top = Math.max(Number(offer.tiers.at(-1)?.target ?? 0), Number(offer.qualifyingSpend ?? 0));
  const spend = offer.qualifyingSpend;
  const x = (value) => (Number(value) / top) * (width - 2) + 1;
  const label = spend === null ? texts.say("page.unknown") : texts.money(spend, offer.currency);
  return (
    <figure class="chart" ref={box}>
      <figcaption>
        {texts.say("page.column.qualifyingSpend")}: <b>{label}</b>
      </figcaption>
      {width > 0 && top > 0 && (
        <svg class="plot" width={width} height="54" viewBox={`0 0 ${width} 54`} aria-hidden="true">
          <rect class="track" x="1" y="8" width={width - 2} height="14" />
          {spend !== null && (
            <rect class="fill" x="1" y="8" width={Math.max(0, x(spend) - 1)} height="14" />
          )}
          {offer.tiers.map((tier, i) => (
            <g key={i}>
              <path class="end" d={`M${x(tier.target)} 3v24`} />
              <text
                x={x(tier.target)}
                y="42"
                text-anchor={x(tier.target) > width - 60 ? "end" : "middle"}
              >
                {axisAmount(tier.target, offer.currency, texts)}
              </text>
            </g>
          ))}
        </svg>
      )}
    </figure>
  );
}

/** Of the whole of a credit what is used today, and hatched what more could be; said in figures beside it. @param {{ whole: string, today: string, more: string }} props */
export function GainBar({ whole, today, more }) {
  const id = useId();
  const share = (amount) => Math.min(100, (100 * Number(amount)) / (Number(whole) || 1));
  const [from, width] = [share(today), share(more)];
  return (
    <svg class="gain-bar" width="100%" height="14" aria-hidden="true">
      <Hatching id={id} />
      <rect class="track" width="100%" height="14" />
      <rect class="fill" width={`${from}%`} height="14" />
      <rect
        x={`${from}%`}
        width={`${Math.min(width, 100 - from)}%`}
        height="14"
        fill={`url(#${id})`}
      />
    </svg>
  );
}

/** @param {{ id: string }} props */
function Hatching({ id }) {
  return (
    <defs>
      <pattern
        id={id}
        width="6"
        height="6"
        patternUnits="userSpaceOnUse"
        patternTransform="rotate(45)"
      >
        <rect class="hatch-ground" width="6" height="6" />
        <path class="hatch" d="M0 0v6" />
      </pattern>
    </defs>
  );
}
