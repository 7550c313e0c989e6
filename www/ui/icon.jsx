// The drawn signs of the controls: lines in the colour of the text beside them, said by nobody.

const ICONS = {
  chevron: "M6 3.5 10.5 8 6 12.5",
  close: "m4 4 8 8m0-8-8 8",
  refresh: "M13 8a5 5 0 1 1-1.5-3.5M13 2v3h-3",
  search: "M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9zm3.3 7.8L14 14",
  save: "M8 2.5v7m3.2-3L8 9.7 4.8 6.5M2.5 13h11",
  columns: "M2.5 3h11v10h-11zM6.2 3v10M9.8 3v10",
  up: "M8 13V3M4 7l4-4 4 4",
  down: "M8 3v10m4-4-4 4-4-4",
};

/** @param {{ name: keyof typeof ICONS | "more" }} props */
export function Icon({ name }) {
  if (name === "more") {
    return (
      <svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
        <path class="dots" d="M2 6.6h2.8v2.8H2zm4.6 0h2.8v2.8H6.6zm4.6 0H14v2.8h-2.8z" />
      </svg>
    );
  }
  return (
    <svg class={`icon ${name}`} viewBox="0 0 16 16" aria-hidden="true">
      <path d={ICONS[name]} />
    </svg>
  );
}
