import type { ImageFacts } from '../../model/asset.ts';
import { outputFormat, type OutputFormat } from '../../model/formats.ts';
import type { Output } from '../../model/recipe.ts';

/**
 * What decoders and encoders hold, in bytes, as `npm run bench -- calibrate` measures it: resident memory beyond an idle
 * worker, libvips 8.18, one thread, 0.5 to 100 megapixels. Peaks of one case differ by up to 6 MiB from worker to worker
 * (what an idle one holds does), so estimates are held to 1.0 to 2.0 times the measured peak or 24 MiB, whichever is more.
 */

export const MIB = 2 ** 20;

/** What every job needs whatever its size: buffers of files and pipes, a few tiles, garbage not yet collected. */
export const JOB_BYTES = 18.5 * MIB;

/** The least that is set aside for a job: below this, peaks are noise. */
export const LEAST_BYTES = 24 * MIB;

/**
 * What looking for the subjects of smart crops adds, networks and their intermediate layers: measured 40 to 57 MiB beyond
 * what is drawn, on masters of 0.2 to 24 megapixels. It happens before anything is drawn, but a worker keeps 62 to 73.
 */
export const DETECTORS_BYTES = 76 * MIB;

/** What CMYK adds: tables of the built-in and of embedded ink profiles. */
const CMYK_BYTES = 4 * MIB;

/**
 * Pixels of finished renditions that wait for the garbage collector: V8 soon takes back those that libvips made, which
 * count most while the next ones are read from the file, but lets those that a mask was applied to pile up.
 */
export const GARBAGE_BYTES = { plain: 28 * MIB, held: 12 * MIB, masked: 40 * MIB } as const;

/** The source of a bent tile of 128 by 128 pixels, at four times its size in sixteen bytes a pixel: most of them take a tenth. */
export const TILE_BYTES = 5 * MIB;

/** Rows that libvips keeps of a master that it streams while it halves or scales it; for one it writes as tiles. */
export const PICTURE_ROWS = 1_050;
export const PYRAMID_ROWS = 1_600;

/** Bytes of a decoded pixel as the file has it. */
export function storedBytes({ colorSpace, alpha, depth }: ImageFacts): number {
  // libvips reads Lab as floats whatever its depth.
  const sample = colorSpace === 'lab' || depth === 32 ? 4.6 : Math.max(1, depth / 8);
  const colors = colorSpace === 'gray' ? 1 : colorSpace === 'cmyk' ? 4 : 3;
  return (colors + (alpha ? 1 : 0)) * sample;
}

/** What the decoder of a kind of file holds for each pixel of the picture, for as long as it is read. */
type Decoder = (facts: ImageFacts) => number;

// Samples a pixel of a JPEG whose two colours are stored at less than full resolution.
const SUBSAMPLED: Readonly<Record<string, number>> = { '4:2:0': 1.5, '4:1:1': 1.5, '4:2:2': 2, '4:4:0': 2 };

// Progressive JPEG: coefficients of two bytes for every sample of every component, and rows of colours brought to size.
const jpeg: Decoder = (facts) => {
  if (!facts.progressive) return 0;
  const samples = SUBSAMPLED[facts.chroma ?? ''];
  return samples === undefined ? 2.01 * storedBytes(facts) : 2.1 * samples;
};
// Interlaced PNG: the whole picture.
const png: Decoder = (facts) => (facts.progressive ? storedBytes(facts) : 0);
const streamed: Decoder = () => 0;

const DECODERS: Readonly<Record<string, Decoder>> = {
  'image/jpeg': jpeg,
  'image/png': png,
  'image/apng': png,
  'image/tiff': streamed,
  'image/vnd.adobe.photoshop': streamed,
  // Planes and RGBA of the whole picture.
  'image/webp': () => 8.8,
  'image/gif': () => 4.5,
  // Planes of 16 bits, a copy of them and RGB; the file may have 10 or 12 bits.
  'image/avif': ({ depth }) => (depth > 8 ? 26 : 19),
  'image/svg+xml': () => 6,
};

// A format that is new to this table: as WebP, whose decoder too holds all of a picture.
const UNKNOWN_DECODER: Decoder = () => 8.8;

// Decoders that map or read the whole file into memory: the pages of a map count as resident.
const WHOLE_FILE: ReadonlySet<string> = new Set([
  'image/jpeg',
  'image/webp',
  'image/gif',
  'image/avif',
  'image/svg+xml',
]);

// EXIF orientations above this stand on their side.
const LAST_UPRIGHT = 4;

function rowBytes(facts: ImageFacts, rows: number): number {
  const width = facts.orientation > LAST_UPRIGHT ? facts.height : facts.width;
  return width * storedBytes(facts) * rows;
}

/**
 * What reading a master takes from its first to its last row, of which libvips keeps `rows`; half of them are enough
 * where the decoder itself holds the picture.
 */
export function readingBytes(facts: ImageFacts, fileBytes: number, rows: number): number {
  const pixelBytes = (DECODERS[facts.mime] ?? UNKNOWN_DECODER)(facts);
  const file = WHOLE_FILE.has(facts.mime) ? fileBytes : 0;
  const kept = rowBytes(facts, pixelBytes > 0 ? rows / 2 : rows);
  return facts.width * facts.height * pixelBytes + file + kept + (facts.colorSpace === 'cmyk' ? CMYK_BYTES : 0);
}

/** What an encoder holds beside the pixels it is given, the finished file among it. */
interface Encoder {
  /** For each pixel of the rendition. */
  readonly pixelBytes: number;
  /** Whatever its size. */
  readonly fixedBytes: number;
}

const encoder = (pixelBytes: number, fixedMebibytes = 0): Encoder => ({ pixelBytes, fixedBytes: fixedMebibytes * MIB });

// All coefficients twice, once for the optimised Huffman tables; half the resolution of colours halves them.
const jpegEncoder = ({ fullChroma, pixelType }: Partial<Output>): Encoder => {
  if (pixelType === 'gray') return encoder(4.4);
  if (pixelType === 'cmyk') return encoder(19);
  return encoder(fullChroma === true ? 13.5 : 7);
};

// Finished files of noise are larger than its pixels; deflate and lzw of photographs take a third.
const tiffEncoder = ({ compression, pixelType, embedPaths }: Partial<Output>): Encoder => {
  if (compression === 'jpeg') return encoder(1);
  // With paths the finished file is put together anew.
  const copy = embedPaths === true ? (pixelType === 'cmyk' ? 4 : 3) : 0;
  return encoder((pixelType === 'cmyk' ? 5.5 : 3) + copy);
};

// The samples, and what goes around them.
const pdfEncoder = ({ pixelType }: Partial<Output>): Encoder => encoder(pixelType === 'cmyk' ? 18 : 9);

type EncoderName = NonNullable<OutputFormat['encoder']> | 'palette';

const ENCODERS: Readonly<Record<EncoderName, (output: Partial<Output>, alpha: boolean) => Encoder>> = {
  jpeg: jpegEncoder,
  png: (_output, alpha) => encoder(alpha ? 2 : 1.2),
  tiff: tiffEncoder,
  // The palette's histogram, the picture as RGBA and as indices; GIF holds the frame before as well.
  palette: () => encoder(5, 24),
  gif: () => encoder(10, 24),
  webp: ({ compression }, alpha) => encoder(compression === 'lossless' ? 46 : alpha ? 13 : 7),
  // Planes of 16 bits, their reference frames and the tables of the rate control.
  avif: ({ compression }, alpha) => encoder(compression === 'lossless' ? 44 : alpha ? 48 : 39, 14),
  pdf: pdfEncoder,
  eps: () => encoder(7),
};

// Where a quality is searched for, what the attempts before left behind.
const SEARCH = encoder(10, 24);

/** What the encoder of an output holds beside the pixels. `alpha`: whether these have an alpha channel. */
export function encoderBytes(output: Partial<Output>, pixels: number, alpha: boolean): number {
  const format = outputFormat(output.format ?? 'jpeg');
  const indexed = format?.palette === true && format.encoder === 'png';
  const { pixelBytes, fixedBytes } = ENCODERS[indexed ? 'palette' : (format?.encoder ?? 'jpeg')](output, alpha);
  const search = output.maxKilobytes === undefined ? 0 : pixels * SEARCH.pixelBytes + SEARCH.fixedBytes;
  return pixels * pixelBytes + fixedBytes + search;
}
