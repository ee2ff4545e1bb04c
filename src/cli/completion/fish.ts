import type { Command } from '../command.ts';
import type { OptionRow } from '../../profiles/options/option.ts';
import { offeredCommands, offeredOptions, valueCandidates, wordCandidates, type Candidates } from './completed.ts';

const quote = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

function values(candidates: Candidates): string {
  switch (candidates.kind) {
    case 'words':
      return `-x -a ${quote(candidates.words.join(' '))}`;
    case 'files':
      return '-r -F';
    case 'folders':
      return `-x -a '(__fish_complete_directories)'`;
    case 'nothing':
      return '-x';
  }
}

function words(candidates: Candidates): string {
  if (candidates.kind === 'files') return '-F';
  return candidates.kind === 'nothing' ? '' : values(candidates).replace(/^-x /, '');
}

function optionLine(condition: string, row: OptionRow<unknown>): string {
  const candidates = valueCandidates(row);
  const parts = [
    `complete -c dmx -n ${condition} -l ${row.flag}`,
    row.short === undefined ? '' : `-s ${row.short}`,
    candidates === undefined ? '' : values(candidates),
    `-d ${quote(row.help)}`,
  ];
  return parts.filter((part) => part !== '').join(' ');
}

function commandLines(command: Command): readonly string[] {
  const condition = quote(`__fish_seen_subcommand_from ${command.name}`);
  const own = words(wordCandidates(command));
  return [
    `complete -c dmx -n __fish_use_subcommand -a ${command.name} -d ${quote(command.summary)}`,
    ...(own === '' ? [] : [`complete -c dmx -n ${condition} ${own}`]),
    ...offeredOptions(command).map((row) => optionLine(condition, row)),
  ];
}

/** A script for `dmx completion fish | source`. */
export function printFishCompletion(commands: readonly Command[]): string {
  return [
    '# dmx completion for fish. In config.fish: dmx completion fish | source',
    'complete -c dmx -f',
    ...offeredCommands(commands).flatMap(commandLines),
    '',
  ].join('\n');
}
