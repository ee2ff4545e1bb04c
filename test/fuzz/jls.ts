import { SLOPES, slopes } from '../../fixtures/make/slopes.ts';
import { readJls } from '../../src/engines/formats/jls/read-jls.ts';
import { SourceError } from '../../src/model/errors.ts';
import { INTERLEAVING, printJls } from '../support/pictures/masters/print-jls.ts';
import { mayThrow } from './may-throw.ts';
import type { FuzzedReader } from './reader.ts';

// Decoding takes as long as there are pixels: those of a mutated header are bounded by `maxpixels`.
const MOST_PIXELS = 1 << 16;

const { width } = SLOPES;
const height = 8;
const rgb = { width, height, samples: slopes.subarray(0, 3 * width * height), components: 3 } as const;
const gray = { width, height, samples: slopes.subarray(0, width * height), components: 1 } as const;
const deep = { ...gray, samples: Uint16Array.from(gray.samples, (value) => 16 * value), bits: 12 } as const;

/** JPEG-LS of every interleaving, to their pixels. */
export const JLS: FuzzedReader = {
  name: 'jls',
  seeds: await Promise.all([
    ...Object.values(INTERLEAVING).map((interleaving) => printJls({ ...rgb, interleaving })),
    ...[printJls(gray), printJls(deep), printJls({ ...gray, near: 2 })],
  ]),
  read: async (input) => {
    await mayThrow(() => [readJls(input, MOST_PIXELS)], SourceError, RangeError);
  },
};
