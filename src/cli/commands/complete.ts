import { OPTIONS, type OptionValues } from '../../profiles/options/options.ts';
import type { OptionRow } from '../../profiles/options/option.ts';
import { NAME_KINDS } from '../../profiles/options/value-kind.ts';
import type { Command } from '../command.ts';
import { spellings } from '../completion/completed.ts';

/** The value that a line, which is still being typed, gives an option: `-o DIR`, `--out DIR`, `--out=DIR`. */
function valueIn(line: readonly string[], row: OptionRow<unknown>): string | undefined {
  // bash splits words at `=`.
  const words = line.flatMap((word) => (word.startsWith('--') ? word.split(/=(.*)/, 2) : [word]));
  const values = words.filter((word) => word !== '=');
  const at = values.findLastIndex((word) => spellings(row).includes(word));
  return at < 0 ? undefined : values[at + 1];
}

/** The options of a line that say which project it is about. */
function projectOptions(line: readonly string[]): OptionValues {
  const said = (['config', 'out'] as const).map((name) => [name, valueIn(line, OPTIONS[name])] as const);
  return Object.fromEntries(said.filter(([, value]) => value !== undefined && value !== ''));
}

/** Names for shell completion. Errors print nothing: the user has not run a command yet. */
export const complete: Command = {
  name: 'complete',
  group: 'Set up',
  summary: 'prints names of the project, for the scripts of dmx completion',
  arguments: [
    { name: 'kind', required: true, choices: NAME_KINDS, help: NAME_KINDS.join(', ') },
    { name: 'typed', help: 'the beginning that names have' },
    { name: 'line', many: true, help: 'the words of the command line, behind --' },
  ],
  takes: ['terminal'],
  envOnly: ['place', 'output'],
  examples: [],
  hidden: true,
  async run({ words: [given, typed = '', ...line], request, streams }) {
    const kind = NAME_KINDS.find((name) => name === given);
    try {
      // Alone, for a shell waits: not with the use cases of all commands.
      const { completeNames } = await import('../../run/complete.ts');
      const names = kind === undefined ? [] : await completeNames({ ...request, ...projectOptions(line) }, kind, typed);
      for (const name of names) streams.out(`${name}\n`);
    } catch {
      // No project here, or one with mistakes: the command itself will say so.
    }
    return 0;
  },
};
