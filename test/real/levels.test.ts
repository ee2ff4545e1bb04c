import { readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drawFrames } from '../../src/engines/image/draw.ts';
import { imageEngine } from '../../src/engines/image/engine.ts';
import type { Frame } from '../../src/layout/frame.ts';
import { makeFrame } from '../../src/layout/make-frame.ts';
import { openForFrames } from '../../src/engines/image/source/open-source.ts';
import { openMaster } from '../../src/engines/image/source/master.ts';
import { openPicture, toBytes, toPicture } from '../../src/engines/image/source/pixels.ts';
import { turnUpright } from '../../src/engines/image/source/orientation.ts';
import { probeImage } from '../../src/engines/image/probe.ts';
import type { Picture } from '../../src/engines/picture.ts';
import type { ImageFacts } from '../../src/model/asset.ts';
import type { Size } from '../../src/model/geometry.ts';
import type { JobRendition } from '../../src/model/jobs/job.ts';
import { enlargeExactly, planeOf } from '../support/pictures/enlarge-exactly.ts';
import { psnr } from '../support/pictures/picture-difference.ts';
import { ENGINE_CONTEXT } from '../support/processes/engine-context.ts';
import { sharedFolder } from '../support/files/repository.ts';
import { BENCHMARK_RENDITIONS } from '../support/pictures/benchmark-renditions.ts';

const PHOTOS = sharedFolder('corpus/photos');
const FULL = process.env['DMX_FULL'] === '1';

// A fifth of the photographs keeps the suite short: every source and format of master is among them, and the four
// whose tiny renditions come out worst.
const SAMPLE = [
  'im_craft-beer.jpg',
  'kodak_kodim23.png',
  'im_japanese-shop.jpg',
  'kodak_kodim04.png',
  'gb82_flowers-lossless.png',
  'el_Snow-Capped-Mountain.jpg',
  'clic_bb7344a2.png',
  'im_notocactus_minimus.jpg',
  'nc_Vineyard.jpg',
  'prod_saleor-beanie-1.png',
  'prod_spree-pedestal-fan-black.webp',
  'sy_mugs.jpg',
];

const photos = PHOTOS === undefined ? [] : readdirSync(PHOTOS).filter((name) => !name.endsWith('.tsv'));
const chosen = FULL ? photos : photos.filter((name) => SAMPLE.includes(name));

interface Photo {
  readonly file: string;
  readonly facts: ImageFacts;
}

async function probe(name: string): Promise<Photo> {
  const file = path.join(PHOTOS ?? '', name);
  const mime = `image/${path.extname(name).slice(1).replace('jpg', 'jpeg')}`;
  return { file, facts: await probeImage(file, mime) };
}

function framesOf({ facts }: Photo): Frame[] {
  return BENCHMARK_RENDITIONS.flatMap((rendition) =>
    rendition.recipe.kind === 'picture' ? [makeFrame(rendition.recipe, facts)] : [],
  );
}

/** What is to be larger, by definition: libvips takes pixels half a pixel off there. */
function enlarged(whole: Picture, scaled: Size): Picture {
  const data = new Uint8Array(scaled.width * scaled.height * 3);
  for (let channel = 0; channel < 3; channel++) {
    const plane = enlargeExactly(planeOf(whole.data, 3, channel), whole, scaled, 'lanczos3');
    for (const [i, value] of plane.entries()) data[i * 3 + channel] = Math.min(255, Math.max(0, Math.round(value)));
  }
  return { data, width: scaled.width, height: scaled.height, channels: 3 };
}

/** lanczos3 straight from all pixels of the upright master, nothing shrunk while loading. */
async function straight({ composite }: Frame, whole: Picture): Promise<Picture> {
  const { scaled, window } = composite.layers[0].reading;
  const isLarger = scaled.width > whole.width || scaled.height > whole.height;
  const resized = isLarger
    ? openPicture(enlarged(whole, scaled))
    : openPicture(whole).resize(scaled.width, scaled.height, {
        ...{ fit: 'fill', kernel: 'lanczos3', fastShrinkOnLoad: false },
      });
  return toPicture(resized.extract({ left: window.x, top: window.y, width: window.width, height: window.height }));
}

/** Decibels of each of the twelve; none for a picture with transparency, which has no one background to compare on. */
async function measure(photo: Photo): Promise<number[]> {
  const whole = await turnUpright(await toPicture(openMaster(photo)), photo.facts.orientation);
  if (whole.channels === 4 && whole.data.some((value, i) => i % 4 === 3 && value !== 255)) return [];
  const opaque = whole.channels === 4 ? await toPicture(openPicture(whole).removeAlpha()) : whole;
  const frames = framesOf(photo);
  const figures: number[] = [];
  await drawFrames(await openForFrames(photo, frames, true), frames, async (frame, draw) => {
    figures.push(psnr(toBytes(await draw()).data, (await straight(frame, opaque)).data));
  });
  return figures;
}

describe.skipIf(PHOTOS === undefined)('renditions of real photographs made through levels', () => {
  it('are as good as Lanczos from the full decode', { timeout: 900_000 }, async () => {
    const figures: number[] = [];
    for (const name of chosen) figures.push(...(await measure(await probe(name))));
    figures.sort((a, b) => a - b);
    const share = (part: number): number => figures[Math.floor(part * figures.length)] ?? 0;
    const text = [0, 0.05, 0.5].map((part) => share(part).toFixed(1)).join(', ');
    console.log(`levels: ${figures.length} renditions, dB least, 5th percentile, median: ${text}`);
    expect(figures.length).toBeGreaterThan(80);
    expect(share(0.05)).toBeGreaterThanOrEqual(42);
    expect(share(0)).toBeGreaterThanOrEqual(33);
  });
});

let scratch = '';
beforeAll(async () => {
  scratch = await mkdtemp(path.join(os.tmpdir(), 'levels-'));
});
afterAll(() => rm(scratch, { recursive: true }));

/** Digests by name of rendition. */
async function digests(photo: Photo, renditions: readonly JobRendition[], held: boolean): Promise<unknown> {
  const master = { file: photo.file, stat: { bytes: 0, mtimeNs: '0', inode: '0' }, sha256: '' };
  const job = { asset: 'photo', master, facts: photo.facts, renditions, memoryBytes: 2e9, held };
  const { artefacts, failures } = await imageEngine.render(job, scratch, ENGINE_CONTEXT);
  expect(failures).toEqual([]);
  return Object.fromEntries(artefacts.map(({ name, sha256 }) => [name, sha256]));
}

// One of each kind that is read differently: large and small, with alpha, progressive, upside down.
const KINDS = [
  'photos/el_Jairo-Alzate.jpg',
  'photos/kodak_kodim15.png',
  'photos/prod_saleor-blue-plimsolls-4.png',
  'photos/prod_spree-electric-kettle-1-7l-stainless-steel.webp',
  'formats/Landscape_7.jpg',
  'formats/blackbug.png',
  'formats/Flag_of_the_Netherlands-16bit.png',
  'formats/tiff_16bit_RGBa.tiff',
  'formats/cielab-dagams.tiff',
  'formats/Channel_digital_image_CMYK_color.jpg',
  'formats/grayscale-icc.jpg',
  'formats/struct-image-04-t.svg',
];

describe.skipIf(PHOTOS === undefined)('a rendition of a real master', () => {
  it.each(KINDS)(
    'has the same bytes alone, with eleven others and streamed: %s',
    { timeout: 120_000 },
    async (name) => {
      const file = path.join(PHOTOS ?? '', '..', name);
      const mime = name.endsWith('.svg') ? 'image/svg+xml' : 'image/jpeg';
      const photo = { file, facts: await probeImage(file, mime) };
      const together = await digests(photo, BENCHMARK_RENDITIONS, true);
      expect(await digests(photo, BENCHMARK_RENDITIONS, false)).toEqual(together);
      let alone: Record<string, unknown> = {};
      for (const one of BENCHMARK_RENDITIONS) alone = { ...alone, ...((await digests(photo, [one], true)) as object) };
      expect(alone).toEqual(together);
    },
  );
});
