import type { Command } from './command.ts';

/** A command of a text that is read and checked and changes nothing. */
export interface IdlePart {
  readonly name: string;
  readonly command: string;
  /** 1-based, of the command. */
  readonly column: number;
  /** A clause without its full stop. */
  readonly reason: string;
}

/** The command as a part that changes nothing; none where it does something. */
export function idleParts({ name, idle }: Command, column: number): readonly IdlePart[] {
  return idle === undefined ? [] : [{ name, command: name, column, reason: idle }];
}

/** The warning about a setting that changes nothing. */
export function idleWarning(name: string, reason: string) {
  return { code: 'SETTING_IDLE', message: `${name} has no effect: ${reason}`, hint: 'Leave it out.' } as const;
}
