import type { Command } from '../command.ts';
import {
  isNameKind,
  offeredCommands,
  offeredOptions,
  spellings,
  valueCandidates,
  wordPlaces,
  type Candidates,
  type WordPlace,
} from './completed.ts';

const FILES = 'compopt -o filenames; mapfile -t COMPREPLY < <(compgen -f -- "$cur")';
const FOLDERS = 'compopt -o filenames; mapfile -t COMPREPLY < <(compgen -d -- "$cur")';

/** The bash that fills COMPREPLY with candidates. */
function reply(candidates: Candidates): string {
  if (candidates.kind === 'words') return `COMPREPLY=($(compgen -W '${candidates.words.join(' ')}' -- "$cur"))`;
  if (isNameKind(candidates.kind)) return `_dmx_names ${candidates.kind}`;
  return { file: FILES, folder: FOLDERS, nothing: 'COMPREPLY=()' }[candidates.kind];
}

function placeCase({ candidates, many }: WordPlace, at: number): string {
  const pattern = many ? '*' : String(at);
  if ('kind' in candidates) return `        ${pattern}) ${reply(candidates)} ;;`;
  const actions = candidates.map(([action, one]) => `${action}) ${reply(one)} ;;`);
  return `        ${pattern}) case "$action" in ${actions.join(' ')} esac ;;`;
}

function commandCase(command: Command): readonly string[] {
  const options = offeredOptions(command);
  const values = options.flatMap((row) => {
    const candidates = valueCandidates(row);
    return candidates === undefined ? [] : [`        ${spellings(row).join('|')}) ${reply(candidates)}; return ;;`];
  });
  return [
    `    ${command.name})`,
    ...(values.length > 0 ? ['      case "$prev" in', ...values, '      esac'] : []),
    `      flags='${options.flatMap(spellings).join(' ')} --help'`,
    `      if [[ $cur != -* ]]; then`,
    '        case $at in',
    ...wordPlaces(command).map(placeCase),
    '        esac',
    '        return',
    '      fi ;;',
  ];
}

/** Every spelling of an option that has a value. */
function valuedFlags(commands: readonly Command[]): string {
  const rows = commands.flatMap(offeredOptions).filter(({ value }) => value !== undefined);
  return [...new Set(rows.flatMap(spellings))].join('|');
}

/** Asks dmx for names. bash leaves the word as it was typed: quoted, or with backslashes. */
const NAMES = [
  '_dmx_names() {',
  '  local typed=${cur//\\\\/}',
  '  typed=${typed#[\\"\\\']}',
  '  mapfile -t COMPREPLY < <("${COMP_WORDS[0]}" complete "$1" "$typed" -- "${COMP_WORDS[@]:1}" 2>/dev/null)',
  '  if [[ $1 == asset ]]; then',
  '    compopt -o filenames',
  '    [[ ${#COMPREPLY[@]} == 1 && $COMPREPLY == */ ]] && compopt -o nospace',
  '    mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -f -- "$cur")',
  '  fi',
  '}',
];

/** Counts the words before the cursor that are no options and no values of such: which place it is, and after which action. */
const PLACE = [
  '  for word in "${COMP_WORDS[@]:2:COMP_CWORD-2}"; do',
  '    if [[ -n $skip ]]; then',
  '      if [[ $word != = ]]; then skip=; fi',
  '      continue',
  '    fi',
  '    case $word in',
  '      $valued) skip=1 ;;',
  '      -*) ;;',
  '      *) if ((at++ == 0)); then action=$word; fi ;;',
  '    esac',
  '  done',
];

/** A script for `eval "$(dmx completion bash)"`. */
export function printBashCompletion(commands: readonly Command[]): string {
  const offered = offeredCommands(commands);
  return [
    '# dmx completion for bash. In ~/.bashrc: eval "$(dmx completion bash)"',
    ...NAMES,
    '_dmx() {',
    '  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} command= flags= word at=0 action= skip=',
    '  # bash breaks --name=value at the sign',
    '  if [[ $cur == = ]]; then cur=; elif [[ $prev == = ]]; then prev=${COMP_WORDS[COMP_CWORD-2]}; fi',
    '  if ((COMP_CWORD > 1)); then command=${COMP_WORDS[1]}; fi',
    ...PLACE.map((line) => line.replace('$valued', valuedFlags(offered))),
    '  COMPREPLY=()',
    '  case "$command" in',
    `    '') flags='${offered.map(({ name }) => name).join(' ')} help --help --version' ;;`,
    `    help) flags='${offered.map(({ name }) => name).join(' ')}' ;;`,
    ...offered.flatMap(commandCase),
    '  esac',
    '  COMPREPLY=($(compgen -W "$flags" -- "$cur"))',
    '}',
    'complete -F _dmx dmx dmx-media',
    '',
  ].join('\n');
}
