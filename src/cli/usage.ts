import type { ArgumentRow, Command } from './command.ts';
import type { OptionRow } from '../profiles/options/option.ts';

/** `<asset...>`, `[folder]`: as help and docs/options.md show a word. */
export function argumentUsage({ name, required, many }: ArgumentRow): string {
  const inner = `${name}${many === true ? '...' : ''}`;
  return required === true ? `<${inner}>` : `[${inner}]`;
}

/** `dmx ingest [folder...]` */
export function commandUsage(command: Command): string {
  return ['dmx', command.name, ...command.arguments.map(argumentUsage)].join(' ');
}

/** The default of an option that is worth telling: not that of a switch, nor an empty one. */
function defaultText(row: OptionRow<unknown>): string | undefined {
  const { default: usual } = row;
  return (typeof usual === 'string' && usual !== '') || typeof usual === 'number' ? `default ${usual}` : undefined;
}

/**
 * The description of an option: what it does, with the words it takes where those are all there is, its default, and
 * whether it may be repeated.
 */
export function optionHelp(row: OptionRow<unknown>): string {
  const { help, choices, many } = row;
  const usual = defaultText(row);
  const notes = [...(choices.length > 1 ? [choices.join(', ')] : []), ...(usual === undefined ? [] : [usual])];
  return `${help}${notes.length === 0 ? '' : ` (${notes.join('; ')})`}${many ? '; may be repeated' : ''}`;
}
