import { findTag, readNumber, tagType } from './icc-tags.ts';

/** Text of a `mluc` tag (version 4, UTF-16BE, the first language) or a `desc` tag (version 2, ASCII). */
function tagText(tag: Buffer): string | undefined {
  const type = tagType(tag);
  if (type === 'mluc') {
    const length = readNumber(tag, 20, 4) ?? 0;
    const offset = readNumber(tag, 24, 4) ?? 0;
    const held = tag.subarray(offset, offset + length);
    // Half a letter is left where the tag was cut off.
    return Buffer.from(held.subarray(0, held.length & ~1))
      .swap16()
      .toString('utf16le');
  }
  const length = readNumber(tag, 8, 4) ?? 0;
  return type === 'desc' ? tag.toString('latin1', 12, 12 + length) : undefined;
}

/** The name of a profile that has none to be read. */
export const UNNAMED = 'unnamed';

/** The description in an ICC profile, such as "sRGB IEC61966-2.1"; "unnamed" where it cannot be read. */
export function profileName(profile: Buffer): string {
  const tag = findTag(profile, 'desc');
  const text = tag && tagText(tag);
  // Control characters have no place in a manifest; real names have at most a few dozen letters.
  const name = text
    ?.replace(/\p{Cc}/gu, ' ')
    .trim()
    .slice(0, 120);
  return name === undefined || name === '' ? UNNAMED : name;
}
