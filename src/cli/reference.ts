import { keysOf } from '../base/table.ts';
import { DECODER_PACKAGES } from '../model/formats/decoder-packages.ts';
import type { Decoding } from '../model/formats/format.ts';
import { FORMAT_ROWS } from '../model/formats/formats.ts';
import { REFUSED_TIFFS } from '../model/formats/refused-tiffs.ts';
import { ERRORS } from '../model/errors.ts';
import { MASTER_FORMATS, type MasterFormat } from '../model/formats/master-formats.ts';
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
  return `${table}\n\nIf several apply: ${precedence}.`;
}

function errorTable(): string {
  return markdownTable(
    ['code', 'meaning', 'exit'],
    keysOf(ERRORS).map((code) => [`\`${code}\``, ERRORS[code].summary, String(ERRORS[code].exit)]),
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

/** The library that decodes a format, and the packages that bring it or read some of its files where they are optional. */
function throughOf({ package: name, further = {} }: Decoding): readonly [library: string, needed: string] {
  const some = Object.entries(further).map(([other, what]) => `\`${other}\` for ${what}`);
  if (name === undefined) return ['dmx itself, libvips', some.join('; ')];
  const { library, licence } = DECODER_PACKAGES[name];
  return [`${library} (${licence})`, [`\`${name}\``, ...some].join('; ')];
}

/** `docs/masters.md`: the formats of pictures that are read, how far, and through what. */
export function mastersPage(): string {
  const rows = FORMAT_ROWS.flatMap(([, { label, decoding }]) => {
    if (decoding === undefined) return [];
    const { reads, mostPixels } = decoding;
    const [through, needed] = throughOf(decoding);
    const limit = mostPixels === undefined ? '' : `${mostPixels / 1e6} megapixels`;
    return [[label, reads, limit, through, needed]];
  });
  const packages = Object.entries(DECODER_PACKAGES).map(([name, { version }]) => `${name}@${version}`);
  return `# Masters

${GENERATED}

${markdownTable(['format', 'what dmx reads', 'limit', 'decoder', 'optional package'], rows)}

dmx interprets colours by the ICC profile in the file, else by its code points, else as sRGB or as generic gray or CMYK
([Colour](colour.md)). \`maxpixels\` and \`memory\` limit every format. The table shows lower limits of some decoders, which run in a
32-bit address space. dmx reads the size from the header and refuses larger masters.

## Optional packages

npm installs these packages with dmx, unless you use \`--omit=optional\`. Their install scripts download nothing. A worker process loads
a package when it meets the first master that needs it. If a package is missing, its masters fail with \`ENGINE_MISSING\`, and the
message has the command that installs it; the next run makes their renditions. \`dmx doctor\` lists all missing packages. This command
installs all of them:

\`\`\`sh
npm install ${packages.join(' ')}
\`\`\`
`;
}

const GENERATED =
  '<!-- This file is generated by `npm run docs`; edit the tables in src/cli and src/model instead. -->';

/** `docs/options.md`: every command, and every option with its environment variable and its key in `dmx.yaml`. */
export function optionsPage(commands: readonly Command[]): string {
  return `# Commands and options

${GENERATED}

${commandTable(commands)}

\`dmx <command> --help\` shows the options of a command, with examples.

## Options

A flag overrides its environment variable, which overrides \`dmx.yaml\`, which overrides the default. Every switch has an opposite
(\`--no-strict\`, \`--video\`), so that a flag can always override the other two.

${optionTable(commands)}
`;
}

/** `docs/errors.md`: every exit code and every error code. */
export function errorsPage(): string {
  return `# Exit codes and errors

${GENERATED}

${exitTable()}

## Errors

Every failure has a stable code, a message, and a hint that says what to do. An error with exit code 3 affects only its asset: dmx
records it, makes the rest, and \`dmx reprocess --failed\` tries it again. A master in a format that dmx does not read is no failure,
except with \`--strict\` or for a command that works on that master alone (\`dmx render\`: 3).

${errorTable()}
`;
}

/** Kinds of TIFF that are refused, and what to do about each. */
function refusedTiffs(): string {
  const rows = Object.values(REFUSED_TIFFS).map(({ what, hint }) => `| ${what} | ${hint} |`);
  return ['| TIFFs with | what to do |', '|---|---|', ...rows].join('\n');
}

/** The generated parts of hand-written pages, by the name in their markers. */
export function generatedParts(): ReadonlyMap<string, string> {
  return new Map([
    ['masters', masterTable()],
    ['refused-tiffs', refusedTiffs()],
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
