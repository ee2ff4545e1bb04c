/** The state of reading: the rows that are finished, and the one in hand. */
interface Reading {
  readonly rows: string[][];
  row: string[];
}

const FIELD = /"((?:[^"]|"")*)"|((?!")[^,\r\n]*)/y;
const AFTER = /,|\r\n|\n|\r|$/y;

function endField(reading: Reading, text: string, ending: string): void {
  reading.row.push(text);
  if (ending === ',') return;
  reading.rows.push(reading.row);
  reading.row = [];
}

/**
 * Parses comma-separated values (RFC 4180): fields may be quoted, with `""` for a quote. Empty lines are skipped.
 * Undefined where a quoted field is followed by text.
 */
export function parseCsv(text: string): readonly (readonly string[])[] | undefined {
  const reading: Reading = { rows: [], row: [] };
  for (let at = text.startsWith('\u{feff}') ? 1 : 0; at < text.length;) {
    FIELD.lastIndex = at;
    const [field = '', quoted, plain = ''] = FIELD.exec(text) ?? [];
    AFTER.lastIndex = at + field.length;
    const [ending] = AFTER.exec(text) ?? [];
    if (ending === undefined) return undefined;
    endField(reading, quoted?.replaceAll('""', '"') ?? plain, ending);
    at += field.length + ending.length;
  }
  if (reading.row.length > 0 || text.endsWith(',')) endField(reading, '', '\n');
  return reading.rows.filter((row) => row.length > 1 || row[0] !== '');
}
