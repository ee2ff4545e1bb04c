import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { sharp } from '../../../../../src/engines/image/libvips.ts';
import { printPaths } from '../../../../../src/engines/image/paths/print-paths.ts';
import { readPaths } from '../../../../../src/engines/image/paths/path-resource.ts';
import { printResource, readResources } from '../../../../../src/engines/image/paths/photoshop-resources.ts';
import { probeImage } from '../../../../../src/engines/image/probe.ts';
import { drawPicture, pictureRecipe } from '../../../../support/pictures/draw-picture.ts';
import { ownFolder } from '../../../../support/files/own-folder.ts';
import {
  corner,
  pathResources,
  withResources,
  type Knot,
} from '../../../../support/pictures/masters/photoshop-paths.ts';
import { DISC_OUTLINE, writeDisc } from '../../../../support/pictures/masters/disc-with-path.ts';
import { boundsOf } from '../../../../../src/engines/image/paths/bounds.ts';
import { findOutlines } from '../../../../../src/engines/image/paths/read-outlines.ts';
import { outputSize } from '../../../../../src/layout/composite.ts';
import { sharedFolder } from '../../../../support/files/repository.ts';

const SQUARE = [corner(0.25, 0.25), corner(0.75, 0.25), corner(0.75, 0.75), corner(0.25, 0.75)];

const BOX = [0.25, 0.25, 0.5, 0.5];

let jpeg = Buffer.alloc(0);

beforeAll(async () => {
  jpeg = await sharp({ create: { width: 64, height: 64, channels: 3, background: 'teal' } })
    .jpeg()
    .toBuffer();
});

async function write(bytes: Buffer): Promise<string> {
  const file = path.join(ownFolder(), 'master.jpg');
  await writeFile(file, bytes);
  return file;
}

const told = async (bytes: Buffer) => (await probeImage(await write(bytes), 'image/jpeg')).paths;

/** Segments enough for any number of resources. */
const withMany = (resources: Buffer): Buffer => withResources(jpeg, resources, Math.ceil(resources.length / 65_000));

describe('the paths of a JPEG', () => {
  it('are found behind bytes that fill up', async () => {
    const plain = withResources(jpeg, pathResources({ Square: [SQUARE] }));
    const filled = Buffer.concat([plain.subarray(0, 2), Buffer.alloc(7, 0xff), plain.subarray(2)]);
    expect(await told(filled)).toEqual([{ name: 'Square', bounds: BOX }]);
    // A file of nothing else ends the search.
    expect(await told(Buffer.concat([jpeg.subarray(0, 2), Buffer.alloc(9000, 0xff), plain.subarray(2)]))).toBe(
      undefined,
    );
  });

  it('have the names that Photoshop shows, which are written so too', async () => {
    const resources = pathResources({ 'Trac\u008e 1': [SQUARE] });
    const bytes = withResources(jpeg, resources);
    expect(await told(bytes)).toEqual([{ name: 'Tracé 1', bounds: BOX }]);
    const { width, height } = await drawPicture(await write(bytes), 'scl=1&cropPathE=Trac%C3%A9%201');
    expect([width, height]).toEqual([32, 32]);
    const outlines = readPaths(readResources(resources));
    expect(printPaths(outlines).includes(Buffer.from('\x07Trac\x8e 1', 'latin1'))).toBe(true);
    expect(readPaths(readResources(printPaths(outlines)))).toEqual(outlines);
  });

  it('have names of whatever the alphabet of the Macintosh holds', () => {
    const letters = Buffer.from(Array.from({ length: 255 }, (_, i) => i + 1));
    const [resource] = readResources(
      Buffer.concat([Buffer.from('8BIM\x07\xd0\xff', 'latin1'), letters, Buffer.alloc(4)]),
    );
    expect(printResource(resource!).subarray(7, 262)).toEqual(letters);
    const long = printResource({ id: 2000, name: `${'é'.repeat(254)}→Ω`, data: Buffer.alloc(0) });
    expect([...long.subarray(260, 263)]).toEqual([0x8e, 0x3f, 0]);
  });

  it('are as many as there are numbers for', async () => {
    const one = pathResources({ A: [SQUARE] });
    expect(await told(withMany(Buffer.concat(Array.from({ length: 5000 }, () => one))))).toHaveLength(998);
  });

  it('are not those of more knots than anybody drew, and the others are', async () => {
    const many = Array.from({ length: 12_500 }, () => SQUARE);
    const resources = pathResources({ Square: [SQUARE], Attack: many, Other: [SQUARE] });
    expect((await told(withMany(resources)))?.map(({ name }) => name)).toEqual(['Square', 'Other']);
  });

  it('are looked for in no more bytes than a worker has room for', async () => {
    const other = printResource({ id: 1000, name: '', data: Buffer.alloc(64_000) });
    const behind = (count: number) =>
      withMany(Buffer.concat([...Array.from({ length: count }, () => other), pathResources({ Square: [SQUARE] })]));
    expect(await told(behind(3))).toEqual([{ name: 'Square', bounds: BOX }]);
    expect(await told(behind(300))).toBe(undefined);
  });
});

describe('the paths of a master', () => {
  it.each([1, 3])('are told with the boxes around them, in however many segments: %i', async (parts) => {
    const paths = { Disc: [DISC_OUTLINE], 'A b': [[corner(-0.5, 0.25), corner(0.5, 0.25), corner(0.5, 1.5)]] };
    const facts = await probeImage(await writeDisc(1, { parts, paths }), 'image/jpeg');
    const rounded = facts.paths?.map(({ name, bounds }) => [
      name,
      bounds.map((side) => Math.round(side * 1000) / 1000),
    ]);
    expect(rounded).toEqual([
      ['Disc', [0.115, 0.122, 0.47, 0.556]],
      ['A b', [-0.5, 0.25, 1, 1.25]],
    ]);
  });

  it('are not told where there are none', async () => {
    expect('paths' in (await probeImage(await writeDisc(1, { paths: {} }), 'image/jpeg'))).toBe(false);
  });

  it('are read from TIFF files too', async () => {
    const block = pathResources({ Disc: [DISC_OUTLINE] });
    const [outline, ...others] = await findOutlines('none', { tifftagPhotoshop: block });
    expect(others).toEqual([]);
    expect(outline?.curves[0]).toHaveLength(4);
    for (let length = 0; length < block.length; length += 7)
      expect(await findOutlines('none', { tifftagPhotoshop: block.subarray(0, length) })).toEqual([]);
  });

  it('of straight lines, and of a curve that turns round beyond its corners, have the right boxes', () => {
    const bounds = (knots: readonly Knot[]) => boundsOf({ name: 'a', curves: [knots] });
    expect(bounds([corner(0.25, 0.5), corner(0.75, 0.5), corner(0.75, 1)])).toEqual([0.25, 0.5, 0.5, 0.5]);
    const bow: Knot[] = [
      [
        [0, 0],
        [0, 0],
        [0, 1],
      ],
      [
        [1, 1],
        [1, 0],
        [1, 0],
      ],
    ];
    expect(bounds(bow)).toEqual([0, 0, 1, 0.75]);
  });

  const corpus = sharedFolder('corpus/formats');
  it.skipIf(corpus === undefined)('that Photoshop wrote in two segments are found', async () => {
    const facts = await probeImage(path.join(corpus ?? '', 'app13-multiple.jpg'), 'image/jpeg');
    expect(facts.paths?.map(({ name }) => name)).toEqual(['Silo', 'TOP', 'metal base']);
    for (const { bounds } of facts.paths ?? []) {
      const [x, y, width, height] = bounds;
      expect(Math.min(x, y)).toBeGreaterThanOrEqual(0);
      expect(Math.max(x + width, y + height)).toBeLessThanOrEqual(1);
    }
    expect(outputSize(pictureRecipe('cropPathE=TOP&scl=1'), facts).width).toBeLessThan(256);
  });
});
