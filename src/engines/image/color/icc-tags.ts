/** Reads a big-endian unsigned number; undefined where the bytes end. */
export function readNumber(bytes: Buffer, at: number, size: 2 | 4): number | undefined {
  if (at < 0 || at + size > bytes.length) return undefined;
  return bytes.readUIntBE(at, size);
}

// Real ones have a few dozen.
const MOST_TAGS = 200;

interface TagPlace {
  readonly offset: number;
  readonly size: number;
}

/** The place of a tag as a profile tells it (ICC.1:2022, 7.3: a count, then signature, offset and size of each). */
function placeOf(profile: Buffer, signature: string): TagPlace | undefined {
  const count = Math.min(readNumber(profile, 128, 4) ?? 0, MOST_TAGS);
  for (let i = 0; i < count; i++) {
    const at = 132 + i * 12;
    if (profile.toString('latin1', at, at + 4) !== signature) continue;
    return { offset: readNumber(profile, at + 4, 4) ?? 0, size: readNumber(profile, at + 8, 4) ?? 0 };
  }
  return undefined;
}

/** The data of a tag of an ICC profile, or as much of it as is there; undefined where the profile does not list it. */
export function findTag(profile: Buffer, signature: string): Buffer | undefined {
  const place = placeOf(profile, signature);
  return place && profile.subarray(place.offset, place.offset + place.size);
}

/** Tells whether a tag that a profile lists ends where the profile does, or before; true for one that it does not list. */
export function isWithin(profile: Buffer, signature: string): boolean {
  const { offset, size } = placeOf(profile, signature) ?? { offset: 0, size: 0 };
  return offset + size <= profile.length;
}

/** The type of a tag's data, such as `curv`. */
export const tagType = (tag: Buffer): string => tag.toString('latin1', 0, 4);

const FIXED = 65_536;

/** Numbers of 16 bits before and 16 behind the point (s15Fixed16) from `at` on; none where the bytes end before. */
export function fixedNumbers(tag: Buffer, at: number, count: number): readonly number[] {
  if (at + 4 * count > tag.length) return [];
  return Array.from({ length: count }, (_, i) => tag.readInt32BE(at + 4 * i) / FIXED);
}
