import { readFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { DmxError } from '../../src/model/errors.ts';
import { judgeLayout } from '../../src/engines/formats/tiff/judge-layout.ts';
import { readPage } from '../../src/engines/formats/tiff/layout.ts';
import { readPageMetadata } from '../../src/engines/formats/tiff/page-metadata.ts';
import { readingBytesOf } from '../../src/engines/formats/tiff/read-samples.ts';
import { rewritePage } from '../../src/engines/formats/tiff/rewrite.ts';
import { openPyramid } from '../../src/engines/image/pyramid/open-pyramid.ts';
import { checkExtent } from '../../src/engines/formats/tiff/check-extent.ts';
import { copyPage } from '../../src/engines/formats/tiff/copy-page.ts';
import { inRepository } from '../support/files/repository.ts';
import { writeOddTiff } from '../support/pictures/masters/write-odd-tiff.ts';
import { inFile } from './in-file.ts';
import { mayThrow } from './may-throw.ts';
import type { FuzzedReader } from './reader.ts';

const HALVES = [
  [1, 0.5, 0.25, 1, 0.1],
  [0, 0.25, 0.75, 0.5, 0.9],
] as const;

const rgb = { photometric: 2, halves: [HALVES[0].slice(0, 3), HALVES[1].slice(0, 3)], format: 1 } as const;

const SEEDS = [
  writeOddTiff({ ...rgb, bits: 12, compression: 5 }),
  writeOddTiff({ ...rgb, bits: 32, format: 3, compression: 8, bigEndian: true, planar: true }),
  writeOddTiff({ ...rgb, bits: 16, predictor: 2, compression: 32_773, tiled: true }),
  writeOddTiff({ photometric: 5, halves: HALVES, bits: 16, format: 1, extra: [0] }),
  writeOddTiff({ photometric: 2, halves: HALVES, bits: 8, format: 1, extra: [0, 1] }),
  writeOddTiff({
    photometric: 6,
    halves: [
      [0.5, 0.5, 0.5],
      [0.2, 0.7, 0.3],
    ],
    bits: 8,
    format: 1,
    more: [[530, [1, 1]]],
  }),
  writeOddTiff({ photometric: 0, halves: [[0], [1]], bits: 2, format: 1 }),
  readFileSync(inRepository('fixtures/masters/deep.tif')),
];

// The planner refuses what is larger than a setting says; the pixels of these are read.
const MOST_PIXELS = 1 << 16;
const MOST_BYTES = 16 << 20;

/** Directories and samples of TIFF masters, as our own readers read them. */
export const TIFF: FuzzedReader = {
  name: 'tiff',
  seeds: SEEDS,
  read: async (input) => {
    const file = inFile('a.tif', input);
    await using handle = await open(file, 'r');
    const page = await mayThrow(() => readPage(handle), RangeError);
    if (page === undefined) return;
    await mayThrow(() => openPyramid(file), DmxError, RangeError);
    const { size } = await handle.stat();
    const whole = await mayThrow(() => [checkExtent(page.layout, size)], DmxError);
    if (whole === undefined) return;
    const metadata = await mayThrow(() => readPageMetadata(page), RangeError);
    const { width, height, samples } = page.layout;
    const by = await mayThrow(() => judgeLayout(page.layout), DmxError);
    if (metadata === undefined || width * height * samples > MOST_PIXELS) return;
    const target = inFile('b.tif', Buffer.alloc(0));
    if (by === 'libvips') await copyPage(page, file, target);
    if (by === 'own' && readingBytesOf(page.layout) < MOST_BYTES)
      await mayThrow(() => rewritePage(handle, page, target), DmxError, RangeError);
  },
};
