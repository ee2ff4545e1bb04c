import { SourceError } from '../../../model/errors.ts';
import type { Size } from '../../../model/geometry.ts';

/** The header of a picture of Netpbm. */
export interface NetpbmHeader extends Size {
  /** 1 to 6: PBM, PGM, PPM as text; then as bytes. 7: PAM. `F`: PFM, floats. */
  readonly kind: 1 | 2 | 3 | 4 | 5 | 6 | 7 | 'F';
  /** Samples a pixel, the last of two or four its opacity. */
  readonly channels: 1 | 2 | 3 | 4;
  /** The sample of white; of PBM 1, which is black there; of PFM 1. */
  readonly most: number;
  /** The place of the first sample. */
  readonly start: number;
  /** Floats begin with their least significant byte. */
  readonly littleEndian?: boolean;
}

// Comments may stand between the numbers.
export const HEAD_BYTES = 64 * 1024;

const GAP = String.raw`(?:\s|#[^\n]*\n)+`;
const LAST_GAP = String.raw`(?:\s|#[^\n]*\n)`;

const KINDS: Readonly<Record<string, 1 | 2 | 3 | 4 | 5 | 6>> = { 1: 1, 2: 2, 3: 3, 4: 4, 5: 5, 6: 6 };

function checkMost(most: number): number {
  if (most >= 1 && most <= 65_535) return most;
  throw new RangeError('expected a header of Netpbm');
}

function readOld(text: string, kind: 1 | 2 | 3 | 4 | 5 | 6): NetpbmHeader {
  const numbers = kind === 1 || kind === 4 ? 2 : 3;
  const match = new RegExp(`^P[1-6]${`${GAP}(\\d{1,9})`.repeat(numbers)}${LAST_GAP}`).exec(text);
  const [all = '', width = '', height = '', most = '1'] = match ?? [];
  const channels = kind % 3 === 0 ? 3 : 1;
  const size = { width: Number(width), height: Number(height) };
  return { ...size, kind, channels, most: checkMost(match === null ? 0 : Number(most)), start: all.length };
}

/** Floats: the sign of their scale says in which order their bytes are. */
function readFloats(text: string): NetpbmHeader {
  const match = new RegExp(`^P([Ff])${GAP}(\\d{1,9})${GAP}(\\d{1,9})${GAP}([-+.\\deE]{1,20})\\s`).exec(text);
  const [all = '', color, width = '', height = '', scale = ''] = match ?? [];
  if (match === null || !(Number(scale) !== 0)) throw new RangeError('expected a header of a PFM');
  const about = { kind: 'F', channels: color === 'F' ? 3 : 1, most: 1, littleEndian: Number(scale) < 0 } as const;
  return { ...about, width: Number(width), height: Number(height), start: all.length };
}

const isChannels = (depth: number): depth is NetpbmHeader['channels'] => [1, 2, 3, 4].includes(depth);

/** The fields of a PAM, each in a line, in any order. */
function fieldsOf(text: string): (name: string) => string {
  const lines = [...text.matchAll(/^([A-Z]+)[ \t]+(\S+)/gm)].map(([, name = '', value = '']) => [name, value] as const);
  const fields = new Map(lines);
  return (name) => fields.get(name) ?? '';
}

function readPam(text: string): NetpbmHeader {
  const end = /^ENDHDR[ \t]*\n/m.exec(text);
  if (end === null) throw new RangeError('expected a header of a PAM');
  const field = fieldsOf(text.slice(0, end.index));
  const [depth, kind] = [Number(field('DEPTH')), field('TUPLTYPE')];
  if (!isChannels(depth) || !/^(?:(?:BLACKANDWHITE|GRAYSCALE|RGB)(?:_ALPHA)?)?$/.test(kind)) {
    const message = `expected a PAM in gray or RGB, got one of ${kind || depth}`;
    throw new SourceError('SOURCE_FORMAT_UNSUPPORTED', message, { hint: 'Save it as PNG or TIFF.' });
  }
  return {
    ...{ width: Number(field('WIDTH')), height: Number(field('HEIGHT')), kind: 7, channels: depth },
    ...{ most: checkMost(Number(field('MAXVAL'))), start: end.index + end[0].length },
  };
}

/** Reads a header (netpbm's man pages pbm, pgm, ppm, pam, pfm). Throws SourceError, or RangeError. */
export function readNetpbmHeader(head: Buffer): NetpbmHeader {
  const text = head.subarray(0, HEAD_BYTES).toString('latin1');
  const mark = text[1] ?? '';
  const old = KINDS[mark];
  if (old !== undefined) return readOld(text, old);
  return mark === '7' ? readPam(text) : readFloats(text);
}
