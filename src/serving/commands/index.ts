import type { AnyCommand, Command } from '../command.ts';
import { ENCODING_COMMANDS } from './encoding.ts';
import { IDLE_COMMANDS } from './idle.ts';
import { LAYER_COMMANDS } from './layer.ts';
import { MAP_COMMANDS } from './maps.ts';
import { MASKING_COMMANDS } from './masking.ts';
import { OPERATION_COMMANDS } from './operations.ts';
import { OUTPUT_COMMANDS } from './output.ts';
import { PATH_COMMANDS } from './paths.ts';
import { PLACING_COMMANDS } from './placing.ts';
import { PROFILE_COMMANDS } from './profile.ts';
import { SHARPENING_COMMANDS } from './sharpening.ts';
import { SOURCE_COMMANDS } from './source.ts';
import { STAND_IN_COMMANDS } from './stand-in.ts';
import { STRUCTURE_COMMANDS } from './structure.ts';
import { TEXT_COMMANDS } from './text.ts';
import { VIEW_COMMANDS } from './view.ts';

/**
 * THE TABLE: every command dmx supports, in the order canonical texts print them. That order is part of fingerprints:
 * rows may be added anywhere, never moved.
 */
export const COMMANDS: readonly Command[] = [
  ...VIEW_COMMANDS,
  ...MASKING_COMMANDS,
  ...SOURCE_COMMANDS,
  ...LAYER_COMMANDS,
  ...PLACING_COMMANDS,
  ...OPERATION_COMMANDS,
  ...PATH_COMMANDS,
  ...TEXT_COMMANDS,
  ...OUTPUT_COMMANDS,
  ...ENCODING_COMMANDS,
  ...SHARPENING_COMMANDS,
  ...STAND_IN_COMMANDS,
  ...MAP_COMMANDS,
  ...PROFILE_COMMANDS,
  ...IDLE_COMMANDS,
];

/** Every command of the language, supported or not. */
export const ALL_COMMANDS: readonly AnyCommand[] = [...COMMANDS, ...STRUCTURE_COMMANDS];

const BY_NAME = new Map(
  ALL_COMMANDS.flatMap((row) => [row.name, ...(row.aliases ?? [])].map((name) => [name.toLowerCase(), row] as const)),
);

/** The row that a name means, case ignored. */
export function commandNamed(name: string): AnyCommand | undefined {
  return BY_NAME.get(name.toLowerCase());
}

/** The names people may write in modifiers: what "did you mean" chooses from. */
export const MODIFIER_NAMES: readonly string[] = ALL_COMMANDS.flatMap(({ name, scope }) =>
  scope === 'profile' ? [] : [name],
);
