/** The encoding that a text was written in. */
export type TextEncoding = 'utf-8' | 'windows-1252';

/**
 * The letters of Windows in place of the control characters of Latin-1, 0x80 to 0x9f (WHATWG Encoding, index
 * windows-1252).
 */
const WINDOWS = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

/** Reads bytes as Windows-1252, as what is labelled Latin-1 is too. Node 20 takes both for Latin-1. */
export function decodeWindows1252(bytes: Uint8Array): string {
  const text = new TextDecoder('windows-1252').decode(bytes);
  return text.replaceAll(/[\u0080-\u009f]/g, (letter) => WINDOWS[letter.charCodeAt(0) - 0x80] ?? letter);
}

/** Byte-order marks of UTF-16, with the names of what they stand for. */
const UTF_16 = [
  { mark: [0xff, 0xfe], label: 'utf-16le' },
  { mark: [0xfe, 0xff], label: 'utf-16be' },
] as const;

/** Decodes UTF-8, or UTF-16 with a byte-order mark; undefined where the bytes are neither. */
export function decodeUnicode(bytes: Uint8Array): string | undefined {
  const label = UTF_16.find(({ mark: [first, second] }) => bytes[0] === first && bytes[1] === second)?.label;
  try {
    return new TextDecoder(label ?? 'utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** Decodes bytes of unknown encoding: UTF-8 where they are valid UTF-8, else Windows-1252. */
export function decodeText(bytes: Uint8Array): { readonly text: string; readonly encoding: TextEncoding } {
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), encoding: 'utf-8' };
  } catch {
    return { text: decodeWindows1252(bytes), encoding: 'windows-1252' };
  }
}
