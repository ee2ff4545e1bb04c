import type { ArgumentRow, Command } from './command.ts';
import type { OptionRow } from './option.ts';

/** `<asset...>`, `[folder]`: as help and README show a word. */
export function argumentUsage({ name, required, many }: ArgumentRow): string {
  const inner = `${name}${many === true ? '...' : ''}`;
  return required === true ? `<${inner}>` : `[${inner}]`;
}

/** `dmx ingest [folder...]` */
export function commandUsage(command: Command): string {
  return ['dmx', command.name, ...command.arguments.map(argumentUsage)].join(' ');
}

/** What an option does, with the words it takes where those are all there is. */
export function optionHelp({ help, choices }: OptionRow<unknown>): string {
  return choices.length > 1 ? `${help} (${choices.join(', ')})` : help;
}
