/** Reads a big-endian unsigned number; undefined where the bytes end. */
export function readNumber(bytes: Buffer, at: number, size: 2 | 4): number | undefined {
  if (at < 0 || at + size > bytes.length) return undefined;
  return bytes.readUIntBE(at, size);
}

/** The data of a tag of an ICC profile (ICC.1:2022, 7.3: a count, then signature, offset and size of each). */
export function findTag(profile: Buffer, signature: string): Buffer | undefined {
  const count = Math.min(readNumber(profile, 128, 4) ?? 0, 200);
  for (let i = 0; i < count; i++) {
    const at = 132 + i * 12;
    if (profile.toString('latin1', at, at + 4) !== signature) continue;
    const offset = readNumber(profile, at + 4, 4) ?? 0;
    const size = readNumber(profile, at + 8, 4) ?? 0;
    return profile.subarray(offset, offset + size);
  }
  return undefined;
}

/** The type of a tag's data, such as `curv`. */
export const tagType = (tag: Buffer): string => tag.toString('latin1', 0, 4);

const FIXED = 65_536;

/** Numbers of 16 bits before and 16 behind the point (s15Fixed16) from `at` on; none where the bytes end before. */
export function fixedNumbers(tag: Buffer, at: number, count: number): readonly number[] {
  if (at + 4 * count > tag.length) return [];
  return Array.from({ length: count }, (_, i) => tag.readInt32BE(at + 4 * i) / FIXED);
}
