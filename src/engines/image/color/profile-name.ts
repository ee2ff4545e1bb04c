/** Reads a big-endian unsigned number; undefined where the bytes end. */
function number(bytes: Buffer, at: number, size: 2 | 4): number | undefined {
  if (at < 0 || at + size > bytes.length) return undefined;
  return bytes.readUIntBE(at, size);
}

/** The place of the data of a tag (ICC.1:2022, 7.3: a count, then signature, offset and size of each). */
function findTag(profile: Buffer, signature: string): Buffer | undefined {
  const count = Math.min(number(profile, 128, 4) ?? 0, 200);
  for (let i = 0; i < count; i++) {
    const at = 132 + i * 12;
    if (profile.toString('latin1', at, at + 4) !== signature) continue;
    const offset = number(profile, at + 4, 4) ?? 0;
    const size = number(profile, at + 8, 4) ?? 0;
    return profile.subarray(offset, offset + size);
  }
  return undefined;
}

/** Text of a `mluc` tag (version 4, UTF-16BE, the first language) or a `desc` tag (version 2, ASCII). */
function tagText(tag: Buffer): string | undefined {
  const type = tag.toString('latin1', 0, 4);
  if (type === 'mluc') {
    const length = number(tag, 20, 4) ?? 0;
    const offset = number(tag, 24, 4) ?? 0;
    const held = tag.subarray(offset, offset + length);
    // Half a letter is left where the tag was cut off.
    return Buffer.from(held.subarray(0, held.length & ~1))
      .swap16()
      .toString('utf16le');
  }
  const length = number(tag, 8, 4) ?? 0;
  return type === 'desc' ? tag.toString('latin1', 12, 12 + length) : undefined;
}

/** The description inside an ICC profile, such as "sRGB IEC61966-2.1"; "unnamed" where there is none to be read. */
export function profileName(profile: Buffer): string {
  const tag = findTag(profile, 'desc');
  const text = tag && tagText(tag);
  // Control characters have no place in a manifest; real names have at most a few dozen letters.
  const name = text
    ?.replace(/\p{Cc}/gu, ' ')
    .trim()
    .slice(0, 120);
  return name === undefined || name === '' ? 'unnamed' : name;
}
