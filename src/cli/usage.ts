import type { ArgumentRow, Command } from './command.ts';

/** `<asset...>`, `[folder]`: as help and README show a word. */
export function argumentUsage({ name, required, many }: ArgumentRow): string {
  const inner = `${name}${many === true ? '...' : ''}`;
  return required === true ? `<${inner}>` : `[${inner}]`;
}

/** `dmx ingest [folder...]` */
export function commandUsage(command: Command): string {
  return ['dmx', command.name, ...command.arguments.map(argumentUsage)].join(' ');
}
