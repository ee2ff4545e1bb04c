import { parseCsv } from '../../base/csv.ts';
import { NAME } from '../name.ts';

/** One row of data for a template: values of its variables. */
export interface DataRow {
  /** Name of its rendition: the column `name`, else its number from 1. */
  readonly name: string;
  readonly values: Readonly<Record<string, string>>;
}

/** The reason why a file is no data file: the expectation, and what was found. */
export interface DataFault {
  readonly expected: string;
  readonly got: string;
}

export type DataRows = readonly DataRow[] | DataFault;

export const isFault = (rows: DataRows): rows is DataFault => !Array.isArray(rows);

type Fields = Readonly<Record<string, string>>;

const isList = (records: readonly Fields[] | DataFault): records is readonly Fields[] => Array.isArray(records);

/** More pictures of one template are made by several files. */
const MOST_ROWS = 10_000;
/** The alphabet of variables. */
const VARIABLE = /^[A-Za-z0-9._-]+$/;

const fault = (expected: string, got: string): DataFault => ({ expected, got });

function csvRecords(text: string): readonly Fields[] | DataFault {
  const [head, ...rows] = parseCsv(text) ?? [];
  if (head === undefined) return fault('comma-separated values below a line of names', 'something else');
  const crooked = rows.findIndex((row) => row.length !== head.length);
  if (crooked >= 0) return fault(`${head.length} values in each row`, `${rows[crooked]?.length} in row ${crooked + 1}`);
  return rows.map((row) => Object.fromEntries(head.map((name, i) => [name.trim(), row[i] ?? ''])));
}

const isPlain = (value: unknown): value is string | number | boolean =>
  ['string', 'number', 'boolean'].includes(typeof value);

function jsonRecords(text: string): readonly Fields[] | DataFault {
  const expected = 'a JSON list of objects of texts and numbers';
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch {
    return fault(expected, 'no JSON');
  }
  if (!Array.isArray(given)) return fault(expected, 'no list');
  const records = given.map((row: unknown): Fields | undefined => {
    if (typeof row !== 'object' || row === null || Array.isArray(row)) return undefined;
    const entries = Object.entries(row);
    return entries.every(([, value]) => isPlain(value))
      ? Object.fromEntries(entries.map(([name, value]) => [name, String(value)]))
      : undefined;
  });
  const wrong = records.indexOf(undefined);
  return wrong < 0 ? records.filter((row) => row !== undefined) : fault(expected, `another thing as row ${wrong + 1}`);
}

/** Letters of a value that commands read as something else: a value is data, and no part of the language. */
export const literal = (value: string): string =>
  /^\s*is[{(]/i.test(value) ? value : value.replaceAll('%', '%25').replaceAll('+', '%2B');

function rowOf({ name, ...values }: Fields, index: number): DataRow | DataFault {
  const strange = Object.keys(values).find((key) => !VARIABLE.test(key));
  if (strange !== undefined) return fault('names of letters, digits, . _ - for variables', strange || 'none');
  const called = name === undefined || name === '' ? String(index + 1) : name;
  if (!NAME.test(called)) return fault('names of letters, digits, . _ - in the column `name`', called);
  return {
    name: called,
    values: Object.fromEntries(Object.entries(values).map(([key, value]) => [key, literal(value)])),
  };
}

/** Reads the rows of a file of data, comma-separated values or JSON as its name says. */
export function readDataRows(file: string, text: string): DataRows {
  const records = /\.json$/i.test(file) ? jsonRecords(text) : csvRecords(text);
  if (!isList(records)) return records;
  if (records.length === 0) return fault('at least one row', 'none');
  if (records.length > MOST_ROWS) return fault(`at most ${MOST_ROWS} rows`, String(records.length));
  const rows: DataRow[] = [];
  for (const [i, record] of records.entries()) {
    const row = rowOf(record, i);
    if (!('values' in row)) return row;
    rows.push(row);
  }
  return rows;
}
