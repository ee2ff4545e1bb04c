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

const quote = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

function values(candidates: Candidates): string {
  if (candidates.kind === 'words') return `-x -a ${quote(candidates.words.join(' '))}`;
  // An asset may also be named as a file.
  if (candidates.kind === 'asset') return `-r -F -a '(__dmx_names asset)'`;
  if (isNameKind(candidates.kind)) return `-x -a '(__dmx_names ${candidates.kind})'`;
  return { file: '-r -F', folder: `-x -a '(__fish_complete_directories)'`, nothing: '-x' }[candidates.kind];
}

/** The candidates of a positional argument, without the flags that only options need. */
function words(candidates: Candidates): string {
  return candidates.kind === 'nothing' ? '' : values(candidates).replace(/^-[xr] /, '');
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

const seen = (name: string): string => `__fish_seen_subcommand_from ${name}`;

/** Offers fixed words until one of them was typed, then the candidates after it. */
function placeLines(command: Command, { candidates }: WordPlace): readonly string[] {
  const given = 'kind' in candidates ? [[undefined, candidates] as const] : candidates;
  return given.flatMap(([action, one]) => {
    const own = words(one);
    if (own === '') return [];
    const after = action === undefined ? '' : `; and ${seen(action)}`;
    const before = one.kind === 'words' ? `; and not ${seen(one.words.join(' '))}` : '';
    return [`complete -c dmx -n ${quote(`${seen(command.name)}${after}${before}`)} ${own}`];
  });
}

function commandLines(command: Command): readonly string[] {
  const condition = quote(seen(command.name));
  return [
    `complete -c dmx -n __fish_use_subcommand -a ${command.name} -d ${quote(command.summary)}`,
    ...wordPlaces(command).flatMap((place) => placeLines(command, place)),
    ...offeredOptions(command).map((row) => optionLine(condition, row)),
  ];
}

const NAMES = [
  'function __dmx_names',
  '  set -l line (commandline -opc)',
  `  set -l typed (string replace -r '^--[^=]+=' '' -- (commandline -ct))`,
  '  $line[1] complete $argv[1] "$typed" -- $line[2..] 2>/dev/null',
  'end',
];

/** A script for `dmx completion fish | source`. */
export function printFishCompletion(commands: readonly Command[]): string {
  return [
    '# dmx completion for fish. In config.fish: dmx completion fish | source',
    ...NAMES,
    'complete -c dmx -f',
    'complete -c dmx-media -w dmx',
    ...offeredCommands(commands).flatMap(commandLines),
    '',
  ].join('\n');
}
