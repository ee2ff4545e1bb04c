import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { sharp } from '../../src/engines/image/libvips.ts';
import { inRepository } from '../support/files/repository.ts';
import { printDng } from '../support/pictures/masters/print-dng.ts';
import { printDeepJpeg } from '../support/pictures/masters/print-deep-jpeg.ts';
import { planesOf, printExr } from '../support/pictures/masters/print-light.ts';
import { printPdfPages } from '../support/pictures/masters/print-pages.ts';
import { printPcx } from '../support/pictures/masters/print-small.ts';
import { writeOddTiff } from '../support/pictures/masters/write-odd-tiff.ts';
import { slopes, SLOPES } from '../../fixtures/make/slopes.ts';
import type { FuzzedReader } from './reader.ts';
import type { WorkerDoor } from './worker-door.ts';

const { width, height } = SLOPES;

const fixtures = (format: string): readonly Buffer[] => {
  const folder = inRepository('fixtures/decoders', format);
  return readdirSync(folder).map((file) => readFileSync(path.join(folder, file)));
};

const raw = { width, height, channels: 3 } as const;

// Pictures as small as they may be: an input takes as long as its pixels, and their bytes are what is mutated.
const small = { width: 8, height: 4, channels: 3, data: slopes.subarray(0, 96) } as const;
const page = { photometric: 1, bits: 8, format: 1, halves: [[0.25], [0.75]] } as const;

/** A TIFF of 4×4 pixels in a stream of xz. */
const LZMA_TIFF = Buffer.from(
  'SUkqAFQAAAD9N3pYWgAAAP8S2UECAQMBACEBFnkgxO7gAC8AF10Af4A8EuiE2bygSuwKGfP572567CQU/IMAAAABKzDueC9wBnKeegEAAAAAAFlaDwAAAQMAAQAAAAQAAAABAQMAAQAAAAQAAAACAQMAAwAAAA4BAAADAQMAAQAAAG2IAAAGAQMAAQAAAAIAAAAKAQMAAQAAAAEAAAARAQQAAQAAAAgAAAASAQMAAQAAAAEAAAAVAQMAAQAAAAMAAAAWAQMAAQAAAAQAAAAXAQQAAQAAAEwAAAAcAQMAAQAAAAEAAAApAQMAAgAAAAAAAQA+AQUAAgAAAEQBAAA/AQUABgAAABQBAAAAAAAACAAIAAgAhetRAAAAgADD9agAAAAAAs3MTAAAAAABzcxMAAAAgADNzEwAAAAAAo/C9QAAAAAQNxqgAAAAAAIrhwoAAAAgAA==',
  'base64',
);

/** Good files by what decodes them: each library that runs as WebAssembly or as a script, and libvips for what is hardest. */
const SEEDS: Readonly<Record<string, () => Promise<readonly Buffer[]>>> = {
  heic: async () => fixtures('heic'),
  avif: async () => [await sharp(slopes, { raw }).avif({ effort: 0 }).toBuffer()],
  jxl: async () => fixtures('jxl'),
  jp2: async () => fixtures('jp2'),
  ico: async () => fixtures('ico'),
  pdf: async () => [
    printPdfPages([{ width: 72, height: 36, color: [200, 20, 20] }]),
    printPdfPages([
      { width: 10, height: 20, color: [0, 0, 0] },
      { width: 30, height: 20, color: [9, 99, 9] },
    ]),
  ],
  pcx: async () => [printPcx(small)],
  'deep-jpeg': async () => [printDeepJpeg({ across: 2, blocks: [0, 1000, 3000, 4095] })],
  // What libvips does not unpack: by three libraries, one of them ImageMagick's.
  'packed-tiff': async () => [
    writeOddTiff({ ...page, compression: 50_000 }),
    LZMA_TIFF,
    writeOddTiff({ ...page, photometric: 32_844, bits: 16, format: 2, unsigned: true, compression: 34_676 }),
  ],
  raw: async () => [printDng({ width, height, samples: slopes })],
  exr: async () => {
    const light = Array.from(slopes, (value) => value / 255);
    return [0, 1, 2, 3].map((compression) =>
      printExr({ width, height, channels: planesOf(light, 3), ...(compression > 0 && { compression }) }),
    );
  },
};

export const DECODER_NAMES: readonly string[] = Object.keys(SEEDS);

// How often a good file is read between inputs: what a bad one leaves behind must not change it.
const BETWEEN = 32;

/**
 * A decoder as a reader that is fuzzed through the door of a worker. `tell` is called with each refusal.
 * Seeds of `folder` come to its own, as long as they are read.
 */
export async function decoderReader(
  name: string,
  door: WorkerDoor,
  { folder, tell }: { readonly folder?: string; readonly tell?: (words: string) => void } = {},
): Promise<FuzzedReader> {
  const own = (await SEEDS[name]?.()) ?? [];
  const more = folder === undefined ? [] : readdirSync(folder).map((file) => readFileSync(path.join(folder, file)));
  const [good = Buffer.alloc(0)] = [...own, ...more];
  const expected = JSON.stringify(await door.read(good));
  let count = 0;
  return {
    name,
    seeds: [...own, ...more],
    read: async (input) => {
      const answer = await door.read(input);
      tell?.('made' in answer ? 'made' : `${answer.refused.code} ${answer.refused.message}`);
      count++;
      if (count % BETWEEN > 0) return;
      const again = JSON.stringify(await door.read(good));
      if (again !== expected) throw new Error(`a good file comes out otherwise than before: ${again}`);
    },
  };
}
