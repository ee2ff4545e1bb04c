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
  return `${table}\n\nWhere several apply: ${precedence}.`;
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

${markdownTable(['format', 'what is read', 'at most', 'through', 'optional package'], rows)}

Colours mean what the profile in the file says, else what its code points say, else sRGB, or the generic gray and CMYK. Every
format has the limits of \`maxpixels\` and \`memory\`; a smaller one stands in the table, because the decoder of that format
works in a memory of 32-bit addresses. Larger masters are refused by their header.

## Optional packages

npm installs them with dmx unless it is told \`--omit=optional\`. Nothing is downloaded while they are installed, and each is
loaded when the first master that needs it is met, in a worker process. Where one is missing its masters fail with
\`ENGINE_MISSING\` and the command that adds it; the next run makes them. \`dmx doctor\` lists all that are missing. This adds
every one:

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

\`dmx <command> --help\` shows examples.

## Options

A flag wins over its environment variable, that over \`dmx.yaml\`, that over the default. Every switch has an opposite, so that
a flag can overrule the other two: \`--no-strict\`, \`--video\`.

${optionTable(commands)}
`;
}

/** `docs/errors.md`: every exit code and every error code. */
export function errorsPage(): string {
  return `# Exit codes and errors

${GENERATED}

${exitTable()}

## Errors

Every failure has a code that stays, a sentence, and a hint that says what to do. What fails with exit code 3 fails alone: it
is recorded, the rest is made, and \`dmx reprocess --failed\` tries it again. A format that is not read fails nothing but the
command that is about such a master alone (\`dmx render\`: 3), or with \`--strict\`.

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
