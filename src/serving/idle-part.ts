import type { Command } from './command.ts';

/** A command of a text, or an argument of one, that is read and checked and changes nothing. */
export interface IdlePart {
  /** As messages call it: `network`, `icc (intent)`. */
  readonly name: string;
  readonly command: string;
  /** 1-based, of the command. */
  readonly column: number;
  /** A clause without its full stop. */
  readonly reason: string;
}

/** The part of a command with these values that changes nothing. */
export function idleParts(
  { name, idle, args }: Command,
  values: readonly unknown[],
  column: number,
): readonly IdlePart[] {
  if (idle !== undefined) return [{ name, command: name, column, reason: idle }];
  return args.flatMap((argument, i) =>
    argument.idle === undefined || values[i] === undefined
      ? []
      : [{ name: `${name} (${argument.name})`, command: name, column, reason: argument.idle }],
  );
}

/** The warning about a setting that changes nothing. */
export function idleWarning(name: string, reason: string) {
  return { code: 'SETTING_IDLE', message: `${name} has no effect: ${reason}`, hint: 'Leave it out.' } as const;
}
