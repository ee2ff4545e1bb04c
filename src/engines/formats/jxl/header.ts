import type { HdrTransfer } from '../../../model/asset.ts';
import type { Size } from '../../../model/geometry.ts';
import { Bits } from './bits.ts';

/** The header of a codestream of JPEG XL (ISO/IEC 18181-1, annex D). */
export interface JxlHeader extends Size {
  /** Orientation as in EXIF, 1…8. `width` and `height` are those of the coded picture, before it is applied. */
  readonly orientation: number;
  /** Bits a sample; of floats as well. */
  readonly bits: number;
  readonly alpha: boolean;
  readonly gray: boolean;
  /** It has a channel of black ink: its colours are inks. */
  readonly black: boolean;
  readonly animated: boolean;
  /** A small picture stands in front of the picture. */
  readonly preview: boolean;
  /** Its colours are in XYB, as those of nearly all pictures with losses are; of others they are as they were. */
  readonly xyb: boolean;
  readonly profile: boolean;
  /** The primaries that its numbers tell, by ITU-T H.273, where the library has them wrong. */
  readonly primaries?: number;
  /** The HDR transfer function, where the enumerated colour encoding has one. */
  readonly hdr?: HdrTransfer;
  /** Its colours are brighter than screens of today, without a curve of HDR. */
  readonly bright: boolean;
  /** The enumerated colour encoding is neither sRGB nor HDR: the decoder makes an ICC profile of it. */
  readonly coded: boolean;
}

const SIDE = [
  [1, 9],
  [1, 13],
  [1, 18],
  [1, 30],
] as const;
const RATIOS = [
  [1, 1],
  [12, 10],
  [4, 3],
  [3, 2],
  [16, 9],
  [5, 4],
  [2, 1],
] as const;

function readSide(bits: Bits, small: boolean): number {
  return small ? (bits.number(5) + 1) * 8 : bits.choice(...SIDE);
}

function readSize(bits: Bits): Size {
  const small = bits.flag();
  const height = readSide(bits, small);
  const ratio = RATIOS[bits.number(3) - 1];
  return { height, width: ratio ? Math.floor((height * ratio[0]) / ratio[1]) : readSide(bits, small) };
}

function skipPreview(bits: Bits): void {
  const eighths = bits.flag();
  const side = (): number =>
    eighths ? bits.choice([16, 0], [32, 0], [1, 5], [33, 9]) : bits.choice([1, 6], [65, 8], [321, 10], [1345, 12]);
  side();
  if (bits.number(3) === 0) side();
}

function skipAnimation(bits: Bits): void {
  bits.choice([100, 0], [1000, 0], [1, 10], [1, 30]);
  bits.choice([1, 0], [1001, 0], [1, 8], [1, 10]);
  bits.choice([0, 0], [0, 3], [0, 16], [0, 32]);
  bits.flag();
}

function readDepth(bits: Bits): number {
  if (!bits.flag()) return bits.choice([8, 0], [10, 0], [12, 0], [1, 6]);
  const depth = bits.choice([32, 0], [16, 0], [24, 0], [1, 6]);
  bits.number(4);
  return depth;
}

const [ALPHA, SPOT, BLACK, FILTER_ARRAY] = [0, 2, 4, 5];

/** Reads the header of one extra channel and returns its type. */
function readExtraChannel(bits: Bits): number {
  if (bits.flag()) return ALPHA;
  const type = bits.value();
  readDepth(bits);
  bits.choice([0, 0], [3, 0], [4, 0], [1, 3]);
  const name = bits.choice([0, 0], [0, 4], [16, 5], [48, 10]);
  for (let i = 0; i < name; i++) bits.number(8);
  if (type === ALPHA) bits.flag();
  else if (type === SPOT) for (let i = 0; i < 4; i++) bits.number(16);
  else if (type === FILTER_ARRAY) bits.choice([1, 0], [0, 2], [3, 4], [19, 8]);
  return type;
}

/** The fields that are there where the picture is not of the plainest kind. */
function readExtraFields(bits: Bits): Pick<JxlHeader, 'orientation' | 'animated' | 'preview'> {
  const orientation = 1 + bits.number(3);
  if (bits.flag()) readSize(bits);
  const preview = bits.flag();
  if (preview) skipPreview(bits);
  const animated = bits.flag();
  if (animated) skipAnimation(bits);
  return { orientation, animated, preview };
}

// The intensity target where the header has none, in candela per square metre (nits).
const SCREEN = 255;
const FLOAT16 = { bits: 10, bias: 15 } as const;

/** Reads a float of 16 bits, which is none of the least. */
function readFloat(bits: Bits): number {
  const fraction = 1 + bits.number(FLOAT16.bits) / 2 ** FLOAT16.bits;
  return fraction * 2 ** (bits.number(5) - FLOAT16.bias);
}

/** Reads how bright the picture is. */
const readBrightness = (bits: Bits): number => (bits.flag() ? SCREEN : readFloat(bits));

// Enumerations of ISO/IEC 18181-1, annex E: gray; a point of its own; the curves of HDR.
const GRAY = 1;
const CUSTOM = 2;
const D65 = 1;
const SRGB_PRIMARIES = 1;
const SRGB_CURVE = 13;
const P3 = 11;
// ITU-T H.273: P3 in the white of screens. jxl-oxide 0.12 calls that of cinemas (11) whatever the white is.
const DISPLAY_P3 = 12;
const HDR_CURVES: Readonly<Record<number, HdrTransfer>> = { 16: 'pq', 18: 'hlg' };

function skipPoints(bits: Bits, count: number): void {
  for (let i = 0; i < 2 * count; i++) bits.choice([0, 19], [524_288, 19], [1_048_576, 20], [2_097_152, 21]);
}

/** Reads an enumerated colour encoding. */
function readColors(bits: Bits, gray: boolean): Pick<JxlHeader, 'hdr' | 'coded' | 'primaries'> {
  const colors = readCurve(bits, gray);
  // The intent.
  bits.value();
  return colors;
}

function readCurve(bits: Bits, gray: boolean): Pick<JxlHeader, 'hdr' | 'coded' | 'primaries'> {
  const white = bits.value();
  if (white === CUSTOM) skipPoints(bits, 1);
  const primaries = gray ? SRGB_PRIMARIES : bits.value();
  if (primaries === CUSTOM) skipPoints(bits, 3);
  const isPower = bits.flag();
  if (isPower) bits.number(24);
  const curve = isPower ? undefined : bits.value();
  const hdr = curve === undefined ? undefined : HDR_CURVES[curve];
  const display = white === D65 && primaries === P3 && { primaries: DISPLAY_P3 };
  if (hdr !== undefined) return { hdr, coded: false, ...display };
  return { ...display, coded: white !== D65 || primaries !== SRGB_PRIMARIES || curve !== SRGB_CURVE };
}

/** Reads a header from the start of a codestream. Throws RangeError where it ends before. */
export function readJxlHeader(codestream: Uint8Array): JxlHeader {
  const bits = new Bits(codestream);
  if (bits.number(16) !== 0x0a_ff) throw new RangeError('expected a codestream of JPEG XL, got another thing');
  const size = readSize(bits);
  const plain = { orientation: 1, bits: 8, alpha: false, gray: false, black: false, animated: false, preview: false };
  if (bits.flag()) return { ...size, ...plain, xyb: true, profile: false, coded: false, bright: false };
  const isPlain = !bits.flag();
  const fields = isPlain ? { orientation: 1, animated: false, preview: false } : readExtraFields(bits);
  const depth = readDepth(bits);
  bits.flag();
  const count = bits.choice([0, 0], [1, 0], [2, 4], [1, 12]);
  const extra = Array.from({ length: count }, () => readExtraChannel(bits));
  const isLight = bits.flag();
  const defaults = bits.flag();
  const profile = !defaults && bits.flag();
  const gray = !defaults && bits.value() === GRAY;
  const colors = defaults || profile ? { coded: false } : readColors(bits, gray);
  const channels = { alpha: extra.includes(ALPHA), black: extra.includes(BLACK) };
  // Of light alone the colours are brought to what a screen shows; samples that are stored as they are stay what they are.
  const bright = isLight && !isPlain && readBrightness(bits) > SCREEN;
  return { ...size, ...fields, bits: depth, ...channels, gray, xyb: isLight, profile, bright, ...colors };
}
