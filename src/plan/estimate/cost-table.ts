import type { ImageFacts } from '../../model/asset.ts';
import type { EncodingCost } from '../../model/formats/format.ts';
import { masterFormat } from '../../model/formats/master-formats.ts';
import { formatOf } from '../../model/formats/output-formats.ts';
import type { Output } from '../../model/recipe/recipe.ts';
import { isWidened, storedBytes } from '../../model/formats/stored-pixels.ts';

/**
 * The bytes that jobs hold, as `npm run bench -- calibrate` measures it: resident memory beyond an idle
 * worker, libvips 8.18, one thread, 0.5 to 100 megapixels. Peaks of one case differ by up to 6 MiB from worker to worker
 * (what an idle one holds does), so estimates are held to 1.0 to 2.0 times the measured peak or 24 MiB, whichever is more.
 */

export const MIB = 2 ** 20;

/** The bytes of every job whatever its size: buffers of files and pipes, a few tiles, garbage not yet collected. */
export const JOB_BYTES = 18.5 * MIB;

/** The least that is set aside for a job: below this, peaks are noise. */
export const LEAST_BYTES = 24 * MIB;

/**
 * The bytes that looking for the subjects of smart crops adds, networks and their intermediate layers: measured 40 to 68 MiB beyond
 * what is drawn, on masters of 0.2 to 24 megapixels. It happens before anything is drawn, but a worker keeps 62 to 84.
 */
export const DETECTORS_BYTES = 88 * MIB;

/**
 * The bytes that converting colours by LittleCMS adds, whatever the size: its program and stack in memory of its own, two
 * profiles, and the colours that are remembered.
 */
export const LITTLECMS_BYTES = 22 * MIB;

/** Bytes for text rendering, whatever the text: HarfBuzz' memory, and cached outlines. */
export const TEXT_BYTES = 32 * MIB;
/** A font stands in memory as its file and as HarfBuzz has it; one in WOFF once more, at twice its size. */
export const FONT_COPIES = 3;

/**
 * Pixels of finished renditions that wait for the garbage collector: V8 soon takes back those that libvips made, which
 * count most while the next ones are read from the file, but lets those that a mask was applied to pile up. Of pixels of up to four
 * bytes; of larger ones as many pixels.
 */
export const GARBAGE_BYTES = { plain: 28 * MIB, held: 26 * MIB, masked: 40 * MIB } as const;

/**
 * The source of a bent tile of 128 by 128 pixels, at four times its size in sixteen bytes a pixel: most of them take a
 * tenth.
 */
export const TILE_BYTES = 5 * MIB;

/** Rows that libvips keeps of a master that it streams while it halves or scales it; for one it writes as tiles; as it is. */
export const PICTURE_ROWS = 1_050;
export const PYRAMID_ROWS = 1_600;
export const STAGE_ROWS = 1_000;

// EXIF orientations above this stand on their side.
const LAST_UPRIGHT = 4;

/** The bytes of rows of a master, as it is stored. */
export function rowBytes(facts: ImageFacts, rows: number): number {
  const width = facts.orientation > LAST_UPRIGHT ? facts.height : facts.width;
  return width * storedBytes(facts) * rows;
}

// Rows of 16 bits are twice as long, but for the floats between them.
const WIDENED_ROWS = 1.75;

/** Rows that libvips keeps of a master while it scales it, as rows of the master as it is stored. */
export const scalingRows = (facts: ImageFacts, rows: number): number => (isWidened(facts) ? rows * WIDENED_ROWS : rows);

/** Rows of numbers that are multiplied by alpha, as floats between those that are kept, as a share of these. */
const ALPHA_ROWS = 1.25;

/**
 * The bytes that reading a master takes from its first to its last row, of which libvips keeps `rows`; half of them are enough
 * where the decoder itself holds the picture.
 */
export function readingBytes(facts: ImageFacts, fileBytes: number, rows: number): number {
  const decoding = masterFormat(facts.mime)?.decoding;
  // No engine opens it: its job fails before anything is read.
  if (!decoding) return 0;
  const pixelBytes = decoding.pixelBytes(facts);
  const file = decoding.wholeFile ? fileBytes : 0;
  const scaled = (pixelBytes > 0 ? rows / 2 : rows) * (facts.alpha ? ALPHA_ROWS : 1);
  const kept = rowBytes(facts, scaled + (decoding.stripRows ?? 0));
  const rewriting = facts.rewriteBytes ?? 0;
  return facts.width * facts.height * pixelBytes + (decoding.fixedBytes ?? 0) + file + kept + rewriting;
}

// What dmx does not write is refused before it is encoded.
const NOTHING: EncodingCost = { pixelBytes: 0, fixedBytes: 0 };

// Where a quality is searched for by the size of its file, the files of the attempts before.
const FITTING: EncodingCost = { pixelBytes: 1, fixedBytes: 0 };

// Where it is searched for by its look, what the attempts before left behind, their pixels among it; and what is known of a picture of two
// thirds of a megapixel at six scales, and the same of the file that is held against it.
const LOOKING: EncodingCost = { pixelBytes: 10, fixedBytes: 184 * MIB };

function searchCost({ target, maxKilobytes }: Partial<Output>): EncodingCost {
  if (target !== undefined) return LOOKING;
  return maxKilobytes === undefined ? NOTHING : FITTING;
}

/** The bytes that the encoder of an output holds beside the pixels. `alpha`: whether these have an alpha channel. */
export function encoderBytes(output: Partial<Output>, pixels: number, alpha: boolean): number {
  const { encoding, palette = false } = formatOf(output);
  const { pixelBytes, fixedBytes } = encoding?.(output, { alpha, palette }) ?? NOTHING;
  const search = searchCost(output);
  // Deep samples are twice as large on their way.
  const depth = (output.bitDepth ?? 8) > 8 ? 2 : 1;
  return pixels * (depth * pixelBytes + search.pixelBytes) + fixedBytes + search.fixedBytes;
}
