import type { Command } from '../command.ts';
import {
  offeredCommands,
  offeredOptions,
  spellings,
  valueCandidates,
  wordCandidates,
  type Candidates,
} from './completed.ts';

/** The bash that fills COMPREPLY with candidates. */
function reply(candidates: Candidates): string {
  switch (candidates.kind) {
    case 'words':
      return `COMPREPLY=($(compgen -W '${candidates.words.join(' ')}' -- "$cur"))`;
    case 'files':
      return `compopt -o filenames; mapfile -t COMPREPLY < <(compgen -f -- "$cur")`;
    case 'folders':
      return `compopt -o filenames; mapfile -t COMPREPLY < <(compgen -d -- "$cur")`;
    case 'nothing':
      return 'COMPREPLY=()';
  }
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
    `      if [[ $cur != -* ]]; then ${reply(wordCandidates(command))}; return; fi ;;`,
  ];
}

/** A script for `eval "$(dmx completion bash)"`. */
export function printBashCompletion(commands: readonly Command[]): string {
  const offered = offeredCommands(commands);
  return [
    '# dmx completion for bash. In ~/.bashrc: eval "$(dmx completion bash)"',
    '_dmx() {',
    '  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} command= flags= word',
    '  # bash breaks --name=value at the sign',
    '  if [[ $cur == = ]]; then cur=; elif [[ $prev == = ]]; then prev=${COMP_WORDS[COMP_CWORD-2]}; fi',
    '  for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do',
    '    if [[ $word != -* ]]; then command=$word; break; fi',
    '  done',
    '  COMPREPLY=()',
    '  case "$command" in',
    `    '') flags='${offered.map(({ name }) => name).join(' ')} help --help --version' ;;`,
    ...offered.flatMap(commandCase),
    '  esac',
    '  COMPREPLY=($(compgen -W "$flags" -- "$cur"))',
    '}',
    'complete -F _dmx dmx',
    '',
  ].join('\n');
}
