import type { AnyPicture } from '../../picture.ts';

/**
 * Tells whether a picture has 8 bits and is not opaque everywhere. libvips, and what does as it does, cuts colours off to whole bytes
 * when they are multiplied by alpha and divided by it: a halving takes a level of brightness away from what can be seen through,
 * many of them ten and more. Such pixels are taken from the same picture scaled in 16 bits.
 */
export function hasClearParts({ data, channels }: AnyPicture): boolean {
  if (channels === 3 || data.BYTES_PER_ELEMENT !== 1) return false;
  for (let at = 3; at < data.length; at += 4) if (data[at] !== 255) return true;
  return false;
}

/** The pixels of a picture, of which those that are not opaque are `fine` ones. In place. */
export function takeClearParts<P extends AnyPicture>(picture: P, fine: AnyPicture): P {
  const { data } = picture;
  for (let at = 0; at < data.length; at += 4) {
    if (data[at + 3] !== 255) for (let sample = at; sample < at + 4; sample++) data[sample] = fine.data[sample] ?? 0;
  }
  return picture;
}
