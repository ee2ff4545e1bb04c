import type { Command } from '../command.ts';
import type { OptionRow } from '../../profiles/options/option.ts';
import { offeredCommands, offeredOptions, valueCandidates, wordCandidates, type Candidates } from './completed.ts';

/** A text inside single quotes, where zsh also reads brackets and colons. */
const quote = (text: string): string => text.replaceAll("'", "'\\''").replace(/[[\]:]/g, '\\$&');

function action(candidates: Candidates): string {
  switch (candidates.kind) {
    case 'words':
      return `(${candidates.words.join(' ')})`;
    case 'files':
      return '_files';
    case 'folders':
      return '_files -/';
    case 'nothing':
      return ' ';
  }
}

function optionSpec(row: OptionRow<unknown>): string {
  const candidates = valueCandidates(row);
  const value = candidates === undefined ? '' : `:${row.value}:${action(candidates)}`;
  const described = `'[${quote(row.help)}]${value}'`;
  // `=` and `+`: the value may stand behind a sign, in the same word, or in the next.
  const long = candidates === undefined ? `--${row.flag}` : `--${row.flag}=`;
  if (row.short === undefined) return `${row.many ? "'*'" : ''}${long}${described}`;
  const short = candidates === undefined ? `-${row.short}` : `-${row.short}+`;
  return `'(--${row.flag} -${row.short})'{${long},${short}}${described}`;
}

function commandCase(command: Command): readonly string[] {
  const words = `'*:${command.arguments[0]?.name ?? 'word'}:${action(wordCandidates(command))}'`;
  return [
    `    ${command.name})`,
    '      _arguments -s \\',
    ...offeredOptions(command).map((row) => `        ${optionSpec(row)} \\`),
    `        ${words} ;;`,
  ];
}

/** A script for a file `_dmx` in zsh's `fpath`, or for `eval`. */
export function printZshCompletion(commands: readonly Command[]): string {
  const offered = offeredCommands(commands);
  return [
    '#compdef dmx',
    '# dmx completion for zsh. In ~/.zshrc, after compinit: eval "$(dmx completion zsh)"',
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
    'compdef _dmx dmx',
    '',
  ].join('\n');
}
