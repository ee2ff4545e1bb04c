import { type Argument, argumentGrammar, expectation } from './argument.ts';
import type { AnyCommand, Scope } from './command.ts';
import { ALL_COMMANDS } from './commands/index.ts';
import { PRESET_KEYS } from './keys.ts';

/** One row of the generated table of commands. */
export interface ReferenceRow {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly scope: Scope;
  /** `amount[,radius]`. */
  readonly grammar: string;
  /** Each argument and what it takes: `amount: a number 0…5`; empty for what is not supported yet, as the next two. */
  readonly arguments: readonly string[];
  readonly default: string;
  readonly summary: string;
  readonly example: string;
  /** Friendly keys of presets that mean this command. */
  readonly keys: readonly string[];
  readonly state: 'done' | 'no effect' | 'profiles only';
  /** Why it has no effect or is not supported yet; else empty. */
  readonly reason: string;
}

const argumentText = (argument: Argument): string => `${argument.name}: ${expectation(argument)}`;

function referenceRow(row: AnyCommand): ReferenceRow {
  const { name, aliases = [], scope, summary } = row;
  const keys = PRESET_KEYS.filter(({ command }) => command === name).map(({ key }) => key);
  const shared = { name, aliases, scope, summary, keys };
  if (row.status !== 'ready') {
    const { grammar, example } = row;
    return { ...shared, grammar, arguments: [], default: row.default, example, state: 'done', reason: '' };
  }
  return {
    ...shared,
    grammar: argumentGrammar(row.args),
    arguments: row.args.map(argumentText),
    default: row.default,
    example: row.example,
    state: scope === 'profile' ? 'profiles only' : row.idle === undefined ? 'done' : 'no effect',
    reason: row.idle ?? '',
  };
}

/** Every command of the language in the order of the table: what the reference in `profiles/README.md` is made of. */
export function commandReference(): readonly ReferenceRow[] {
  return ALL_COMMANDS.map(referenceRow);
}
