import { DmxError } from '../../src/model/errors.ts';
import { exr } from '../../src/engines/formats/exr.ts';
import { hdr } from '../../src/engines/formats/hdr.ts';
import { DEFAULT_LIMITS } from '../../src/model/master-limits.ts';
import { planesOf, printExr, printRadiance } from '../support/pictures/masters/print-light.ts';
import { inFile } from './in-file.ts';
import { mayThrow } from './may-throw.ts';
import type { FuzzedReader } from './reader.ts';

const LIGHT_OF_EIGHT = Array.from({ length: 24 }, (_, i) => i / 12);
const ROW = [8, 1] as const;

// Decoding takes as long as there are pixels: those of a mutated header are bounded by `maxpixels`.
const MOST_PIXELS = 1 << 16;
const MOST_BYTES = 1 << 22;

/** Pictures of light: their headers, their packed rows, and what a library makes of their pieces. */
export const LIGHT: FuzzedReader = {
  name: 'light',
  seeds: [
    printRadiance(LIGHT_OF_EIGHT, ROW),
    printRadiance(LIGHT_OF_EIGHT, ROW, { pack: true }),
    printRadiance(LIGHT_OF_EIGHT, [2, 4], { sizes: '+X 4 -Y 2', variables: 'FORMAT=32-bit_rle_xyze\nEXPOSURE=2' }),
    printExr({ width: 4, height: 2, channels: planesOf(LIGHT_OF_EIGHT, 3) }),
    printExr({ width: 2, height: 3, channels: planesOf(LIGHT_OF_EIGHT, 4), origin: [3, -1] }),
    printExr({ width: 2, height: 2, channels: { 'a.Y': [1, 2, 3, 4], 'a.Z': [0, 0, 0, 0] } }),
  ],
  read: async (input) => {
    const [{ decoder }, mime] =
      input.toString('latin1', 0, 2) === '#?' ? [hdr, 'image/vnd.radiance'] : [exr, 'image/x-exr'];
    const file = inFile('a.exr', input);
    const facts = await mayThrow(() => decoder.probe(file, mime, DEFAULT_LIMITS), DmxError, RangeError);
    if (facts === undefined || facts.width * facts.height > MOST_PIXELS) return;
    // Those beside what is shown are bounded by `memory`.
    if (decoder === exr.decoder && (facts.rewriteBytes ?? 0) > MOST_BYTES) return;
    const write = decoder.decode ?? decoder.rewrite;
    await mayThrow(async () => write?.(file, inFile('b.tif', Buffer.alloc(0))), DmxError);
  },
};
