import { decodeWindows1252 } from '../../../base/decode-text.ts';
import { encodingsOf, type LanguageEncodings } from './encodings.ts';

/** The text of a file of captions, and how it was written: a name of the WHATWG Encoding Standard, or `utf-32le` and `utf-32be`. */
export interface DecodedCaptions {
  readonly text: string;
  readonly encoding: string;
}

function decode(bytes: Uint8Array, encoding: string): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** UTF-32 by its mark, which begins as the one of UTF-16 does; undefined where it is none. */
function decodeUtf32(bytes: Buffer): DecodedCaptions | undefined {
  const isLittle = bytes.length % 4 === 0 && bytes.readUInt32LE(0) === 0xfe_ff;
  if (!isLittle && !(bytes.length % 4 === 0 && bytes.readUInt32BE(0) === 0xfe_ff)) return undefined;
  const points = Array.from({ length: bytes.length / 4 - 1 }, (_, i) =>
    isLittle ? bytes.readUInt32LE(4 * i + 4) : bytes.readUInt32BE(4 * i + 4),
  );
  const text = points.map((point) => (point <= 0x10_ff_ff ? String.fromCodePoint(point) : '\ufffd')).join('');
  return { text, encoding: isLittle ? 'utf-32le' : 'utf-32be' };
}

const BYTE_ORDER_MARKS = { 'utf-16le': [0xff, 0xfe], 'utf-16be': [0xfe, 0xff] } as const;

/** The arrow of a cue's times, which no file of captions is without, as UTF-16 has it. */
const ARROWS = { 'utf-16le': Buffer.from('-->', 'utf16le'), 'utf-16be': Buffer.from('\0-\0-\0>') } as const;

/** Tells whether an arrow begins at a whole code unit. */
function hasArrow(bytes: Buffer, arrow: Buffer): boolean {
  for (let at = bytes.indexOf(arrow); at >= 0; at = bytes.indexOf(arrow, at + 1)) if (at % 2 === 0) return true;
  return false;
}

/**
 * Which UTF-16 bytes are in: by their mark, or where they have none, as programs of Windows leave it out, by an arrow.
 */
function utf16Of(bytes: Buffer): 'utf-16le' | 'utf-16be' | undefined {
  const orders = ['utf-16le', 'utf-16be'] as const;
  const marked = orders.find((order) => BYTE_ORDER_MARKS[order].every((byte, i) => bytes[i] === byte));
  return marked ?? orders.find((order) => hasArrow(bytes, ARROWS[order]));
}

// Signs that stand in captions of every language.
const SIGNS = new Set('\u00a0«»‹›“”„‘’‚–—…•·№°´¿¡♪♫©®™€£§×');

/** The likeness of a text to one in a language: its characters beyond ASCII, the frequent ones above all. */
function likeness(text: string, { isLetter, frequent }: LanguageEncodings): number {
  let [score, before] = [0, ''];
  for (const character of text) {
    if (character > '\u007f' && !SIGNS.has(character)) {
      const lower = character.toLowerCase();
      score += isLetter(character) ? (frequent.includes(lower) ? 2 : 1) : -2;
      // Readings that mix up letters mix up their cases too.
      if (character !== lower && before !== before.toUpperCase()) score -= 2;
    }
    before = character;
  }
  return score;
}

/** The reading of bytes that looks most like the language; of two alike the one in the more usual encoding. */
function readAs(bytes: Uint8Array, known: LanguageEncodings): DecodedCaptions | undefined {
  const readings = known.encodings.flatMap((encoding) => {
    const text = encoding === 'windows-1252' ? decodeWindows1252(bytes) : decode(bytes, encoding);
    // Windows-1258 stores the accents of Vietnamese apart.
    const whole = text?.normalize('NFC');
    return whole === undefined ? [] : [{ text: whole, encoding, likeness: likeness(whole, known) }];
  });
  const most = Math.max(...readings.map((reading) => reading.likeness));
  const best = readings.find((reading) => reading.likeness === most);
  return best && { text: best.text, encoding: best.encoding };
}

// What switches ISO-2022-JP, which is ASCII otherwise, to Japanese.
const SHIFT = Buffer.from('\u001b$');

/**
 * Reads the bytes of captions in a language (BCP 47): as UTF-8, as WebVTT has to be written; as UTF-32 with a mark; as UTF-16, marked or not;
 * else in the encoding of the language, Windows-1252 where that is not known.
 */
export function decodeCaptions(bytes: Uint8Array, language: string): DecodedCaptions {
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const wider = all.length >= 4 ? decodeUtf32(all) : undefined;
  if (wider !== undefined) return wider;
  const wide = utf16Of(all);
  if (wide !== undefined) return { text: new TextDecoder(wide).decode(bytes), encoding: wide };
  if (all.includes(SHIFT)) {
    const text = decode(bytes, 'iso-2022-jp');
    if (text !== undefined) return { text, encoding: 'iso-2022-jp' };
  }
  const utf8 = decode(bytes, 'utf-8');
  if (utf8 !== undefined) return { text: utf8, encoding: 'utf-8' };
  const known = encodingsOf(language);
  const read = known && readAs(bytes, known);
  return read ?? { text: decodeWindows1252(bytes), encoding: 'windows-1252' };
}
