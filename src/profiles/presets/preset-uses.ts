import type { ImageProfile } from '../image.ts';
import { findPreset, type ProfileLibrary } from '../library.ts';
import { presetPatterns } from './preset-patterns.ts';
import type { VideoProfile } from '../video.ts';

const MENTION = /\$([A-Za-z0-9._-]+)\$/g;

/** The texts that a profile of pictures makes renditions of; `$name$` in them is the use of a preset. */
function textsOf(profile: ImageProfile, library: ProfileLibrary): readonly string[] {
  const crops = profile.smartCrop?.crops ?? [];
  const templates = profile.renditions.flatMap(({ template }) => template ?? []);
  const named = [...[...crops, ...profile.renditions].flatMap(({ preset }) => preset ?? []), ...templates];
  const matched = presetPatterns(profile, library).flatMap(({ fresh }) => fresh.map(({ name }) => name));
  const written = profile.renditions.flatMap(({ modifiers }) => modifiers ?? []);
  return [...[...named, ...matched].map((name) => `$${name}$`), ...written];
}

function stillsOf({ posterPreset, thumbnailPreset }: VideoProfile): readonly string[] {
  return [posterPreset, thumbnailPreset].flatMap((name) => (name === undefined ? [] : [`$${name}$`]));
}

/** The presets that the profiles of these names are made with, and those that these mention; all in lower case. */
export function presetsUsed(library: ProfileLibrary, profiles: readonly string[]): ReadonlySet<string> {
  const used = new Set<string>();
  const waiting = profiles.flatMap((name) => {
    const [image, video] = [library.images.get(name.toLowerCase()), library.videos.get(name.toLowerCase())];
    return [...(image ? textsOf(image.value, library) : []), ...(video ? stillsOf(video.value) : [])];
  });
  for (let text = waiting.pop(); text !== undefined; text = waiting.pop()) {
    for (const [, name = ''] of text.matchAll(MENTION)) {
      const key = name.toLowerCase();
      if (used.has(key)) continue;
      used.add(key);
      waiting.push(findPreset(library, key)?.text ?? '');
    }
  }
  return used;
}
