import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { SLOPES, slopes } from '../../fixtures/make/slopes.ts';
import { missingDecoderPackages } from '../../src/engines/formats/foreign/load-package.ts';
import { decoderOf } from '../../src/engines/formats/index.ts';
import { probeImage } from '../../src/engines/image/probe.ts';
import { openForFrames } from '../../src/engines/image/source/open-source.ts';
import { openPicture, toBytes, toPicture } from '../../src/engines/image/source/pixels.ts';
import { makeSource } from '../../src/engines/image/source/source.ts';
import { withDecoded } from '../../src/engines/image/with-decoded.ts';
import type { Picture } from '../../src/engines/picture.ts';
import { wholeOf } from '../../src/layout/reading.ts';
import type { ImageFacts } from '../../src/model/asset.ts';
import type { Rect } from '../../src/model/geometry.ts';
import { FORMAT_ROWS } from '../../src/model/formats/formats.ts';
import { masterFormat } from '../../src/model/formats/master-formats.ts';
import { DEFAULT_LIMITS } from '../../src/model/master-limits.ts';
import { masterBeyond } from '../../src/plan/limits.ts';
import { sniff } from '../../src/system/sniff.ts';
import { ownFolder } from '../support/files/own-folder.ts';
import { psnr } from '../support/pictures/picture-difference.ts';

/** Files of one format, all of `DRAWN`. What the format cannot hold has no file. */
export interface DecoderFiles {
  /** Opaque, upright, 8 bits a sample. */
  readonly good: Buffer;
  /** What it says besides: sides, upright, one page, sRGB, opaque, 8 bits. */
  readonly facts?: Partial<ImageFacts>;
  /** How near its pixels are to those drawn, in decibels; Infinity = the very same. */
  readonly decibels: number;
  /** Its header claims more pixels than it holds. */
  readonly lying: Buffer;
  /** Its header claims `HUGE`, or what the format can say that is next to it. */
  readonly huge: Buffer;
  /** Its decoder gives what there is of such a file, as browsers do; the others refuse it. */
  readonly showsLies?: true;
  /** The same pixels, which are to be shown as one of the eight orientations of EXIF says. */
  readonly turned?: (orientation: number) => Promise<Buffer>;
  /** Half of it is clear. */
  readonly clear?: Buffer;
  /** 16 bits a sample. */
  readonly deep?: Buffer;
}

const { width: WIDTH, height: HEIGHT } = SLOPES;

/** The picture in all files. */
export const DRAWN: Picture = { width: WIDTH, height: HEIGHT, channels: 3, data: slopes };

// Decoding them takes a hundred seconds and some gigabytes; a library is loaded in less than these.
const HEADER_SECONDS = 5;
const HEADER_BYTES = 800 * 2 ** 20;

const REGION: Rect = { x: 5, y: 7, width: 20, height: 11 };
const WRONG_FILES = /^SOURCE_(CORRUPT|FORMAT_UNSUPPORTED|TOO_LARGE)$/;

/** A file in a folder of its own, with the MIME type that its bytes say. */
async function keep(bytes: Buffer): Promise<{ readonly file: string; readonly mime: string }> {
  const file = path.join(ownFolder(), 'master');
  await writeFile(file, bytes);
  return { file, mime: (await sniff(file)) ?? '' };
}

/** Facts and pixels of a master, as the engine comes by them. */
async function read(
  { file, mime }: { readonly file: string; readonly mime: string },
  region: (facts: ImageFacts) => Rect = wholeOf,
  held = false,
): Promise<{ readonly facts: ImageFacts; readonly picture: Picture }> {
  const facts = await probeImage(file, mime);
  const picture = await withDecoded({ file, facts }, ownFolder(), async (master) => {
    const opening = await openForFrames(master, [], held);
    const wanted = region(facts);
    const size = { width: wanted.width, height: wanted.height };
    return toBytes(await makeSource(opening, wanted).read({ scaled: size, window: wholeOf(size), kernel: 'lanczos3' }));
  });
  return { facts, picture };
}

/** `DRAWN` as an orientation of EXIF shows it (Exif 2.3, 4.6.4): which pixel is seen at a place. */
function shownAs(orientation: number): Picture {
  const [right, bottom] = [WIDTH - 1, HEIGHT - 1];
  const places: readonly ((x: number, y: number) => readonly [number, number])[] = [
    ...[(x: number, y: number) => [x, y] as const, (x: number, y: number) => [right - x, y] as const],
    ...[(x: number, y: number) => [right - x, bottom - y] as const, (x: number, y: number) => [x, bottom - y] as const],
    ...[(x: number, y: number) => [y, x] as const, (x: number, y: number) => [y, bottom - x] as const],
    ...[(x: number, y: number) => [right - y, bottom - x] as const, (x: number, y: number) => [right - y, x] as const],
  ];
  const [width, height] = orientation > 4 ? [HEIGHT, WIDTH] : [WIDTH, HEIGHT];
  const data = Buffer.alloc(3 * width * height);
  for (let i = 0; i < width * height; i++) {
    const [x, y] = places[orientation - 1]!(i % width, Math.floor(i / width));
    data.set(DRAWN.data.subarray(3 * (y * WIDTH + x), 3 * (y * WIDTH + x) + 3), 3 * i);
  }
  return { width, height, channels: 3, data };
}

const cut = ({ x: left, y: top, width, height }: Rect, picture: Picture): Promise<Picture> =>
  toPicture(openPicture(picture).extract({ left, top, width, height }));

/** What every decoder promises, whatever opens its files. `make` draws files of the format anew. */
export function describeDecoder(name: string, make: () => Promise<DecoderFiles>): void {
  const needed = FORMAT_ROWS.find(([row]) => row === name)?.[1].decoding?.package;
  const isMissing = needed !== undefined && missingDecoderPackages().includes(needed);
  describe.skipIf(isMissing)(`the decoder of ${name}`, () => {
    it('is found by what the first bytes of its files say', async () => {
      const { mime } = await keep((await make()).good);
      expect(masterFormat(mime)).toMatchObject({ name, readable: true });
      expect(decoderOf(mime).probe).toBeTypeOf('function');
    });

    it('tells the facts of a good file and leaves it as it is', async () => {
      const { good, facts } = await make();
      const master = await keep(good);
      expect((await read(master)).facts).toMatchObject({
        ...{ kind: 'image', mime: master.mime, width: WIDTH, height: HEIGHT, orientation: 1, colorSpace: 'srgb' },
        ...{ icc: null, alpha: false, depth: 8, progressive: false, pages: 1 },
        ...facts,
      });
      expect((await readFile(master.file)).equals(good)).toBe(true);
    });

    it('gives the pixels of a good file', async () => {
      const { good, decibels } = await make();
      const { picture } = await read(await keep(good));
      expect(picture).toMatchObject({ width: WIDTH, height: HEIGHT, channels: 3 });
      expect(psnr(picture.data, DRAWN.data)).toBeGreaterThanOrEqual(decibels);
    });

    it('gives the same pixels of a region as of the whole', async () => {
      const master = await keep((await make()).good);
      const { picture } = await read(master);
      const part = await read(master, () => REGION);
      expect(part.picture).toMatchObject({ width: REGION.width, height: REGION.height });
      expect(Buffer.compare(part.picture.data, (await cut(REGION, picture)).data)).toBe(0);
    });

    it.each([0, 0.01, 0.1, 0.3, 0.5, 0.7])('refuses a file that was cut off (%d of it)', async (share) => {
      const { good } = await make();
      const { file, mime } = { ...(await keep(good)), ...(await keep(good)) };
      await writeFile(file, good.subarray(0, Math.floor(good.length * share)));
      await expect(read({ file, mime })).rejects.toMatchObject({
        name: 'SourceError',
        code: expect.stringMatching(WRONG_FILES),
      });
    });

    it('refuses a file whose header lies', async () => {
      const { lying, showsLies } = await make();
      const master = await keep(lying);
      if (showsLies) return;
      await expect(read(master)).rejects.toMatchObject({
        name: 'SourceError',
        code: expect.stringMatching(WRONG_FILES),
      });
    });

    it('or gives the rows that there are, and no other size than it told', async () => {
      const { lying, showsLies, decibels } = await make();
      if (!showsLies) return;
      const { facts, picture } = await read(await keep(lying));
      expect([picture.width, picture.height]).toEqual([facts.width, facts.height]);
      const { data } = await toPicture(openPicture(await cut(wholeOf(DRAWN), picture)).removeAlpha());
      expect(psnr(data, DRAWN.data)).toBeGreaterThanOrEqual(decibels);
    });

    it('refuses a billion pixels by its header', async () => {
      const { file, mime } = await keep((await make()).huge);
      const [before, start] = [process.memoryUsage.rss(), process.cpuUsage()];
      const code = await probeImage(file, mime).then(
        (facts) => masterBeyond(facts, DEFAULT_LIMITS)?.code,
        (error: { readonly code: string }) => error.code,
      );
      const { user, system } = process.cpuUsage(start);
      expect(code).toMatch(WRONG_FILES);
      expect((user + system) / 1e6).toBeLessThan(HEADER_SECONDS);
      expect(process.memoryUsage.rss() - before).toBeLessThan(HEADER_BYTES);
    });

    it('refuses what is not there, and what is another thing', async () => {
      const { file, mime } = await keep((await make()).good);
      await expect(probeImage(`${file}.gone`, mime)).rejects.toMatchObject({ code: 'SOURCE_UNREADABLE' });
      await writeFile(file, 'just words');
      await expect(read({ file, mime })).rejects.toMatchObject({ name: 'SourceError' });
    });

    it('gives all eight orientations upright, where the format says so', async () => {
      const { turned, decibels } = await make();
      if (turned === undefined) return;
      for (const orientation of [1, 2, 3, 4, 5, 6, 7, 8]) {
        const { facts, picture } = await read(await keep(await turned(orientation)));
        const upright = shownAs(orientation);
        expect([facts.width, facts.height], String(orientation)).toEqual([upright.width, upright.height]);
        expect(psnr(picture.data, upright.data), String(orientation)).toBeGreaterThanOrEqual(decibels);
      }
    });

    it('gives alpha, where the format holds it', async () => {
      const { clear } = await make();
      if (clear === undefined) return;
      const { facts, picture } = await read(await keep(clear));
      expect(facts.alpha).toBe(true);
      const alpha = picture.data.filter((_, i) => i % 4 === 3);
      expect(picture.channels).toBe(4);
      expect(alpha.filter((value) => value === 0)).toHaveLength((WIDTH * HEIGHT) / 2);
      expect(alpha.filter((value) => value === 255)).toHaveLength((WIDTH * HEIGHT) / 2);
    });

    it('reads 16 bits a sample, where the format holds them', async () => {
      const { deep, decibels } = await make();
      if (deep === undefined) return;
      const { facts, picture } = await read(await keep(deep));
      expect(facts).toMatchObject({ depth: 16, width: WIDTH, height: HEIGHT });
      expect(psnr(picture.data, DRAWN.data)).toBeGreaterThanOrEqual(Math.min(decibels, 48));
    });
  });
}
