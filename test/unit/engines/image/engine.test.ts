import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { imageEngine } from '../../../../src/engines/image/engine.ts';
import { sniff } from '../../../../src/system/sniff.ts';
import { sharp } from '../../../../src/engines/image/libvips.ts';
import { openPicture, toPicture } from '../../../../src/engines/image/source/pixels.ts';
import { ENGINES } from '../../../../src/engines/index.ts';
import type { Artefact, JobRendition, JobResult } from '../../../../src/model/jobs/job.ts';
import { OUTPUT_FORMATS } from '../../../../src/model/formats/output-formats.ts';
import type { PyramidRecipe, Recipe } from '../../../../src/model/recipe/recipe.ts';
import { CLIP } from '../../../support/video/clips.ts';
import { drawPicture, pictureRecipe } from '../../../support/pictures/draw-picture.ts';
import { ownFolder } from '../../../support/files/own-folder.ts';
import { writeGoldenMasters } from '../../../support/pictures/golden-masters.ts';
import { ENGINE_CONTEXT } from '../../../support/processes/engine-context.ts';
import { metadataOf } from '../../../support/pictures/file-metadata.ts';
import { psnr } from '../../../support/pictures/picture-difference.ts';

let masters = '';
beforeAll(async () => {
  masters = await mkdtemp(path.join(os.tmpdir(), 'engine-'));
  await writeGoldenMasters(masters);
});
afterAll(() => rm(masters, { recursive: true }));

const { encoderVersions: STAMPS } = await imageEngine.describe({});

const STAT = { bytes: 0, mtimeNs: '0', inode: '0' };

interface Wish extends Partial<Omit<JobRendition, 'recipe'>> {
  readonly recipe: Recipe;
}

/** A rendition by its text, named a, b, c …. */
const wish = (text: string, more: Omit<Wish, 'recipe'> = {}): Wish => ({ recipe: pictureRecipe(text), ...more });

async function render(
  master: string,
  wishes: readonly Wish[],
  { scratch = ownFolder(), held = true } = {},
): Promise<JobResult> {
  const file = path.join(masters, master);
  const renditions = wishes.map((one, i) => ({
    name: String.fromCharCode(97 + i),
    role: 'preset' as const,
    extension: 'bin',
    ...one,
  }));
  const facts = await imageEngine.probe(file, (await sniff(file)) ?? '', ENGINE_CONTEXT);
  const job = { asset: master, master: { file, stat: STAT, sha256: '' }, facts, renditions, memoryBytes: 1e9, held };
  return imageEngine.render(job, scratch, ENGINE_CONTEXT);
}

async function only(master: string, text: string): Promise<Artefact> {
  const { artefacts, failures } = await render(master, [wish(text)]);
  expect(failures).toEqual([]);
  expect(artefacts).toHaveLength(1);
  return artefacts[0]!;
}

describe('a finished rendition', () => {
  it('lies in scratch under its name and is told in full', async () => {
    const scratch = ownFolder();
    const order = wish('wid=60&fmt=jpeg', { name: 'Thumb-1.x', extension: 'jpg' });
    const { artefacts, failures, warnings } = await render('patterns.png', [order], { scratch });
    const bytes = await readFile(path.join(scratch, 'Thumb-1.x.jpg'));
    expect(await readdir(scratch)).toEqual(['Thumb-1.x.jpg']);
    expect({ failures, warnings }).toEqual({ failures: [], warnings: [] });
    expect(artefacts).toEqual([
      {
        name: 'Thumb-1.x',
        file: path.join(scratch, 'Thumb-1.x.jpg'),
        mime: 'image/jpeg',
        width: 60,
        height: 45,
        bytes: bytes.length,
        sha256: createHash('sha256').update(bytes).digest('hex'),
        engine: STAMPS['jpg'],
      },
    ]);
  });

  // How much of the pixels an encoder may lose at quality 90, in decibels; palettes are coarse.
  it.each([
    ['jpeg', { format: 'jpeg', hasAlpha: false, isProgressive: false, chromaSubsampling: '4:2:0' }, 28],
    ['pjpeg', { format: 'jpeg', hasAlpha: false, isProgressive: true }, 28],
    ['png', { format: 'png', hasAlpha: false, isPalette: false }, Infinity],
    ['png-alpha', { format: 'png', hasAlpha: true, isPalette: false }, Infinity],
    ['png8', { format: 'png', hasAlpha: false, isPalette: true }, 25],
    ['png8-alpha', { format: 'png', isPalette: true }, 25],
    ['gif', { format: 'gif', isPalette: true }, 25],
    ['gif-alpha', { format: 'gif', hasAlpha: true, isPalette: true }, 15],
    ['tif', { format: 'tiff', hasAlpha: false, compression: 'none' }, Infinity],
    ['tif-alpha', { format: 'tiff', hasAlpha: true, compression: 'none' }, Infinity],
    ['webp', { format: 'webp', hasAlpha: false }, 28],
    ['webp-alpha', { format: 'webp', hasAlpha: true }, 28],
    ['avif', { format: 'heif', hasAlpha: false, compression: 'av1' }, 28],
    ['avif-alpha', { format: 'heif', hasAlpha: true, compression: 'av1' }, 25],
  ] as const)('in %s is what its row says, untagged, and close to the pixels drawn', async (format, facts, least) => {
    const text = `wid=120&fmt=${format}&qlt=90&bgc=250,200,40`;
    const made = await only('cut-out.png', text);
    const row = OUTPUT_FORMATS.find(({ names }) => names[0] === format)!;
    expect(made).toMatchObject({ mime: row.mime, width: 120, height: 90 });
    const metadata = await metadataOf(made);
    expect(metadata).toMatchObject({ ...facts, width: 120, height: 90, space: 'srgb' });
    expect(metadata.icc).toBeUndefined();
    expect(metadata.exif).toBeUndefined();
    const drawn = await drawPicture(path.join(masters, 'cut-out.png'), text);
    // What is clear has no colour: both are looked at on one ground.
    const onGray = (open: ReturnType<typeof sharp>) => toPicture(open.flatten({ background: 'gray' }));
    const [found, expected] = [await onGray(sharp(made.file)), await onGray(openPicture(drawn))];
    expect(psnr(found.data, expected.data)).toBeGreaterThanOrEqual(least);
  });

  it('has a file for every format that an encoder writes', () => {
    const written = OUTPUT_FORMATS.filter(({ encoder }) => encoder !== null).map(({ extension }) => extension);
    for (const extension of written) expect(STAMPS[extension]).toMatch(/^image \d+, vips 8\./);
    expect(STAMPS['pyramid']).toMatch(/tiff 4/);
  });

  it.each([
    ['fmt=jpeg,gray', { format: 'jpeg', space: 'b-w', channels: 1 }],
    ['fmt=png,gray', { format: 'png', space: 'b-w' }],
    ['fmt=tif,gray,lzw', { format: 'tiff', space: 'b-w', compression: 'lzw' }],
    ['fmt=jpeg,cmyk', { format: 'jpeg', space: 'cmyk', channels: 4 }],
    ['fmt=tif,cmyk,zip', { format: 'tiff', space: 'cmyk', compression: 'deflate' }],
    ['fmt=tif,,jpeg&qlt=70', { format: 'tiff', space: 'srgb', compression: 'jpeg' }],
    ['fmt=jpeg&qlt=90,1', { format: 'jpeg', chromaSubsampling: '4:4:4' }],
  ])('of %s has that kind of pixels', async (text, facts) => {
    expect(await metadataOf(await only('patterns.png', `wid=90&${text}`))).toMatchObject(facts);
  });

  it.each(['webp', 'avif'])('in lossless %s has the very pixels drawn', async (format) => {
    const text = `wid=90&fmt=${format},,lossless`;
    const made = await toPicture(sharp((await only('patterns.png', text)).file));
    const drawn = await drawPicture(path.join(masters, 'patterns.png'), text);
    // AVIF stores luma and chroma of 8 bits, which is a rounding.
    expect(psnr(made.data, drawn.data)).toBeGreaterThan(format === 'webp' ? 99 : 45);
  });

  it('grows with its quality', async () => {
    const { artefacts } = await render('patterns.png', [wish('wid=200&qlt=30'), wish('wid=200&qlt=95')]);
    expect(artefacts[1]!.bytes).toBeGreaterThan(1.5 * artefacts[0]!.bytes);
  });

  it('keeps no alpha that hides nothing', async () => {
    const opaque = path.join(masters, 'opaque.png');
    await sharp(path.join(masters, 'patterns.png')).ensureAlpha().png().toFile(opaque);
    expect(await metadataOf(await only('opaque.png', 'wid=90&fmt=png-alpha'))).toMatchObject({ hasAlpha: false });
  });
});

describe('the metadata of a rendition', () => {
  const XMP = '<x:xmpmeta xmlns:x="adobe:ns:meta/"><!-- from the master --></x:xmpmeta>';

  beforeAll(async () => {
    const bare = () => sharp(path.join(masters, 'patterns.png'));
    const rights = { Artist: 'Ada', Copyright: '2024 Ada', ImageDescription: 'a drawing' };
    await bare()
      .withExif({ IFD0: rights })
      .withXmp(XMP)
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toFile(path.join(masters, 'plain.jpg'));
    const letters = await sharp(path.join(masters, 'plain.jpg')).keepMetadata().toBuffer();
    // The same file with a letter that ASCII has not, as cameras write it.
    const at = letters.indexOf('Ada\0');
    Buffer.from('Åd\0', 'utf8').copy(letters, at);
    await writeFile(path.join(masters, 'letters.jpg'), letters);
  });

  it.each(['jpeg', 'png', 'webp', 'avif'])('of %s is who made it and whose it is, and no more', async (format) => {
    const { exif, xmp } = await metadataOf(await only('plain.jpg', `wid=90&fmt=${format}`));
    expect(exif?.toString('latin1')).toMatch(/Ada\0.*2024 Ada\0/s);
    expect(exif?.toString('latin1')).not.toContain('a drawing');
    expect(xmp).toBeUndefined();
  });

  it('keeps every letter of a name', async () => {
    const { exif } = await metadataOf(await only('letters.jpg', 'wid=90&fmt=webp'));
    expect(exif?.toString('utf8')).toContain('Åd');
  });

  it('is XMP in a TIFF, and nothing in a GIF', async () => {
    const { xmpAsString } = await metadataOf(await only('letters.jpg', 'wid=90&fmt=tif'));
    expect(xmpAsString).toContain('<rdf:li>Åd</rdf:li>');
    const { exif, xmp } = await metadataOf(await only('plain.jpg', 'wid=90&fmt=gif&metadata=all'));
    expect([exif, xmp]).toEqual([undefined, undefined]);
  });

  it('is all there is where that is asked for, except that it lies no more', async () => {
    const { exif, xmpAsString, orientation } = await metadataOf(await only('plain.jpg', 'wid=90&metadata=all'));
    expect(exif?.toString('latin1')).toContain('a drawing');
    expect(xmpAsString).toContain('from the master');
    expect(orientation).toBe(1);
  });

  it('is none where none is asked for', async () => {
    const { exif, xmp } = await metadataOf(await only('plain.jpg', 'wid=90&metadata=none'));
    expect([exif, xmp]).toEqual([undefined, undefined]);
  });
});

describe('a job', () => {
  it('answers in its own order and loses nothing to a rendition that fails', async () => {
    const texts = ['wid=40', 'crop=9000,0,0,0&wid=10', 'wid=500', 'wid=70000&hei=2', 'wid=40&fmt=png'];
    const { artefacts, failures } = await render(
      'patterns.png',
      texts.map((text) => wish(text)),
    );
    expect(artefacts.map(({ name }) => name)).toEqual(['a', 'c', 'e']);
    expect(failures.map(({ rendition, code }) => [rendition, code])).toEqual([
      ['b', 'RENDITION_EMPTY'],
      ['d', 'RENDITION_TOO_LARGE'],
    ]);
  });

  it('makes pyramids beside pictures', async () => {
    const pyramid: PyramidRecipe = { kind: 'pyramid', tile: 64, compression: 'deflate', quality: 95 };
    const orders = [{ recipe: pyramid, name: 'pyramid', role: 'pyramid', extension: 'tif' } as const, wish('wid=40')];
    const { artefacts, failures } = await render('patterns.png', orders);
    expect(failures).toEqual([]);
    expect(artefacts[0]).toMatchObject({ name: 'pyramid', mime: 'image/tiff', width: 640, height: 480 });
    expect(artefacts[0]!.engine).toBe(STAMPS['pyramid']);
    expect(artefacts[0]!.sha256).toBe(
      createHash('sha256')
        .update(await readFile(artefacts[0]!.file))
        .digest('hex'),
    );
  });

  it('tells the windows of its smart crops once each, and the colour of its swatch', async () => {
    const square = 'smartCrop=1,1,1,center&wid=50&hei=50&fit=crop,1';
    const { smartCrops, swatchColor } = await render('patterns.png', [
      wish(square, { role: 'crop', crop: 'Square' }),
      wish(square, { role: 'preset', crop: 'Square' }),
      wish('smartCrop=2,1,1&smartCropFocus=0,0&wid=50', { role: 'crop', name: 'Wide' }),
      wish('smartCrop=1,1,4&smartCropFocus=0.73,0.31&wid=20&hei=20&fit=crop,1', { role: 'swatch' }),
    ]);
    expect(smartCrops).toEqual([
      { name: 'Square', rect: [0.125, 0, 0.75, 1], focus: [0.5, 0.5], by: 'center', confidence: 1 },
      { name: 'Wide', rect: [0, 0, 1, 0.666667], focus: [0, 0], by: 'manual', confidence: 1 },
    ]);
    // The middle of the disc.
    expect(swatchColor).toMatch(/^#e6[78].28$/);
  });

  it.each([
    ['gray.png', /gray without an ICC profile/],
    ['print.tif', /CMYK without an ICC profile/],
  ])('warns where the colours of %s had to be guessed', async (master, sentence) => {
    const { warnings } = await render(master, [wish('wid=20')]);
    expect(warnings).toEqual([expect.stringMatching(sentence)]);
  });

  it('fails as a whole where the master can not be decoded', async () => {
    const bytes = await readFile(path.join(masters, 'patterns.png'));
    await writeFile(path.join(masters, 'cut-off.png'), bytes.subarray(0, bytes.length / 2));
    const made = render('cut-off.png', [wish('wid=20'), wish('wid=600')]);
    await expect(made).rejects.toMatchObject({ name: 'SourceError', code: 'SOURCE_CORRUPT' });
  });

  it('fails as a whole where its scratch folder is gone', async () => {
    const scratch = path.join(ownFolder(), 'gone');
    await expect(render('patterns.png', [wish('wid=20')], { scratch })).rejects.toMatchObject({ code: 'STORAGE_GONE' });
  });

  it('is refused for what is no picture', async () => {
    const master = { file: 'a', stat: STAT, sha256: '' };
    const clip = { asset: 'a', master, facts: CLIP, renditions: [], memoryBytes: 1, held: true };
    await expect(imageEngine.render(clip, ownFolder(), ENGINE_CONTEXT)).rejects.toMatchObject({
      code: 'ENGINE_FAILED',
    });
    expect(ENGINES.image).toBe(imageEngine);
  });
});

describe('the bytes of a rendition', () => {
  // Among them windows of one scale, which are read together: 300×225 and, enlarged, 960×720.
  const together = ['wid=300&hei=100', 'wid=200&hei=225', 'wid=960&hei=720', 'wid=960&hei=300', 'wid=100&hei=100'];
  const plain = ['wid=30', 'wid=300', 'wid=630', 'scl=1', 'wid=90&hei=40&fit=stretch,1'];
  const views = fc.constantFrom(...plain, ...together.map((text) => `${text}&fit=crop,1`));
  const regions = fc.constantFrom(
    '',
    '&crop=20,30,300,200',
    '&crop=-40,10,500,300',
    '&smartCrop=1,1,2,center',
    '&margins=5,6,7,8',
  );
  const turns = fc.constantFrom('', '&flip=lr', '&rotate=90', '&rotate=33', '&flip=ud&rotate=270');
  const finishes = fc.constantFrom(
    '',
    '&op_usm=1,1,2,0',
    '&op_sharpen=1',
    '&levelMask=2,1,0,0',
    '&fmt=png-alpha',
    '&fmt=webp',
  );
  const layers = fc.constantFrom(
    '',
    '&size=200,0&extend=9,-4,0,30',
    '&scale=0.7&extendN=0,0.1,0.2,0&bgColor=200,100,0,90',
    '&color=0,255,0&bgColor=FF0000',
    '&op_blur=9&op_noise=5&op_grow=-2&opac=70',
    '&op_colorize=A05020,norm,30&op_hue=20&op_invert=1&op_contrast=10',
  );
  const texts = fc.tuple(views, regions, layers, turns, finishes).map((parts) => parts.join(''));
  const names = ['patterns.png', 'cut-out.png', 'lying.tif', 'deep.png', 'gray.png', 'wide-gamut.png', 'print.tif'];

  it('depend on master and recipe alone, whatever else is made and however much memory there is', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...names),
        fc.array(texts, { minLength: 2, maxLength: 5 }),
        async (master, wanted) => {
          const wishes = wanted.map((text) => wish(text));
          const digests = async (orders: readonly Wish[], held: boolean): Promise<string[]> => {
            const { artefacts, failures } = await render(master, orders, { scratch, held });
            expect(failures).toEqual([]);
            return artefacts.map(({ sha256 }) => sha256);
          };
          const scratch = ownFolder();
          const together = await digests(wishes, true);
          expect(await digests(wishes, false)).toEqual(together);
          expect(await digests(wishes.toReversed(), true)).toEqual(together.toReversed());
          for (const [i, one] of wishes.entries()) expect(await digests([one], true)).toEqual([together[i]]);
        },
      ),
      { numRuns: 40 },
    );
  });
});
