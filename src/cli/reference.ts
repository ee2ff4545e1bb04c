import { ERRORS, type ErrorCode } from '../model/errors.ts';
import { MASTER_FORMATS, type MasterFormat } from '../model/master-formats.ts';
import type { Command } from './command.ts';
import { EXIT_CODES } from './exit.ts';
import type { OptionRow } from '../profiles/options/option.ts';
import { OPTIONS } from '../profiles/options/options.ts';
import { commandUsage, optionHelp } from './usage.ts';

/** Text for a cell of a Markdown table. */
const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

/** A Markdown table; cells are escaped. */
export function markdownTable(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`;
  return [line(heads), `|${heads.map(() => '---').join('|')}|`, ...rows.map(line)].join('\n');
}

function commandTable(commands: readonly Command[]): string {
  const shown = commands.filter(({ hidden }) => hidden !== true);
  return markdownTable(
    ['command', 'what it does'],
    shown.map((command) => [`\`${commandUsage(command)}\``, command.summary]),
  );
}

const optionName = ({ short, flag, value }: OptionRow<unknown>): string =>
  `\`${short === undefined ? '' : `-${short}, `}--${flag}${value === undefined ? '' : ` ${value}`}\``;

/** Which commands take a row. */
function takers(row: OptionRow<unknown>, commands: readonly Command[]): string {
  const shown = commands.filter(({ hidden }) => hidden !== true);
  const taking = shown.filter(({ takes }) => takes.includes(row.group)).map(({ name }) => name);
  return taking.length === shown.length ? 'all' : taking.join(', ');
}

function optionTable(commands: readonly Command[]): string {
  const rows = Object.values<OptionRow<unknown>>(OPTIONS).map((row) => ({ row, taken: takers(row, commands) }));
  return markdownTable(
    ['option', 'what it does', 'environment', '`dmx.yaml`', 'commands'],
    rows
      .filter(({ taken }) => taken !== '')
      .map(({ row, taken }) => [
        optionName(row),
        optionHelp(row),
        `\`${row.environment}\``,
        row.file === undefined ? '' : `\`${row.file}\``,
        taken,
      ]),
  );
}

function exitTable(): string {
  const rows = EXIT_CODES.toSorted((a, b) => a.code - b.code);
  const precedence = EXIT_CODES.map(({ code }) => code)
    .filter((code) => code !== 2 && code !== 6)
    .join(' over ');
  const table = markdownTable(
    ['code', 'meaning'],
    rows.map(({ code, meaning }) => [String(code), meaning]),
  );
  return `${table}\n\nWhere several apply: ${precedence}.`;
}

function errorTable(): string {
  return markdownTable(
    ['code', 'meaning', 'exit'],
    (Object.keys(ERRORS) as readonly ErrorCode[]).map((code) => [
      `\`${code}\``,
      ERRORS[code].summary,
      String(ERRORS[code].exit),
    ]),
  );
}

function masterTable(): string {
  const labels = (wanted: (format: MasterFormat) => boolean): string =>
    [...new Set(MASTER_FORMATS.filter(wanted).map(({ label }) => label))].join(', ');
  return markdownTable(
    ['masters', 'formats'],
    [
      ['pictures', labels(({ kind, readable }) => kind === 'image' && readable)],
      ['clips', labels(({ kind, readable }) => kind === 'video' && readable)],
      ['known and not read: listed as `unsupported`', labels(({ readable }) => !readable)],
    ],
  );
}

/** The parts of README.md that are generated, by the name in their markers. */
export function readmeParts(commands: readonly Command[]): ReadonlyMap<string, string> {
  return new Map([
    ['masters', masterTable()],
    ['commands', commandTable(commands)],
    ['options', optionTable(commands)],
    ['exit codes', exitTable()],
    ['errors', errorTable()],
  ]);
}

/**
 * Puts generated parts between their markers, `<!-- generated: NAME -->` and `<!-- end -->`. Throws RangeError when a
 * part has no markers.
 */
export function fillMarkers(text: string, parts: ReadonlyMap<string, string>): string {
  let filled = text;
  for (const [name, part] of parts) {
    const open = `<!-- generated: ${name} -->`;
    const start = filled.indexOf(open);
    const end = filled.indexOf('<!-- end -->', start);
    if (start < 0 || end < 0) throw new RangeError(`no markers for ${name}`);
    filled = `${filled.slice(0, start + open.length)}\n\n${part}\n\n${filled.slice(end)}`;
  }
  return filled;
}
