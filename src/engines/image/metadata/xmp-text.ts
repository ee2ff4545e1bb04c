import type { Metadata } from 'sharp';
import { decodeText } from '../../../base/decode-text.ts';

/**
 * The XMP packet of a picture, undefined where it has none. It is UTF-8 by the standard, which is all that sharp gives as
 * a text; packets in UTF-16 say so by their mark, others are read as writers of the West mean them.
 */
export function xmpText({ xmp }: Pick<Metadata, 'xmp'>): string | undefined {
  if (xmp === undefined) return undefined;
  const [first, second] = xmp;
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(xmp);
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(xmp);
  return decodeText(xmp).text;
}
