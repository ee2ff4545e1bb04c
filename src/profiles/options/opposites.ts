import { UsageError } from '../../model/errors.ts';
import { OPTIONS, type Decided, type OptionName, type RunOptions, type SelectionOptions } from './options.ts';

/** Switches of a run that dmx.yaml can have and that leave away what others ask for. */
type Sparing = 'newOnly' | 'acceptEngine';

/** Two switches of which the second leaves away what the first asks for. */
const OPPOSITES: readonly (readonly [asks: 'force' | 'acceptEngine', spares: Sparing])[] = [
  ['force', 'newOnly'],
  ['force', 'acceptEngine'],
  ['acceptEngine', 'newOnly'],
];

/** Options that select known assets, and those that leave just these alone. */
const SPARED: readonly (readonly [asks: keyof SelectionOptions, spares: Sparing])[] = [
  ...(['failed', 'missing', 'stale', 'renditions', 'profiles', 'since'] as const).map(
    (asks) => [asks, 'newOnly'] as const,
  ),
  ['stale', 'acceptEngine'],
];

const flagOf = (name: OptionName): string => `--${OPTIONS[name].flag}`;

function conflict(asks: OptionName, spares: Sparing): UsageError {
  const [one, other] = [flagOf(asks), flagOf(spares)];
  return new UsageError('OPTION_CONFLICT', `expected ${one} or ${other}, got both`, {
    hint: `${other} leaves away what ${one} asks for: say one of them.`,
  });
}

/** Switches of dmx.yaml that spare known assets, and that do not hold for who asks for work on just these. */
function spared(said: RunOptions, select: SelectionOptions | undefined): readonly Sparing[] {
  if (said.force === true) return ['newOnly', 'acceptEngine'];
  return select === undefined ? [] : ['newOnly'];
}

/**
 * The options of a run without those that take back what was said: a switch of dmx.yaml yields, and two that were said throw
 * UsageError OPTION_CONFLICT. One of them would be passed over without a word.
 */
export function settleOpposites(decided: Decided, said: RunOptions, select: SelectionOptions | undefined): Decided {
  for (const [asks, spares] of OPPOSITES)
    if (said[asks] === true && said[spares] === true) throw conflict(asks, spares);
  for (const [asks, spares] of SPARED)
    if (select?.[asks] !== undefined && said[spares] === true) throw conflict(asks, spares);
  const yielding = spared(said, select).filter((name) => said[name] === undefined);
  return { ...decided, ...Object.fromEntries(yielding.map((name) => [name, false])) };
}
