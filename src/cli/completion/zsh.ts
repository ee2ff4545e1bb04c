import type { Command } from '../command.ts';
import type { OptionRow } from '../../profiles/options/option.ts';
import {
  isNameKind,
  offeredCommands,
  offeredOptions,
  valueCandidates,
  wordPlaces,
  type Candidates,
  type WordPlace,
} from './completed.ts';

/** A text inside single quotes, where zsh also reads brackets and colons. */
const quote = (text: string): string => text.replaceAll("'", "'\\''").replace(/[[\]:]/g, '\\$&');

function action(candidates: Candidates): string {
  if (candidates.kind === 'words') return `(${candidates.words.join(' ')})`;
  if (isNameKind(candidates.kind)) return `{_dmx_names ${candidates.kind}}`;
  return { file: '_files', folder: '_files -/', nothing: ' ' }[candidates.kind];
}

function optionSpec(row: OptionRow<unknown>): string {
  const candidates = valueCandidates(row);
  const value = candidates === undefined ? '' : `:${row.value}:${action(candidates)}`;
  const described = `'[${quote(row.help)}]${value}'`;
  // `=` and `+` in a specification: the value follows a `=`, in the same word, or in the next word.
  const long = candidates === undefined ? `--${row.flag}` : `--${row.flag}=`;
  if (row.short === undefined) return `${row.many ? "'*'" : ''}${long}${described}`;
  const short = candidates === undefined ? `-${row.short}` : `-${row.short}+`;
  return `'(--${row.flag} -${row.short})'{${long},${short}}${described}`;
}

/** The code for a place whose candidates follow from the action, which stands behind the command. */
function byAction(candidates: readonly (readonly [string, Candidates])[]): string {
  const cases = candidates.map(([name, { kind }]) =>
    isNameKind(kind) ? `(${name}) _dmx_names ${kind} ;;` : `(${name}) _files ;;`,
  );
  return `{case $words[2] in ${cases.join(' ')} esac}`;
}

function wordSpec({ name, candidates, many }: WordPlace, at: number): string {
  const place = many ? '*' : String(at + 1);
  return `'${place}:${name}:${'kind' in candidates ? action(candidates) : byAction(candidates)}'`;
}

function commandCase(command: Command): readonly string[] {
  const specs = [...offeredOptions(command).map(optionSpec), ...wordPlaces(command).map(wordSpec)];
  return [
    `    ${command.name})`,
    '      _arguments -s \\',
    specs.map((spec) => `        ${spec}`).join(' \\\n'),
    '      ;;',
  ];
}

/** Asks dmx for names; an asset may also be named as a file. */
const NAMES = [
  '_dmx_names() {',
  '  local -a found',
  '  found=("${(@f)$(dmx complete $1 "${(Q)PREFIX}" -- "${(Q)words[@]}" 2>/dev/null)}")',
  "  compadd -S '' -- ${(M)found:#*/}",
  '  compadd -- ${found:#(*/|)}',
  '  if [[ $1 == asset ]]; then _files; fi',
  '}',
];

/** A script for a file `_dmx` in zsh's `fpath`, or for `eval`. */
export function printZshCompletion(commands: readonly Command[]): string {
  const offered = offeredCommands(commands);
  return [
    '#compdef dmx dmx-media',
    '# dmx completion for zsh. In ~/.zshrc, after compinit: eval "$(dmx completion zsh)"',
    ...NAMES,
    '_dmx() {',
    '  local curcontext="$curcontext" state line',
    '  local -a commands',
    '  commands=(',
    ...offered.map(({ name, summary }) => `    '${name}:${quote(summary)}'`),
    '  )',
    "  _arguments -C '1:command:->command' '*::argument:->arguments'",
    '  case $state in',
    '  command) _describe command commands ;;',
    '  arguments)',
    '    case $words[1] in',
    ...offered.flatMap(commandCase),
    '    esac ;;',
    '  esac',
    '}',
    'compdef _dmx dmx dmx-media',
    '',
  ].join('\n');
}
