import { readFile } from 'node:fs/promises';
import type { LittleCms } from 'lcms-wasm';
import type { RenderIntent } from '../../../model/recipe/recipe.ts';
import { bundledFile } from '../../../system/package-files.ts';

/** Samples of 8 bits, or of 16 in the byte order of this machine. */
export type Samples = Uint8Array | Uint16Array;

/** A kind of pixels as LittleCMS is handed them: colours first, one more sample with alpha. */
export interface PixelLayout {
  readonly space: 'gray' | 'rgb' | 'cmyk';
  readonly depth: 8 | 16;
}

/** From the colours of one profile into those of another. */
export interface ConversionOrder {
  readonly from: PixelLayout;
  readonly to: PixelLayout;
  /** The bytes of the profiles; absent = sRGB. */
  readonly source?: Uint8Array | undefined;
  readonly target?: Uint8Array | undefined;
  readonly intent: RenderIntent;
  readonly blackPoint: boolean;
}

/** Converts pixels that follow each other, without alpha; `into` is filled. */
export type ConvertColors = (from: Samples, into: Samples, pixels: number) => void;

/** Colours of a pixel. */
export const COLORS = { gray: 1, rgb: 3, cmyk: 4 } as const satisfies Record<PixelLayout['space'], number>;

// lcms2.h: PT_GRAY, PT_RGB, PT_CMYK; the intents; the flags.
const SPACES = { gray: 3, rgb: 4, cmyk: 6 } as const;
const INTENTS = { perceptual: 0, relative: 1, saturation: 2, absolute: 3 } as const satisfies Record<
  RenderIntent,
  number
>;
const BLACK_POINT = 0x2000;
/**
 * Each colour goes through the profiles themselves. What LittleCMS prepares by default are tables of its own, of 17 to 49
 * steps a side, which differ from them by up to ten levels of 255 (measured on a CMYK photograph; by half of one without).
 */
const EXACT = 0x100;

/** Pixels that are handed over at a time. */
const MOST_PIXELS = 2 ** 16;

const load = async (): Promise<LittleCms> => {
  const wasmBinary = await readFile(bundledFile('lcms-wasm', 'dist/lcms.wasm'));
  const { instantiate } = await import('lcms-wasm');
  return instantiate({ wasmBinary, print: () => {}, printErr: () => {} });
};

let started: Promise<LittleCms> | undefined;

/** Starts the library, once a process. */
const start = (): Promise<LittleCms> => (started ??= load());

function formatOf({ space, depth }: PixelLayout): number {
  return (SPACES[space] << 16) | (COLORS[space] << 3) | (depth / 8);
}

/** Opens a profile: its handle and what is to be given back with it. 0 = it is none. */
function openProfile(library: LittleCms, profile: Uint8Array | undefined): number {
  if (profile === undefined) return library._cmsCreate_sRGBProfile();
  const at = library._malloc(profile.length);
  library.HEAPU8.set(profile, at);
  // The library keeps a copy.
  const handle = library._cmsOpenProfileFromMem(at, profile.length);
  library._free(at);
  return handle;
}

const bytesOf = ({ space, depth }: PixelLayout): number => (COLORS[space] * depth) / 8;

const asBytes = ({ buffer, byteOffset, byteLength }: Samples): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength);

function makeConverter(library: LittleCms, transform: number, { from, to }: ConversionOrder) {
  const [fromBytes, toBytes] = [bytesOf(from), bytesOf(to)];
  const source = library._malloc(MOST_PIXELS * fromBytes);
  const target = library._malloc(MOST_PIXELS * toBytes);
  const convert: ConvertColors = (samples, into, pixels) => {
    const [bytes, out] = [asBytes(samples), asBytes(into)];
    for (let first = 0; first < pixels; first += MOST_PIXELS) {
      const count = Math.min(MOST_PIXELS, pixels - first);
      library.HEAPU8.set(bytes.subarray(first * fromBytes, (first + count) * fromBytes), source);
      library._cmsDoTransform(transform, source, target, count);
      out.set(library.HEAPU8.subarray(target, target + count * toBytes), first * toBytes);
    }
  };
  const close = (): void => {
    library._free(source);
    library._free(target);
    library._cmsDeleteTransform(transform);
  };
  return { convert, close };
}

function run<T>(library: LittleCms, order: ConversionOrder, work: (convert: ConvertColors) => T): T | undefined {
  const { from, to, intent, blackPoint } = order;
  const source = openProfile(library, order.source);
  const target = openProfile(library, order.target);
  const flags = EXACT | (blackPoint && intent !== 'absolute' ? BLACK_POINT : 0);
  try {
    if (source === 0 || target === 0) return undefined;
    const transform = library._cmsCreateTransform(source, formatOf(from), target, formatOf(to), INTENTS[intent], flags);
    if (transform === 0) return undefined;
    const { convert, close } = makeConverter(library, transform, order);
    try {
      return work(convert);
    } finally {
      close();
    }
  } finally {
    for (const profile of [source, target]) if (profile !== 0) library._cmsCloseProfile(profile);
  }
}

/**
 * Lets work be done with a conversion, which is there for as long as the work takes; undefined where a profile is damaged, is
 * about other numbers than the pixels, or lacks what the way needs.
 */
export async function withConversion<T>(
  order: ConversionOrder,
  work: (convert: ConvertColors) => T,
): Promise<T | undefined> {
  const library = await start();
  try {
    return run(library, order, work);
  } catch (error) {
    // A profile that ends the program leaves its memory as it was: the next one gets a new instance.
    started = undefined;
    if (error instanceof Error && error.name === 'RuntimeError') return undefined;
    throw error;
  }
}
