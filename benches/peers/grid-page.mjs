// The page with the other tables; bundled by `grid.mjs`. The columns and their widths are those of the product's table.
import { AllCommunityModule, createGrid, ModuleRegistry } from 'ag-grid-community';
import { inferSchema, initParser } from 'udsv';

ModuleRegistry.registerModules([AllCommunityModule]);

const COLUMNS = [
  ['Transaction time', 150],
  ['Ad account name', 180],
  ['Transaction type', 130],
  ['Amount', 120],
  ['Campaign name', 220],
  ['Funding source', 130],
  ['Ad credit name', 200],
  ['Status', 110],
  ['Transaction ID', 180],
];
const ROW = 36;
const SPARE = 8;

let rows = [];
let taken = null;
const place = () => document.querySelector('#place');

const ways = {
  'AG Grid Community'() {
    const columnDefs = COLUMNS.map(([field, width]) => ({ field, width }));
    const api = createGrid(place(), { columnDefs, rowData: rows });
    taken = () => api.destroy();
    return () => place().querySelector('.ag-row .ag-cell');
  },
  'windowed by hand'() {
    const box = document.createElement('div');
    box.style.cssText = 'height: 100%; overflow: auto';
    const table = document.createElement('table');
    const body = table.createTBody();
    const head = table.createTHead().insertRow();
    for (const [name, width] of COLUMNS) {
      const cell = document.createElement('th');
      cell.style.width = `${width}px`;
      cell.textContent = name;
      head.append(cell);
    }
    const gap = (height) => {
      body.insertRow().insertCell().style.height = `${height}px`;
    };
    const draw = () => {
      const start = Math.max(0, Math.floor(box.scrollTop / ROW) - SPARE);
      const end = Math.min(rows.length, Math.ceil((box.scrollTop + 720) / ROW) + SPARE);
      body.replaceChildren();
      gap(start * ROW);
      for (const row of rows.slice(start, end)) {
        const line = body.insertRow();
        line.className = 'row';
        line.style.height = `${ROW}px`;
        for (const [name] of COLUMNS) line.insertCell().textContent = row[name];
      }
      gap((rows.length - end) * ROW);
    };
    box.append(table);
    place().append(box);
    draw();
    box.addEventListener('scroll', draw);
    taken = () => {};
    return () => body.querySelector('.row');
  },
};

globalThis.grids = {
  names: Object.keys(ways),
  async take() {
    const text = await document.querySelector('input').files[0].text();
    rows = initParser(inferSchema(text)).stringObjs(text);
  },
  count: () => rows.length,
  show(name) {
    let found;
    return globalThis.witness.took(
      () => {
        found = ways[name]();
      },
      () => found(),
    );
  },
  hide() {
    taken();
    place().replaceChildren();
  },
};
