import { DISC_OUTLINE, DISC_REQUESTS, writeDisc } from '../../../../support/pictures/masters/disc-with-path.ts';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { sharp } from '../../../../../src/engines/image/libvips.ts';
import { probeImage } from '../../../../../src/engines/image/probe.ts';
import { readPaths } from '../../../../../src/engines/image/paths/path-resource.ts';
import { readResources } from '../../../../../src/engines/image/paths/photoshop-resources.ts';
import { readOutlines } from '../../../../../src/engines/image/paths/read-outlines.ts';
import { drawPicture, pictureRecipe } from '../../../../support/pictures/draw-picture.ts';
import { ownFolder } from '../../../../support/files/own-folder.ts';
import {
  clippingPathResource,
  pathResources,
  withResources,
} from '../../../../support/pictures/masters/photoshop-paths.ts';
import { renderFile } from '../../../../support/pictures/render-file.ts';
describe('pathEmbed', () => {
  it.each(DISC_REQUESTS)('writes the path where it lies in the reply to %s', async (text) => {
    const file = await writeDisc();
    const clipped = await drawPicture(file, `${text}&fmt=png-alpha&clipPathE=Disc`);
    const { artefacts, failures } = await renderFile(file, [pictureRecipe(`${text}&qlt=100,1&pathEmbed=1`)]);
    expect(failures).toEqual([]);
    const again = await drawPicture(artefacts[0]!.file, 'scl=1&fmt=png-alpha&clipPathE=Disc');
    const before = clipped.data.filter((_value, i) => i % 4 === 3);
    const after = again.data.filter((_value, i) => i % 4 === 3);
    const difference = after.reduce((sum, value, i) => sum + Math.abs(value - before[i]!), 0);
    expect(difference / (clipped.width * clipped.height)).toBeLessThan(0.5);
  });

  it('counts in jpegSize, and goes over as many segments as it takes', async () => {
    const many = Array.from({ length: 60 }, () =>
      DISC_OUTLINE.concat(DISC_OUTLINE, DISC_OUTLINE, DISC_OUTLINE, DISC_OUTLINE, DISC_OUTLINE, DISC_OUTLINE),
    );
    const file = await writeDisc(1, { parts: 4, paths: { Disc: [DISC_OUTLINE], Many: many } });
    const recipe = pictureRecipe('scl=1&pathEmbed=1&jpegSize=60&qlt=100,1');
    const { artefacts, failures } = await renderFile(file, [recipe]);
    expect(failures).toEqual([]);
    expect(artefacts[0]!.bytes).toBeLessThanOrEqual(60 * 1024);
    const facts = await probeImage(artefacts[0]!.file, 'image/jpeg');
    expect(facts.paths?.map(({ name }) => name)).toEqual(['Disc', 'Many']);
  });
});

describe('pathEmbed in other files', () => {
  const TEXT = 'wid=180&rotate=90';
  const many = Array.from({ length: 60 }, () => DISC_OUTLINE);
  const PATHS = { Disc: [DISC_OUTLINE], 'Many of them': many };

  async function make(file: string, format: string) {
    const { artefacts, failures } = await renderFile(file, [pictureRecipe(`${TEXT}&fmt=${format}`)]);
    expect(failures).toEqual([]);
    return artefacts[0]!.file;
  }

  it.each(['tif', 'tif,,lzw', 'tif,,zip', 'tif,,jpeg', 'tif,gray', 'tif,cmyk', 'tif-alpha'])(
    'puts into fmt=%s the paths that a JPEG gets, and leaves its pixels and fields alone',
    async (format) => {
      const file = await writeDisc(1, { parts: 4, paths: PATHS });
      const more = '&printRes=300&iccEmbed=1';
      const [bare, holding] = [await make(file, `${format}${more}`), await make(file, `${format}${more}&pathEmbed=1`)];
      expect(await readOutlines(holding)).toEqual(await readOutlines(await make(file, 'jpeg&pathEmbed=1')));
      expect((await readOutlines(holding)).map(({ name }) => name)).toEqual(Object.keys(PATHS));
      const pixels = (name: string) => sharp(name).raw().toBuffer();
      expect((await pixels(holding)).equals(await pixels(bare))).toBe(true);
      // The profile alone: a megabyte is compared by bytes, not number by number.
      const told = async (name: string) => {
        const { tifftagPhotoshop, icc, ...rest } = await sharp(name).metadata();
        return { ...rest, icc: icc?.toString('base64'), paths: tifftagPhotoshop !== undefined };
      };
      expect(await told(holding)).toEqual({ ...(await told(bare)), paths: true });
    },
  );

  it('puts them into EPS files as Photoshop does: digits between comments, the bytes counted', async () => {
    const file = await writeDisc(1, { parts: 4, paths: PATHS });
    const eps = (await readFile(await make(file, 'eps&pathEmbed=1'))).toString('latin1');
    const [whole, count, lines] = /\n%BeginPhotoshop: (\d+)\n([^]*?)\n%EndPhotoshop\n/.exec(eps)!;
    expect(lines!.split('\n').filter((line) => !/^% (?:[0-9A-F]{2}){1,32}$/.test(line))).toEqual([]);
    const resources = Buffer.from(lines!.replaceAll(/[^0-9A-F]/g, ''), 'hex');
    expect(resources.length).toBe(Number(count));
    expect(readPaths(readResources(resources))).toEqual(await readOutlines(await make(file, 'jpeg&pathEmbed=1')));
    const bare = (await readFile(await make(file, 'eps'))).toString('latin1');
    expect(eps.replace(whole, '\n')).toBe(bare);
  });

  it.each(['jpeg', 'tif'])('says in fmt=%s which of them is the clipping path of the master', async (format) => {
    const pixels = sharp({ create: { width: 40, height: 30, channels: 3, background: 'red' } });
    const resources = Buffer.concat([pathResources(PATHS), clippingPathResource('Disc.')]);
    const jpeg = await pixels.jpeg().toBuffer();
    const clipping = path.join(ownFolder(), 'clipping.jpg');
    const named = pathResources({ Other: [DISC_OUTLINE], 'Disc.': [DISC_OUTLINE] });
    await writeFile(clipping, withResources(jpeg, Buffer.concat([named, clippingPathResource('Disc.')])));
    const told = async (file: string) => (await readOutlines(file)).map(({ name, clips }) => [name, clips]);
    const expected = [
      ['Other', undefined],
      ['Disc.', true],
    ];
    expect(await told(clipping)).toEqual(expected);
    expect(await told(await make(clipping, `${format}&pathEmbed=1`))).toEqual(expected);
    // A name that no path has is none.
    const stray = path.join(ownFolder(), 'stray.jpg');
    await writeFile(stray, withResources(jpeg, resources));
    expect((await readOutlines(stray)).some(({ clips }) => clips)).toBe(false);
  });

  it.each(['tif', 'eps'])('leaves fmt=%s as it is where there are none', async (format) => {
    const file = await writeDisc(1, { paths: {} });
    const asked = await readFile(await make(file, `${format}&pathEmbed=1`));
    expect(asked.equals(await readFile(await make(file, format)))).toBe(true);
  });
});
