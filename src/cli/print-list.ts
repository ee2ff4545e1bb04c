import { printBytes } from '../base/bytes.ts';
import { printable } from '../base/paint.ts';
import { sum } from '../base/sum.ts';
import type { AssetRecord } from '../model/catalog-record.ts';

/** One column of the table for spreadsheets: fields are only ever added, at its end. */
type Column = readonly [name: string, read: (record: AssetRecord) => string | number | undefined];

const COLUMNS: readonly Column[] = [
  ['path', ({ path }) => path],
  ['kind', ({ kind }) => kind],
  ['state', ({ state }) => state],
  ['profile', ({ profile }) => profile ?? undefined],
  ['width', ({ facts }) => facts?.width],
  ['height', ({ facts }) => facts?.height],
  ['bytes', ({ stat }) => stat.bytes],
  ['renditions', ({ renditions }) => renditions.length],
  ['renditionBytes', ({ renditions }) => sum(renditions.map(({ bytes }) => bytes))],
  ['tags', ({ tags }) => tags?.join(', ')],
  ['title', ({ metadata }) => metadata?.title],
  ['description', ({ metadata }) => metadata?.description],
  ['alt', ({ metadata }) => metadata?.alt],
  ['creator', ({ metadata }) => metadata?.creator?.join('; ')],
  ['rights', ({ metadata }) => metadata?.rights],
  ['credit', ({ metadata }) => metadata?.credit],
  ['keywords', ({ metadata }) => metadata?.keywords?.join(', ')],
  ['rating', ({ metadata }) => metadata?.rating],
  ['captured', ({ metadata }) => metadata?.captured],
  ['errors', ({ errors }) => errors.map(({ code }) => code).join(', ')],
];

/** Spreadsheets take a text that begins so for a formula, and masters are strangers': a quote says that it is a text. */
const FORMULA = /^[=+\-@\t\r]/;

/** RFC 4180. */
function cell(value: string | number | undefined): string {
  if (typeof value !== 'string') return value === undefined ? '' : String(value);
  const text = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

const line = (cells: readonly (string | number | undefined)[]): string => `${cells.map(cell).join(',')}\r\n`;

/** The head of the table for spreadsheets. */
export const CSV_HEAD = line(COLUMNS.map(([name]) => name));

/** An asset as a line of it. */
export function csvLine(record: AssetRecord): string {
  return line(COLUMNS.map(([, read]) => read(record)));
}

/** An asset as a line for people. */
export function printListed({ path, state, stat, facts, tags = [], metadata }: AssetRecord): string {
  const size = facts === null ? '' : `${facts.width}×${facts.height}`;
  const title = metadata?.title ?? '';
  const words = [state === 'ready' ? '' : state, size, printBytes(stat.bytes), tags.map((tag) => `#${tag}`).join(' ')];
  return [printable(path), ...words.filter((word) => word !== '').map(printable), printable(title)]
    .join('  ')
    .trimEnd();
}
