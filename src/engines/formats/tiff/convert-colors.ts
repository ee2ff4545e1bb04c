import { numbersOf, TAG, type TiffEntry } from '../../../system/read-tiff.ts';
import { toSrgb } from '../../../model/srgb-curve.ts';
import { COMPRESSION, FORMAT, isLab, PHOTOMETRIC, type TiffLayout, type TiffPage } from './layout.ts';

/** Turns the colours of a row, numbers of 0…1, into those of the TIFF that is written; those given are used up. */
type Convert = (channels: readonly Float64Array[]) => readonly Float64Array[];

const clamp = (value: number): number => (value > 0 ? Math.min(1, value) : 0);

function rationals(entry: TiffEntry | undefined): readonly number[] {
  if (entry === undefined) return [];
  return Array.from({ length: Math.floor(entry.data.length / 8) }, (_, i) => {
    const [over, under] = [entry.data.readUInt32LE(8 * i), entry.data.readUInt32LE(8 * i + 4)];
    return under === 0 ? 0 : over / under;
  });
}

/** ITU-R BT.601, the default for Y′CbCr (TIFF 6.0 §21). */
const LUMA = [0.299, 0.587, 0.114] as const;

/** Y′CbCr at full resolution to R′G′B′. */
async function fromYcbcr({ directory, layout }: TiffPage): Promise<Convert> {
  const { entries } = await directory.fields((tag) => tag === TAG.coefficients || tag === TAG.blackWhite);
  const told = rationals(entries.find(({ tag }) => tag === TAG.coefficients));
  const [red = 0, green = 0, blue = 0] = told.length === 3 && told.every((part) => part > 0) ? told : LUMA;
  const most = 2 ** layout.bits - 1;
  const half = 2 ** (layout.bits - 1) / most;
  const reference = rationals(entries.find(({ tag }) => tag === TAG.blackWhite)).map((value) => value / most);
  const [black = 0, white = 1, ...chroma] =
    reference.length === 6 && (reference[1] ?? 0) > (reference[0] ?? 0) ? reference : [];
  const range = ([low, high]: readonly (number | undefined)[]): number =>
    low !== undefined && high !== undefined && high > low ? (1 - half) / (high - low) : 1;
  const [blueRange, redRange] = [range(chroma.slice(0, 2)), range(chroma.slice(2, 4))];
  return (channels) => {
    const [first, second, third] = channels;
    if (first === undefined || second === undefined || third === undefined) return channels;
    for (let i = 0; i < first.length; i++) {
      const y = ((first[i] ?? 0) - black) / (white - black);
      const cb = ((second[i] ?? 0) - half) * blueRange;
      const cr = ((third[i] ?? 0) - half) * redRange;
      const r = y + cr * (2 - 2 * red);
      const b = y + cb * (2 - 2 * blue);
      first[i] = r;
      second[i] = (y - red * r - blue * b) / green;
      third[i] = b;
    }
    return channels;
  };
}

function each(change: (value: number) => number): Convert {
  return (channels) => {
    for (const channel of channels) for (let i = 0; i < channel.length; i++) channel[i] = change(channel[i] ?? 0);
    return channels;
  };
}

/** Steps of one palette's colour; where none is larger than 255, writers took them for bytes. */
async function fromPalette({ directory, layout }: TiffPage): Promise<Convert> {
  const map = numbersOf(await directory.fields((tag) => tag === TAG.colorMap), TAG.colorMap);
  const [bits = 8] = layout.widths;
  const count = 2 ** bits;
  if (map.length < 3 * count) throw new RangeError(`expected a palette of ${count} colours, got ${map.length} numbers`);
  const most = map.some((value) => value > 255) ? 65_535 : 255;
  return ([indices = new Float64Array()]) =>
    [0, 1, 2].map((color) =>
      indices.map((index) => (map[color * count + Math.round(index * (count - 1))] ?? 0) / most),
    );
}

/** A number of 0…1 that stands for 16 bits with a sign. */
const asSigned16 = (value: number): number => ((Math.round(value) + 65_536) % 65_536) / 65_535;

/**
 * Lab as whole numbers or floats to what libvips reads: 16 bits, a and b with a sign. The ICC's has none, and its lightness of
 * 16 bits ends at 0xFF00.
 */
function fromLab({ photometric, format, bits }: TiffLayout): Convert {
  const most = 2 ** bits - 1;
  const icc = photometric === PHOTOMETRIC.iccLab;
  const float = format === FORMAT.float;
  const light = (value: number): number => (float ? value / 100 : icc && bits > 8 ? (value * 65_535) / 65_280 : value);
  const color = (value: number): number => {
    if (float) return asSigned16(Math.min(127.99, Math.max(-128, value)) * 256);
    const number = value * most;
    const signed = icc ? number - 2 ** (bits - 1) : number >= 2 ** (bits - 1) ? number - 2 ** bits : number;
    return asSigned16(signed * 2 ** (16 - bits));
  };
  return ([l = new Float64Array(), a = new Float64Array(), b = new Float64Array()]) => [
    l.map((value) => light(value)),
    a.map((value) => color(value)),
    b.map((value) => color(value)),
  ];
}

/** Light of a logarithm: 15 bits of its size, one for its sign (libtiff, LogL16). */
function fromLogL(value: number): number {
  const code = Math.round(value * 65_535);
  return code === 0 || code >= 32_768 ? 0 : toSrgb(clamp(2 ** ((code + 0.5) / 256 - 64)));
}

/** Tells whether the decompressor already converts Y′CbCr to RGB, as those of JPEG and WebP do. */
const isDecodedYcbcr = ({ compression, planar }: TiffLayout): boolean =>
  (compression === COMPRESSION.jpeg && !planar) || compression === COMPRESSION.webp;

/** `tagged`: a profile says how bright numbers are. Throws RangeError where colours that the file needs are missing. */
export async function converterOf(page: TiffPage, tagged: boolean): Promise<Convert> {
  const { layout } = page;
  const { photometric, format } = layout;
  if (isLab(layout)) return fromLab(layout);
  if (photometric === PHOTOMETRIC.palette) return fromPalette(page);
  if (photometric === PHOTOMETRIC.ycbcr && !isDecodedYcbcr(layout)) return fromYcbcr(page);
  if (photometric === PHOTOMETRIC.logL) return each((value) => fromLogL(value));
  const turned = photometric === PHOTOMETRIC.whiteIsZero;
  // Floats of light are as it is added up, which files of whole numbers are not; inks are parts of paper.
  if (format === FORMAT.float && !tagged && photometric !== PHOTOMETRIC.cmyk) {
    return each((value) => toSrgb(clamp(turned ? 1 - value : value)));
  }
  return turned ? each((value) => 1 - value) : (channels) => channels;
}
