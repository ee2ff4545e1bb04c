import type { ImageProfile } from '../image.ts';
import { presetsMatching, type Preset, type ProfileLibrary } from '../library.ts';

/** One pattern of a `presets:` row, and the presets that match it. */
export interface PresetPattern {
  /** Index in the profile's renditions, and in that row's patterns. */
  readonly row: number;
  readonly at: number;
  readonly pattern: string;
  /** Every preset that matches, sorted ignoring case. */
  readonly all: readonly Preset[];
  /** Presets that this pattern adds: those that no row names and no earlier pattern matched. */
  readonly fresh: readonly Preset[];
}

/** Looks up the patterns of a profile, in order. */
export function presetPatterns({ renditions }: ImageProfile, library: ProfileLibrary): readonly PresetPattern[] {
  const listed = new Set(
    renditions.flatMap(({ name, preset }) => (name === undefined && preset ? [preset.toLowerCase()] : [])),
  );
  return renditions.flatMap(({ presets = [] }, row) =>
    presets.map((pattern, at) => {
      const all = presetsMatching(library, pattern);
      const fresh = all.filter(({ name }) => !listed.has(name.toLowerCase()));
      for (const { name } of fresh) listed.add(name.toLowerCase());
      return { row, at, pattern, all, fresh };
    }),
  );
}
