import { readFile } from 'node:fs/promises';
import { nearest } from '../../../base/text.ts';
import { NAMED_PROFILES } from '../../../model/colors/profile-names.ts';
import type { NamedFile } from '../../../model/colors/found-profile.ts';
import { RenditionError } from '../../../model/errors.ts';
import type { PixelType } from '../../../model/recipe/recipe.ts';
import { faultOfProfile, type ProfileFault } from './profile-fault.ts';

/** Reads a profile of these pixels by its name. Throws RenditionError (COLOR_PROFILE_UNUSABLE). */
export type LoadProfile = (name: string, type: PixelType) => Promise<Buffer>;

/** A profile that cannot be used fails the renditions that name it, and says nothing about the master. */
export function unusableProfile(name: string, expected: string, got: string, cause?: unknown): RenditionError {
  const near = nearest(
    name,
    NAMED_PROFILES.map((row) => row.name),
  );
  const advice =
    'Put its file into a folder of `iccProfiles` in dmx.yaml, or name another profile: see docs/colour.md.';
  return new RenditionError('COLOR_PROFILE_UNUSABLE', `expected ${expected} for ${name}, got ${got}`, {
    hint: near === undefined || near === name ? advice : `Did you mean ${near}? ${advice}`,
    cause,
  });
}

const SPACES = { rgb: 'srgb', gray: 'gray', cmyk: 'cmyk' } as const;

const GOT: Readonly<Record<ProfileFault, string>> = {
  damaged: 'a damaged one',
  others: 'one of others',
  version: 'one of a version later than 4',
  class: 'one that is of no device',
};

/** Reads profiles among those that were found for a job. */
export function profileLoader(found: readonly NamedFile[] = []): LoadProfile {
  return async (name, type) => {
    const named = found.find((one) => one.name === name);
    if (named === undefined || 'got' in named) throw unusableProfile(name, 'a colour profile', named?.got ?? 'none');
    const profile = await readFile(named.file).catch((error: unknown) => {
      throw unusableProfile(name, 'a colour profile', 'a file that cannot be read', error);
    });
    const fault = faultOfProfile(profile, SPACES[type]);
    if (fault !== undefined) throw unusableProfile(name, `a colour profile of ${type} pixels`, GOT[fault]);
    return profile;
  };
}
