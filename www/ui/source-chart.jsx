// Who paid, day by day: columns by source, with their figures as a table beside them.

import { More } from "./bits.jsx";
import { axisAmount, PAD, ticks } from "./charts.jsx";
import { useId, useWidth } from "./hooks.js";

/** @import { SpendDay } from "../engine/types" */
/** @import { Part } from "./model" */

/** @typedef {{ days: SpendDay[], currency: string | null }} Spent */

const SOURCES = ["credit", "cash", "card", "unknown"];

/** Columns per day, one share per source. @param {Part<"texts"> & Spent} props */
export function SourceChart({ days, currency, texts }) {
  const [box, width] = useWidth();
  const id = useId();
  // What came back on a day (a refund, a correction) hangs below zero.
  const sum = (sign) => (day) =>
    SOURCES.reduce((total, source) => total + Math.max(sign * Number(day[source] ?? 0), 0), 0);
  const height = 140;
  const top = Math.max(...days.map(sum(1)), 1);
  const bottom = -Math.max(...days.map(sum(-1)), 0);
  const step = (width - PAD.left - PAD.right) / days.length;
  const y = (value) =>
    height - PAD.bottom - ((value - bottom) / (top - bottom)) * (height - PAD.top - PAD.bottom);
  const used = SOURCES.filter((source) => days.some((day) => Number(day[source] ?? 0) !== 0));
  const every = Math.ceil(60 / Math.max(step, 1));
  return (
    <figure class="chart" ref={box}>
      <figcaption>
        {texts.say("page.spend")} <span class="muted">{currency}</span>
      </figcaption>
      {width > 0 && (
        <svg
          class="plot"
          width={width}
          height={height}
          viewBox={`0 0 ${width} ${height}`}
          role="img"
          aria-label={texts.say("page.spend.read", { count: days.length })}
        >
          <Patterns id={id} />
          {ticks(top, 3).map((value) => (
            <g key={value}>
              <path class="rule" d={`M${PAD.left} ${y(value)}H${width - PAD.right}`} />
              <text x={PAD.left - 8} y={y(value) + 4} text-anchor="end">
                {axisAmount(value, currency, texts)}
              </text>
            </g>
          ))}
          {days.map((day, i) => {
            const reached = { 1: 0, "-1": 0 };
            return SOURCES.map((source) => {
              const value = Number(day[source] ?? 0);
              if (!value) return null;
              const from = reached[Math.sign(value)];
              reached[Math.sign(value)] += value;
              return (
                <rect
                  key={source + i}
                  x={PAD.left + i * step + step * 0.15}
                  width={step * 0.7}
                  y={y(Math.max(from, from + value))}
                  height={Math.abs(y(from) - y(from + value))}
                  fill={`url(#${id}-${source})`}
                  class={`source ${source}`}
                />
              );
            });
          })}
          {days.map(
            (day, i) =>
              i % every === 0 && (
                <text
                  key={day.day}
                  x={PAD.left + (i + 0.5) * step}
                  y={height - 6}
                  text-anchor="middle"
                >
                  {texts.day(day.day)}
                </text>
              ),
          )}
        </svg>
      )}
      <Legend {...{ id, used, texts }} />
      <Days {...{ days, used, currency, texts }} />
    </figure>
  );
}

/** @param {Part<"texts"> & { id: string, used: string[] }} props */
function Legend({ id, used, texts }) {
  return (
    <ul class="legend">
      {used.map((source) => (
        <li key={source}>
          <svg viewBox="0 0 24 12" aria-hidden="true">
            <rect
              class={`source ${source}`}
              x="4"
              width="16"
              height="12"
              fill={`url(#${id}-${source})`}
            />
          </svg>
          {texts.say(`page.source.${source}`)}
        </li>
      ))}
    </ul>
  );
}

/** The same as a table. @param {Part<"texts"> & Spent & { used: string[] }} props */
function Days({ days, used, currency, texts }) {
  return (
    <More summary={texts.say("page.chart.table")}>
      <table class="plain">
        <thead>
          <tr>
            <th scope="col">{texts.say("page.column.day")}</th>
            {used.map((source) => (
              <th scope="col" class="num" key={source}>
                {texts.say(`page.source.${source}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {days.map((day) => (
            <tr key={day.day}>
              <th scope="row">{texts.day(day.day)}</th>
              {used.map((source) => (
                <td class="num" key={source}>
                  {day[source] === undefined || day[source] === null
                    ? "–"
                    : texts.money(day[source], currency)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </More>
  );
}

/** Credit is solid, cash striped, card dotted, unknown empty: told apart without colour too. @param {{ id: string }} props */
function Patterns({ id }) {
  const marks = { credit: "", cash: "M0 0v6M3 0v6", card: "M1 1h2v2H1zM4 4h2v2H4z", unknown: "" };
  return (
    <defs>
      {SOURCES.map((source) => (
        <pattern
          key={source}
          id={`${id}-${source}`}
          width="6"
          height="6"
          patternUnits="userSpaceOnUse"
          patternTransform={source === "cash" ? "rotate(45)" : undefined}
        >
          <rect class={`ground ${source}`} width="6" height="6" />
          {marks[source] && <path class={`marks ${source}`} d={marks[source]} />}
        </pattern>
      ))}
    </defs>
  );
}
