import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Metadata } from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sharp } from '../../src/engines/image/libvips.ts';
import { type Master, openFile } from '../../src/engines/image/source/master.ts';
import { makeReader } from '../../src/engines/image/source/pixel-reader.ts';
import { toBytes } from '../../src/engines/image/source/pixels.ts';
import { turnUpright } from '../../src/engines/image/source/orientation.ts';
import { probeImage } from '../../src/engines/image/probe.ts';
import { sniff } from '../../src/system/sniff.ts';
import { pyramidSizes } from '../../src/engines/image/pyramid/write-levels.ts';
import { openPyramid, readPyramidLevel } from '../../src/engines/image/pyramid/open-pyramid.ts';
import { renderPyramid } from '../../src/engines/image/pyramid/render-pyramid.ts';
import type { ImageFacts } from '../../src/model/asset.ts';
import { masterFormat } from '../../src/model/formats/master-formats.ts';
import type { PyramidRecipe } from '../../src/model/recipe/recipe.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const FORMATS = path.join(ROOT, '../shared/corpus/formats');
const PHOTOS = path.join(ROOT, '../shared/corpus/photos');

const RECIPE: PyramidRecipe = {
  kind: 'pyramid',
  // Small enough that most of these files have several levels, and a level that is sharpened.
  tile: 64,
  compression: 'deflate',
  quality: 95,
  master: { levelMask: { amount: 2, radius: 1.5, threshold: 0, monochrome: false } },
};

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'pyramid-real-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** The stored pixels in the colours that are drawn in. */
async function readWhole(master: Master) {
  const { open, toPicture } = await makeReader(master);
  return toPicture(open());
}

interface Made {
  readonly file: string;
  readonly facts: ImageFacts;
  readonly target: string;
}

async function render(file: string, recipe: Partial<PyramidRecipe> = {}): Promise<Made> {
  const facts = await probeImage(file, (await sniff(file)) ?? '');
  const target = path.join(folder, `${path.basename(file)}.tif`);
  await renderPyramid({ file, facts }, { ...RECIPE, ...recipe }, target);
  return { file, facts, target };
}

/** Files of formats that dmx reads which sharp can decode as a whole; the others are not ours to judge here. */
async function decodable(): Promise<string[]> {
  const names = existsSync(FORMATS) ? readdirSync(FORMATS).sort() : [];
  const judged = names.map(async (name) => {
    if (masterFormat((await sniff(path.join(FORMATS, name))) ?? '') === undefined) return [];
    const decoded = openFile(path.join(FORMATS, name)).pipelineColourspace('srgb').stats();
    // Side by side, libvips may lose the message of a failure; sharp then answers that there are no channels.
    return (await decoded.then(
      ({ channels }) => channels.length > 0,
      () => false,
    ))
      ? [name]
      : [];
  });
  return (await Promise.all(judged)).flat();
}

const masters = await decodable();

const samples = ['uchar', 'ushort', 'short', 'float'] as const;

async function readSamples(file: string, { space, depth }: Metadata): Promise<Buffer> {
  const type = samples.find((one) => one === depth) ?? 'float';
  const pipeline = openFile(file).autoOrient().pipelineColourspace(space).toColourspace(space).keepIccProfile();
  return pipeline.raw({ depth: type }).toBuffer();
}

describe('pyramids of all kinds of masters', () => {
  it.skipIf(!existsSync(FORMATS))('there are masters of many kinds', () => {
    expect(masters.length).toBeGreaterThan(100);
    for (const kind of ['CMYK', '16bit', 'lab', 'gray', 'alpha', 'orientation']) {
      expect(masters.some((name) => name.toLowerCase().includes(kind.toLowerCase()))).toBe(true);
    }
  });

  it.each(masters)(
    '%s keeps its pixels, colour space, depth, profile and alpha, and looks as `ingest` sees it',
    async (name) => {
      const { file, facts, target } = await render(path.join(FORMATS, name));
      const [master, pyramid] = [await openFile(file).metadata(), await sharp(target).metadata()];
      const { space, channels, depth, hasAlpha } = master;
      const { width, height } = facts;
      expect(pyramid).toMatchObject({ space, channels, depth, hasAlpha, width, height });
      expect(pyramid.icc?.equals(master.icc ?? Buffer.alloc(0)) ?? null).toBe(master.icc ? true : null);
      expect((await readSamples(target, pyramid)).equals(await readSamples(file, master))).toBe(true);
      const levels = await openPyramid(target);
      expect(levels.map((level) => [level.width, level.height])).toEqual(
        pyramidSizes(facts, RECIPE.tile).map((level) => [level.width, level.height]),
      );
      for (const level of levels) {
        const picture = await readPyramidLevel(await makeReader({ file: target, facts }), level);
        expect(picture.channels).toBe(hasAlpha ? 4 : 3);
        expect(picture.data.length).toBe(level.width * level.height * picture.channels);
        if (level.index > 0) continue;
        const seen = await turnUpright(await readWhole({ file, facts }), facts.orientation);
        expect(Buffer.compare(picture.data, toBytes(seen).data)).toBe(0);
      }
    },
  );

  it.each(masters.filter((name) => /^(?!.*(alpha|16|transparent)).*\.jpe?g$/i.test(name)).slice(0, 12))(
    '%s stays near its master in JPEG',
    async (name) => {
      const { file, target } = await render(path.join(FORMATS, name), { compression: 'jpeg' });
      const [before, after] = [
        await readSamples(file, await openFile(file).metadata()),
        await readSamples(target, await sharp(target).metadata()),
      ];
      const square = before.reduce((sum, value, i) => sum + (value - (after[i] ?? 0)) ** 2, 0) / before.length;
      // Quality 95 keeps 38 dB on the noisiest of these files; a wrong colour model keeps less than 20.
      expect(10 * Math.log10(255 ** 2 / Math.max(square, 1e-9))).toBeGreaterThan(38);
    },
  );
});

const has = (tool: string): boolean => spawnSync(tool, ['--version']).error === undefined;
// Where another program answers to `identify`, it says so.
const hasImageMagick = (): boolean =>
  spawnSync('identify', ['-version'], { encoding: 'utf8' }).stdout?.includes('ImageMagick') ?? false;

const SHOWN = ['Channel_digital_image_CMYK_color.jpg', 'tiff_16bit_RGBa.tiff', 'concert.jpg', 'cielab-dagams.tiff'];
const shown = masters.filter((name) => SHOWN.includes(name) || name === 'Landscape_6.jpg');

describe('what other programs read', () => {
  it.each(has('tiffinfo') ? shown : [])('tiffinfo finds every level of %s and no fault', async (name) => {
    const { facts, target } = await render(path.join(FORMATS, name));
    const { status, stdout, stderr } = spawnSync('tiffinfo', ['-D', target], { encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(
      [...stdout.matchAll(/Image Width: (\d+) Image Length: (\d+)/g)].map((m) => [Number(m[1]), Number(m[2])]),
    ).toEqual(pyramidSizes(facts, RECIPE.tile).map(({ width, height }) => [width, height]));
    expect(new Set(stdout.match(/Tile Width: .*/g))).toEqual(new Set(['Tile Width: 64 Tile Length: 64']));
    expect(stdout).not.toContain('DateTime');
  });

  it.each(has('vips') ? shown : [])('vips reads the samples of every level of %s', async (name) => {
    const { target } = await render(path.join(FORMATS, name));
    for (const { index, width, height } of await openPyramid(target)) {
      const raw = spawnSync('vips', ['avg', `${target}[page=${index}]`], { encoding: 'utf8' });
      expect(raw.stderr).toBe('');
      const metadata = await sharp(target, { page: index }).metadata();
      const data = await sharp(target, { page: index })
        .pipelineColourspace(metadata.space)
        .toColourspace(metadata.space)
        .keepIccProfile()
        .raw({ depth: 'float' })
        .toBuffer();
      const values = new Float32Array(data.buffer.slice(data.byteOffset, data.byteOffset + data.length));
      expect(values.length).toBe(width * height * metadata.channels);
      const mean = values.reduce((sum, value) => sum + value / values.length, 0);
      expect(Math.abs(Number(raw.stdout) - mean)).toBeLessThan(0.01 + Math.abs(mean) * 1e-4);
    }
  });

  it.each(hasImageMagick() ? shown : [])('ImageMagick finds every level of %s', async (name) => {
    const { facts, target } = await render(path.join(FORMATS, name));
    const { stdout } = spawnSync('identify', ['-format', '%w %h %z\n', target], { encoding: 'utf8' });
    const depth = facts.depth > 8 ? 16 : 8;
    expect(stdout.trim().split('\n')).toEqual(
      pyramidSizes(facts, RECIPE.tile).map(({ width, height }) => `${width} ${height} ${depth}`),
    );
  });
});

const photo = existsSync(PHOTOS) ? readdirSync(PHOTOS).find((name) => name.endsWith('Leaves.jpg')) : undefined;

describe('a master of 64 megapixels', () => {
  it.skipIf(photo === undefined || !existsSync('/proc/self/status'))(
    'is streamed: its pyramid takes far less memory than its pixels',
    async () => {
      const big = path.join(folder, 'big.jpg');
      // Baseline: a progressive one is held as a whole by its decoder.
      await sharp(path.join(PHOTOS, photo!)).resize(8000, 8000).jpeg({ quality: 90 }).toFile(big);
      const script = `
      import { readFileSync } from 'node:fs';
      import { probeImage } from '${ROOT}/src/engines/image/probe.ts';
      import { renderPyramid } from '${ROOT}/src/engines/image/pyramid/render-pyramid.ts';
      const file = ${JSON.stringify(big)};
      const facts = await probeImage(file, 'image/jpeg');
      const peak = () => Number(/VmHWM:\\s+(\\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))[1]) / 1024;
      const before = peak();
      const recipe = { kind: 'pyramid', tile: 256, compression: 'jpeg', quality: 95, master: ${JSON.stringify(RECIPE.master)} };
      await renderPyramid({ file, facts }, recipe, file + '.tif');
      console.log(peak() - before);
    `;
      const args = ['--import', 'tsx', '--input-type=module', '--eval', script];
      // Two arenas, as in worker processes: with one a thread, freed memory stays with the thread that asked for it.
      const env = { ...process.env, MALLOC_ARENA_MAX: '2' };
      const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', cwd: ROOT, env });
      expect(stderr).toBe('');
      const pixelsMegabytes = (8000 * 8000 * 3) / 1024 / 1024;
      expect(Number(stdout)).toBeGreaterThan(0);
      expect(Number(stdout)).toBeLessThan(0.6 * pixelsMegabytes);
    },
  );
});
