import { cp, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import glob from 'fast-glob';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { countsOf, readManifest } from '../support/cli/dmx-output.ts';
import { dmx } from '../support/cli/dmx.ts';
import { ownFolder } from '../support/files/own-folder.ts';
import { sharedFolder } from '../support/files/repository.ts';

const photos = sharedFolder('corpus/photos');

/** All of the photographs when `DMX_FULL` is set, else every sixth: a few of each kind and size. */
async function choosePhotos(folder: string): Promise<readonly string[]> {
  const all = (await glob('*.{jpg,png,webp}', { cwd: folder })).toSorted((a, b) => (a < b ? -1 : 1));
  return process.env['DMX_FULL'] === '1' ? all : all.filter((_, i) => i % 6 === 0);
}

describe.skipIf(photos === undefined)('real photographs', () => {
  it(
    'all come out, as files that other programs read, and a second run makes nothing',
    async () => {
      const cwd = ownFolder();
      const folder = photos ?? '';
      const chosen = await choosePhotos(folder);
      await mkdir(join(cwd, 'photos'));
      for (const name of chosen) await cp(join(folder, name), join(cwd, 'photos', name));

      const ended = await dmx(cwd, 'ingest', 'photos', '--json');
      expect(ended.exit).toBe(0);
      expect(countsOf(ended)).toMatchObject({ assets: chosen.length, failedAssets: 0, failedRenditions: 0 });
      const output = join(cwd, 'dmx-out');
      const { assets } = await readManifest(output);
      expect(assets.map(({ state }) => state)).toEqual(chosen.map(() => 'ready'));
      for (const { path, width, height } of assets.flatMap(({ renditions }) => renditions)) {
        const read = await sharp(join(output, path), { limitInputPixels: false }).metadata();
        expect([path, read.width, read.height]).toEqual([path, width, height]);
      }
      expect(countsOf(await dmx(cwd, 'ingest', '--json'))).toMatchObject({ made: 0 });
    },
    // Fifty-three of them, up to 30 megapixels, each with a pyramid.
    600_000,
  );
});
