import { type Argument, argumentGrammar, expectation } from './argument.ts';
import type { Command, LaterCommand, Scope } from './command.ts';
import { ALL_COMMANDS } from './commands/index.ts';
import { PRESET_KEYS } from './keys.ts';

/** One row of the generated table of commands. */
export interface ReferenceRow {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly scope: Scope;
  /** `amount[,radius]`; empty for what is not supported yet. */
  readonly grammar: string;
  /** Each argument and what it takes: `amount: a number 0…5`. */
  readonly arguments: readonly string[];
  readonly default: string;
  readonly summary: string;
  readonly example: string;
  /** Friendly keys of presets that mean this command. */
  readonly keys: readonly string[];
  readonly status: 'supported' | 'profiles only' | 'not yet';
}

const argumentText = (argument: Argument): string => `${argument.name}: ${expectation(argument)}`;

function referenceRow(row: Command | LaterCommand): ReferenceRow {
  const { name, aliases = [], scope, summary } = row;
  const keys = PRESET_KEYS.filter(({ command }) => command === name).map(({ key }) => key);
  const shared = { name, aliases, scope, summary, keys };
  if (row.status === 'later')
    return { ...shared, grammar: '', arguments: [], default: '', example: '', status: 'not yet' };
  return {
    ...shared,
    grammar: argumentGrammar(row.args),
    arguments: row.args.map(argumentText),
    default: row.default,
    example: row.example,
    status: scope === 'profile' ? 'profiles only' : 'supported',
  };
}

/** Every command of the language in the order of the table: what the reference in `profiles/README.md` is made of. */
export function commandReference(): readonly ReferenceRow[] {
  return ALL_COMMANDS.map(referenceRow);
}
