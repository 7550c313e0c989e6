// The export of `export.mjs` as an Excel workbook: texts in the table of shared strings, amounts as numbers with
// 16 digits, as spreadsheet programs write them (94.18 now and then as 94.18000000000001).
import fs from 'node:fs';
import zlib from 'node:zlib';
import { rows } from './export.mjs';
import { HEADER } from './header.mjs';

const AMOUNT = HEADER.indexOf('Amount');
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const DOCUMENT = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const OFFICE = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';

const escaped = (text) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** Sixteen digits; every fortieth amount ends in the noise of a double that was computed. */
function number(text, row) {
  const value = Number(text.replaceAll(',', ''));
  const shown = row % 40 ? value : value * (1 + 2 ** -52);
  return String(Number(shown.toPrecision(16)));
}

/** Writes the workbook once; a file that is there is kept. */
export function writeWorkbook(path, count) {
  if (fs.existsSync(path)) return path;
  const strings = new Map();
  let uses = 0;
  const sheet = [
    `${XML}<worksheet xmlns="${MAIN}" xmlns:r="${DOCUMENT}"><dimension ref="A1:L${count + 1}"/><sheetViews><sheetView tabSelected="1" workbookViewId="0"/></sheetViews><sheetFormatPr defaultRowHeight="15"/><sheetData>`,
  ];
  let line = 0;
  for (const row of rows(count)) {
    line++;
    let text = `<row r="${line}" spans="1:12">`;
    row.forEach((cell, column) => {
      const at = `${String.fromCharCode(65 + column)}${line}`;
      if (line > 1 && column === AMOUNT) text += `<c r="${at}"><v>${number(cell, line)}</v></c>`;
      else if (cell) {
        let id = strings.get(cell);
        if (id === undefined) strings.set(cell, (id = strings.size));
        uses++;
        text += `<c r="${at}" t="s"><v>${id}</v></c>`;
      }
    });
    sheet.push(`${text}</row>`);
  }
  sheet.push(
    '</sheetData><pageMargins left="0.7" right="0.7" top="0.75" bottom="0.75" header="0.3" footer="0.3"/></worksheet>',
  );
  const shared = [...strings.keys()].map((text) => `<si><t>${escaped(text)}</t></si>`);
  writeZip(path, {
    '[Content_Types].xml': `${XML}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${OFFICE}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${OFFICE}.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="${OFFICE}.styles+xml"/><Override PartName="/xl/sharedStrings.xml" ContentType="${OFFICE}.sharedStrings+xml"/></Types>`,
    '_rels/.rels': `${XML}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${DOCUMENT}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `${XML}<workbook xmlns="${MAIN}" xmlns:r="${DOCUMENT}"><sheets><sheet name="Transactions" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `${XML}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${DOCUMENT}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${DOCUMENT}/styles" Target="styles.xml"/><Relationship Id="rId3" Type="${DOCUMENT}/sharedStrings" Target="sharedStrings.xml"/></Relationships>`,
    'xl/styles.xml': `${XML}<styleSheet xmlns="${MAIN}"><fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts><fills count="1"><fill><patternFill patternType="none"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf numFmtId="0"/></cellStyleXfs><cellXfs count="1"><xf numFmtId="0" xfId="0"/></cellXfs></styleSheet>`,
    'xl/sharedStrings.xml': `${XML}<sst xmlns="${MAIN}" count="${uses}" uniqueCount="${strings.size}">${shared.join('')}</sst>`,
    'xl/worksheets/sheet1.xml': sheet.join(''),
  });
  return path;
}

function writeZip(path, parts) {
  const out = fs.openSync(`${path}.part`, 'w');
  const [directory, local] = [[], []];
  let at = 0;
  for (const [name, text] of Object.entries(parts)) {
    const bytes = Buffer.from(text);
    const packed = zlib.deflateRawSync(bytes, { level: 6 });
    const head = (size, signature, from) => {
      const header = Buffer.alloc(size + name.length);
      header.writeUInt32LE(signature, 0);
      header.writeUInt16LE(20, from); // version that can read it
      header.writeUInt16LE(8, from + 4); // deflated
      header.writeUInt16LE(0x21, from + 8); // 1 January 1980
      header.writeUInt32LE(crc32(bytes), from + 10);
      header.writeUInt32LE(packed.length, from + 14);
      header.writeUInt32LE(bytes.length, from + 18);
      header.writeUInt16LE(name.length, from + 22);
      header.write(name, size);
      return header;
    };
    const entry = head(46, 0x02014b50, 6);
    entry.writeUInt32LE(at, 42);
    directory.push(entry);
    local.push(head(30, 0x04034b50, 4), packed);
    at += 30 + name.length + packed.length;
  }
  const end = Buffer.alloc(22);
  const length = directory.reduce((sum, entry) => sum + entry.length, 0);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(directory.length, 8);
  end.writeUInt16LE(directory.length, 10);
  end.writeUInt32LE(length, 12);
  end.writeUInt32LE(at, 16);
  for (const piece of [...local, ...directory, end]) fs.writeSync(out, piece);
  fs.closeSync(out);
  fs.renameSync(`${path}.part`, path);
}

const TABLE = Int32Array.from({ length: 256 }, (_, n) => {
  for (let bit = 0; bit < 8; bit++) n = n & 1 ? (n >>> 1) ^ 0xedb88320 : n >>> 1;
  return n;
});

function crc32(bytes) {
  let crc = -1;
  for (const byte of bytes) crc = TABLE[(crc ^ byte) & 255] ^ (crc >>> 8);
  return (crc ^ -1) >>> 0;
}
