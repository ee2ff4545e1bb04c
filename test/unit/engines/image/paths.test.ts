import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { sharp } from '../../../../src/engines/image/libvips.ts';
import { probeImage } from '../../../../src/engines/image/probe.ts';
import { boundsOf } from '../../../../src/engines/image/paths/bounds.ts';
import { readPaths } from '../../../../src/engines/image/paths/path-resource.ts';
import { readResources } from '../../../../src/engines/image/paths/photoshop-resources.ts';
import { findOutlines, readOutlines } from '../../../../src/engines/image/paths/read-outlines.ts';
import { outputSize } from '../../../../src/layout/composite.ts';
import { parsePath } from '../../../../src/serving/path-data.ts';
import { drawPicture, pictureRecipe } from '../../../support/pictures/draw-picture.ts';
import { ownFolder } from '../../../support/files/own-folder.ts';
import {
  circle,
  clippingPathResource,
  corner,
  type Knot,
  pathResources,
  withResources,
} from '../../../support/pictures/photoshop-paths.ts';
import { renderFile } from '../../../support/pictures/render-file.ts';
import { sharedFolder } from '../../../support/files/repository.ts';

const [WIDTH, HEIGHT] = [240, 160];
/** Red inside of an ellipse that lies off the middle, green around it; the path is a little smaller. */
const isRed = (x: number, y: number): boolean =>
  ((x + 0.5) / WIDTH - 0.35) ** 2 / 0.25 ** 2 + ((y + 0.5) / HEIGHT - 0.4) ** 2 / 0.3 ** 2 < 1;
const INSIDE = circle(0.35, 0.4, 0.235, 0.278);

async function writeDisc(
  orientation = 1,
  { parts = 1, paths = { Disc: [INSIDE] } }: { parts?: number; paths?: Record<string, Knot[][]> | object } = {},
): Promise<string> {
  const data = new Uint8Array(WIDTH * HEIGHT * 3);
  for (let i = 0; i < WIDTH * HEIGHT; i++) data[3 * i + (isRed(i % WIDTH, Math.floor(i / WIDTH)) ? 0 : 1)] = 255;
  const jpeg = await sharp(data, { raw: { width: WIDTH, height: HEIGHT, channels: 3 } })
    .withMetadata({ orientation })
    .jpeg({ quality: 100, chromaSubsampling: '4:4:4' })
    .toBuffer();
  const file = path.join(ownFolder(), 'disc.jpg');
  const resources = pathResources(paths as Record<string, readonly (readonly Knot[])[]>);
  await writeFile(file, withResources(jpeg, resources, parts));
  return file;
}

describe('the paths of a master', () => {
  it.each([1, 3])('are told with the boxes around them, in however many segments: %i', async (parts) => {
    const paths = { Disc: [INSIDE], 'A b': [[corner(-0.5, 0.25), corner(0.5, 0.25), corner(0.5, 1.5)]] };
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
    const block = pathResources({ Disc: [INSIDE] });
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

const TEXTS = [
  'scl=1',
  'wid=100&hei=100&fit=stretch',
  'rotate=30&scl=1&flip=lr',
  'rotate=90&flip=ud&wid=90',
  'crop=20,10,150,120&size=300,0&rotate=200&extend=30,0,0,10&flip=lrud&scl=1',
  'scl=1&rect=40,30,60,60',
  'cropN=-0.2,-0.2,1.2,1.2&rotate=-70&scl=2',
];

describe('clipPathE', () => {
  it.each(TEXTS)('shows the subject and nothing else of %s', async (text) => {
    const file = await writeDisc();
    const { data } = await drawPicture(file, `${text}&fmt=png-alpha&clipPathE=Disc`);
    const whole = await drawPicture(file, `${text}&fmt=png-alpha`);
    let [green, red, lost] = [0, 0, 0];
    for (let i = 0; i < data.length; i += 4) {
      const seen = data[i + 3]! > 200;
      if (seen && data[i + 1]! > 100) green++;
      if (seen) red++;
    }
    const step = whole.channels;
    for (let i = 0, at = 0; i < whole.data.length; i += step, at += 4)
      if (whole.data[i]! > 250 && data[at + 3]! < 50) lost++;
    expect(green).toBe(0);
    expect(red).toBeGreaterThan(200);
    expect(lost / (red + lost)).toBeLessThan(0.16);
  });

  it.each([2, 3, 4, 5, 6, 7, 8])('follows EXIF orientation %i', async (orientation) => {
    const { data } = await drawPicture(await writeDisc(orientation), 'scl=1&fmt=png-alpha&clipPathE=Disc');
    const seen = data.filter((alpha, i) => i % 4 === 3 && alpha > 200).length;
    const green = data.filter((value, i) => i % 4 === 1 && value > 100 && data[i + 2]! > 200).length;
    expect(green).toBe(0);
    expect(seen / (WIDTH * HEIGHT)).toBeCloseTo(Math.PI * 0.235 * 0.278, 1);
  });

  it('shows all where no name is known, and so does cropPathE', async () => {
    const file = await writeDisc();
    const plain = await drawPicture(file, 'scl=1');
    expect(await drawPicture(file, 'scl=1&clipPathE=Other&cropPathE=Another')).toEqual(plain);
  });
});

describe('pathEmbed', () => {
  it.each(TEXTS)('writes the path where it lies in the reply to %s', async (text) => {
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
    const many = Array.from({ length: 60 }, () => INSIDE.concat(INSIDE, INSIDE, INSIDE, INSIDE, INSIDE, INSIDE));
    const file = await writeDisc(1, { parts: 4, paths: { Disc: [INSIDE], Many: many } });
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
  const many = Array.from({ length: 60 }, () => INSIDE);
  const PATHS = { Disc: [INSIDE], 'Many of them': many };

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
    const named = pathResources({ Other: [INSIDE], 'Disc.': [INSIDE] });
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

describe('cropPathE', () => {
  it('is a crop to the box', async () => {
    const file = await writeDisc();
    const expected = await drawPicture(file, 'scl=1&crop=27,19,114,90');
    expect(await drawPicture(file, 'scl=1&cropPathE=Disc')).toEqual(expected);
  });

  it('that leaves nothing is told so', async () => {
    const file = await writeDisc();
    await expect(drawPicture(file, 'scl=1&crop=200,0,40,160&cropPathE=Disc')).rejects.toMatchObject({
      code: 'RENDITION_EMPTY',
    });
  });
});

describe('a written path', () => {
  it.each([
    ['M,1,2,L,3,4,Z', ['M', 1, 2, 'L', 3, 4, 'Z']],
    ['m,1,2,3,4,l,-1,.5,z,m,1,1', ['M', 1, 2, 'L', 4, 6, 'L', 3, 6.5, 'Z', 'M', 2, 3]],
    ['M1,2,c,1,0,2,0,3,1,4,1,5,1,6,2', ['M', 1, 2, 'C', 2, 2, 3, 2, 4, 3, 'C', 8, 4, 9, 4, 10, 5]],
  ])('%s is read', (text, expected) => {
    expect(parsePath(text.split(','))).toEqual(expected);
  });

  it.each(['', 'L,1,2', 'M', 'M,1', 'M,1,2,Q,1,2,3,4', 'M,1,2,C,1,2', 'M,1,2,Z,3', 'M,1,x', '1,2'])(
    '%s is none',
    (text) => {
      expect(parsePath(text.split(','))).toBeUndefined();
    },
  );
});
