import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { imageEngine } from '../../../../src/engines/image/engine.ts';
import { openFile } from '../../../../src/engines/image/source/master.ts';
import type { PyramidRecipe } from '../../../../src/model/recipe/recipe.ts';
import { ownFolder } from '../../../support/files/own-folder.ts';
import { pictureRecipe } from '../../../support/pictures/draw-picture.ts';
import { renderFile } from '../../../support/pictures/render-file.ts';
import { grainyJpeg, scratched } from '../../../support/pictures/masters/scratched.ts';
import { ENGINE_CONTEXT } from '../../../support/processes/engine-context.ts';

const STAT = { bytes: 0, mtimeNs: '0', inode: '0' };

async function written(name: string, bytes: Buffer): Promise<string> {
  const file = path.join(ownFolder(), name);
  await writeFile(file, bytes);
  return file;
}

describe('a master that is damaged in parts', () => {
  const recipes = ['wid=40', 'wid=150&fmt=png'].map((text) => pictureRecipe(text));

  it.each([
    ['as its decoder tells', true, /Huffman|extraneous/],
    ['as its codes tell', false, /from row \d+/],
  ])('is shown as it came, and told of %s', async (_by, progressive, said) => {
    const whole = await grainyJpeg({ progressive });
    const [good, bad] = [await written('good.jpg', whole), await written('bad.jpg', scratched(whole))];
    for (const held of [true, false]) {
      const damaged = await renderFile(bad, recipes, { held });
      expect(damaged).toMatchObject({ failures: [], artefacts: [{ width: 40 }, { width: 150 }] });
      expect(damaged.damage).toMatch(said);
      expect(damaged.warnings).toEqual([expect.stringContaining(damaged.damage ?? '')]);
      const sound = await renderFile(good, recipes, { held });
      expect(sound.warnings).toEqual([]);
      expect(sound).not.toHaveProperty('damage');
    }
  });

  it.each(['lzw', 'deflate'] as const)(
    'is told of where libvips leaves a tile of it black: %s',
    async (compression) => {
      const tile = { tile: true, tileWidth: 64, tileHeight: 64 } as const;
      const whole = await openFile(await grainyJpeg())
        .tiff({ compression, ...tile })
        .toBuffer();
      const [good, bad] = [await written('good.tif', whole), await written('bad.tif', scratched(whole, 0xff))];
      const pyramid: PyramidRecipe = { kind: 'pyramid', tile: 128, compression: 'jpeg', quality: 90 };
      for (const held of [true, false]) {
        const damaged = await renderFile(bad, [...recipes, pyramid], { held });
        expect(damaged).toMatchObject({ failures: [], artefacts: [{ width: 40 }, { width: 150 }, { width: 200 }] });
        expect(damaged.damage).toMatch(/code|Decoding error/);
        expect(damaged.warnings).toEqual([expect.stringContaining(damaged.damage ?? '')]);
        expect((await renderFile(good, recipes, { held })).warnings).toEqual([]);
      }
    },
  );

  it.each([true, false])('is told of where JPEGs within it are: in tiles %s', async (tile) => {
    const whole = await openFile(await grainyJpeg())
      .tiff({ compression: 'jpeg', quality: 95, tile, tileWidth: 128, tileHeight: 128 })
      .toBuffer();
    for (const value of [0, 0x55]) {
      const [good, bad] = [await written('good.tif', whole), await written('bad.tif', scratched(whole, value))];
      const damaged = await renderFile(bad, recipes);
      expect(damaged).toMatchObject({ failures: [], artefacts: [{ width: 40 }, { width: 150 }] });
      expect(damaged.damage).toMatch(/(?:tile|strip) \d+ of \d+: (?:no|broken) codes from row|left/);
      expect(damaged.warnings).toEqual([expect.stringContaining(damaged.damage ?? '')]);
      expect((await renderFile(good, recipes)).warnings).toEqual([]);
    }
  });

  it('is told of by its name where a recipe names it', async () => {
    const jpeg = await grainyJpeg();
    const tiled = await openFile(jpeg)
      .tiff({ compression: 'lzw', tile: true, tileWidth: 64, tileHeight: 64 })
      .toBuffer();
    const kinds = [
      ['layer.jpg', 'image/jpeg', scratched(jpeg), jpeg, /layer\.jpg.*from row/],
      ['layer.tif', 'image/tiff', scratched(tiled, 0xff), tiled, /layer\.tif.*code/],
    ] as const;
    for (const [object, mime, bad, good, said] of kinds) {
      const [master, file] = [await written(`good-${object}`, good), await written(object, bad)];
      const facts = await imageEngine.probe(file, mime, ENGINE_CONTEXT);
      if (facts.kind !== 'image') throw new Error('expected a picture');
      const references = [{ object, file, stat: STAT, sha256: '', facts }];
      const layered = await renderFile(master, [pictureRecipe(`layer=1&src=${object}&wid=60`)], { references });
      expect(layered.failures).toEqual([]);
      expect(layered.warnings).toEqual([expect.stringMatching(said)]);
      expect(layered).not.toHaveProperty('damage');
    }
  });
});
