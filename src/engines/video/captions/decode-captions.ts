import { decodeText, type TextEncoding } from '../../../base/decode-text.ts';

/** The text of a file of captions, and how it was written where that is not UTF-8. */
export interface DecodedCaptions {
  readonly text: string;
  readonly encoding: TextEncoding | 'utf-16';
}

/** Reads bytes as WebVTT has to be written (UTF-8), as Windows writes it, or as editors of the West once did. */
export function decodeCaptions(bytes: Uint8Array): DecodedCaptions {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return { text: new TextDecoder('utf-16le').decode(bytes), encoding: 'utf-16' };
  if (first === 0xfe && second === 0xff) return { text: new TextDecoder('utf-16be').decode(bytes), encoding: 'utf-16' };
  return decodeText(bytes);
}
