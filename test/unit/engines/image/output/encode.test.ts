import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { imageEngine } from '../../../../../src/engines/image/engine.ts';
import { profileName } from '../../../../../src/engines/image/color/profile-name.ts';
import { sniff } from '../../../../../src/system/sniff.ts';
import { sharp } from '../../../../../src/engines/image/libvips.ts';
import { toPicture } from '../../../../../src/engines/image/source/pixels.ts';
import type { Artefact, JobResult } from '../../../../../src/model/jobs/job.ts';
import { drawPicture, pictureRecipe } from '../../../../support/pictures/draw-picture.ts';
import { ownFolder } from '../../../../support/files/own-folder.ts';
import { writeGoldenMasters } from '../../../../support/pictures/golden-masters.ts';
import { ENGINE_CONTEXT } from '../../../../support/processes/engine-context.ts';
import { PACKAGE_PROFILES } from '../../../../support/pictures/package-profiles.ts';
import { readPdf } from '../../../../support/pictures/read-pdf.ts';
import { psnr } from '../../../../support/pictures/picture-difference.ts';

const XMP = '<x:xmpmeta xmlns:x="adobe:ns:meta/"><!-- from the master --></x:xmpmeta>';

let masters = '';
beforeAll(async () => {
  masters = await mkdtemp(path.join(os.tmpdir(), 'encode-'));
  await writeGoldenMasters(masters);
  await sharp(path.join(masters, 'patterns.png'))
    .withExif({ IFD0: { Artist: 'Ada', Copyright: '(c) 2024 Ada' } })
    .withXmp(XMP)
    .jpeg()
    .toFile(path.join(masters, 'plain.jpg'));
});
afterAll(() => rm(masters, { recursive: true }));

async function render(text: string, master = 'patterns.png'): Promise<JobResult> {
  const file = path.join(masters, master);
  const facts = await imageEngine.probe(file, (await sniff(file)) ?? '', ENGINE_CONTEXT);
  const recipe = pictureRecipe(text);
  const renditions = [{ name: 'a', role: 'preset', extension: 'bin', recipe }] as const;
  const stat = { bytes: 0, mtimeNs: '0', inode: '0' };
  const known = { master: { file, stat, sha256: '' }, facts, colors: PACKAGE_PROFILES };
  const job = { asset: master, ...known, renditions, memoryBytes: 1e9, held: true };
  return imageEngine.render(job, ownFolder(), ENGINE_CONTEXT);
}

async function only(text: string, master?: string): Promise<Artefact> {
  const { artefacts, failures } = await render(text, master);
  expect(failures).toEqual([]);
  return artefacts[0]!;
}

const metadataOf = async (text: string, master?: string) =>
  sharp(await readFile((await only(text, master)).file)).metadata();

describe('effort', () => {
  const made = (format: string, effort: string): Promise<Artefact> => only(`wid=300&fmt=${format}&qlt=70${effort}`);

  it.each(['jpeg', 'png', 'webp'])('gives smaller files of %s the more there is of it', async (format) => {
    const usual = await made(format, '');
    expect((await made(format, '&effort=fast')).bytes).toBeGreaterThan(usual.bytes);
    expect((await made(format, '&effort=small')).bytes).toBeLessThan(usual.bytes);
    expect((await made(format, '&effort=balanced')).sha256).toBe(usual.sha256);
  });

  it('is what AVIF is searched with: how much that wins depends on the picture', async () => {
    const [fast, usual] = [await made('avif', '&effort=fast'), await made('avif', '')];
    expect(fast.bytes).toBeGreaterThan(usual.bytes);
    expect((await made('avif', '&effort=small')).sha256).not.toBe(usual.sha256);
  });

  it('leaves baseline JPEGs what they are', async () => {
    expect(await metadataOf('wid=300&fmt=jpeg&effort=small')).toMatchObject({ isProgressive: false });
    expect(await metadataOf('wid=300&fmt=pjpeg&effort=small')).toMatchObject({ isProgressive: true });
  });
});

describe('jpegSize', () => {
  it('uses the best quality that fits, and tells it', async () => {
    const made = await only('wid=200&qlt=90&jpegSize=5');
    expect(made.bytes).toBeLessThanOrEqual(5 * 1024);
    expect(made.quality).toBeLessThan(90);
    const better = await only(`wid=200&qlt=${made.quality! + 1}`);
    expect(better.bytes).toBeGreaterThan(5 * 1024);
    const same = await only(`wid=200&qlt=${made.quality!}`);
    expect(same).toMatchObject({ sha256: made.sha256 });
    expect(same).not.toHaveProperty('quality');
  });

  it('counts what is kept of the master', async () => {
    const plain = await only('wid=200&qlt=90&jpegSize=5', 'plain.jpg');
    const heavy = await only('wid=200&qlt=90&jpegSize=5&iccEmbed=1', 'plain.jpg');
    expect(heavy.bytes).toBeLessThanOrEqual(5 * 1024);
    expect(heavy.quality).toBeLessThanOrEqual(plain.quality!);
  });

  it('moves with its argument', async () => {
    const [less, more] = [await only('wid=200&jpegSize=5'), await only('wid=200&jpegSize=6')];
    expect(more.quality).toBeGreaterThan(less.quality!);
  });

  it('fails where nothing is small enough, with what it came to', async () => {
    const { artefacts, failures } = await render('wid=600&jpegSize=1');
    expect(artefacts).toEqual([]);
    expect(failures).toMatchObject([{ code: 'RENDITION_TOO_LARGE', rendition: 'a' }]);
  });
});

describe('printRes', () => {
  it.each(['jpeg', 'png', 'png8', 'tif', 'pjpeg'])('stands in a %s, and changes no pixel', async (format) => {
    const made = await only(`wid=90&fmt=${format}&printRes=300`);
    expect(await sharp(made.file).metadata()).toMatchObject({ density: 300 });
    const plain = await toPicture(sharp((await only(`wid=90&fmt=${format}`)).file));
    expect((await toPicture(sharp(made.file))).data).toEqual(plain.data);
    expect(await metadataOf(`wid=90&fmt=${format}&printRes=301`)).toMatchObject({ density: 301 });
  });
});

describe('icc and iccEmbed', () => {
  it.each([
    ['jpeg', 'sRGB'],
    ['png', 'sRGB'],
    ['tif', 'sRGB'],
    ['webp', 'sRGB'],
    ['avif', 'sRGB'],
  ])('embed sRGB in a %s, whose pixels stay as they are', async (format) => {
    const lossless = format === 'webp' || format === 'avif' ? ',,lossless' : '';
    const made = await only(`wid=90&fmt=${format}${lossless}&iccEmbed=1`);
    expect((await sharp(made.file).metadata()).icc?.toString('latin1', 36, 40)).toBe('acsp');
    const plain = await only(`wid=90&fmt=${format}${lossless}`);
    expect((await sharp(plain.file).metadata()).icc).toBeUndefined();
    const [one, other] = [await toPicture(sharp(made.file)), await toPicture(sharp(plain.file))];
    expect(psnr(one.data, other.data)).toBeGreaterThan(50);
  });

  it.each([
    ['jpeg,gray', 'GRAY'],
    ['tif,cmyk', 'CMYK'],
    ['jpeg', 'RGB '],
  ])('embed a profile of the pixels of fmt=%s', async (format, space) => {
    const { icc } = await metadataOf(`wid=90&fmt=${format}&iccEmbed=1`);
    expect(icc?.toString('latin1', 16, 20)).toBe(space);
  });

  it('turn pixels into those of the profile, embedded or not', async () => {
    const [tagged, bare, plain] = [
      await only('wid=90&fmt=png&icc=DisplayP3&iccEmbed=1'),
      await only('wid=90&fmt=png&icc=display%20p3'),
      await only('wid=90&fmt=png'),
    ];
    expect((await sharp(bare.file).metadata()).icc).toBeUndefined();
    const stored = await toPicture(sharp(bare.file));
    const seen = await toPicture(sharp(tagged.file));
    const drawn = await toPicture(sharp(plain.file));
    expect(psnr(stored.data, drawn.data)).toBeLessThan(35);
    expect(psnr(seen.data, drawn.data)).toBeGreaterThan(40);
  });
});

describe('xmpEmbed', () => {
  it.each(['jpeg', 'tif'])("copies the master's XMP into a %s, whatever else is kept", async (format) => {
    for (const policy of ['none', 'copyright', 'all']) {
      const asked = `wid=90&fmt=${format}&xmpEmbed=1&metadata=${policy}`;
      expect((await metadataOf(asked, 'plain.jpg')).xmpAsString).toContain('from the master');
    }
    expect((await metadataOf(`wid=90&fmt=${format}&xmpEmbed=0&metadata=none`, 'plain.jpg')).xmp).toBeUndefined();
    expect((await metadataOf(`wid=90&fmt=${format}&xmpEmbed=1`)).xmp).toBeUndefined();
  });
});

describe('quantize', () => {
  it.each(['png8', 'gif'])('leaves a %s with just its colours', async (format) => {
    const { file } = await only(`wid=90&fmt=${format}&quantize=adaptive,diffuse,7,FF00FF`);
    const { data, channels } = await toPicture(sharp(file));
    const colors = new Set<string>();
    for (let i = 0; i < data.length; i += channels) colors.add(data.subarray(i, i + 3).join());
    expect(colors.size).toBeLessThanOrEqual(7);
    expect(colors.size).toBeGreaterThan(4);
  });

  it('makes of a picture black and white with a clear ground what the reference shows', async () => {
    const { file } = await only('fmt=gif-alpha&wid=100&quantize=adaptive,off,2,000000,ffffff', 'cut-out.png');
    const { data, channels } = await toPicture(sharp(file));
    expect(channels).toBe(4);
    const seen = new Set<string>();
    for (let i = 0; i < data.length; i += 4) seen.add(data[i + 3] === 0 ? 'clear' : data.subarray(i, i + 4).join());
    expect([...seen].toSorted()).toEqual(['0,0,0,255', '255,255,255,255', 'clear']);
  });
});

/** The pixels of a PDF or EPS, as libvips would have decoded them. */
const drawn = (text: string) => drawPicture(path.join(masters, 'patterns.png'), text);

describe('a PDF', () => {
  it.each([
    ['pdf', '/DeviceRGB'],
    ['pdf,,zip', '/DeviceRGB'],
    ['pdf,gray', '/DeviceGray'],
    ['pdf,gray,zip', '/DeviceGray'],
    ['pdf,cmyk', '/DeviceCMYK'],
    ['pdf,cmyk,zip', '/DeviceCMYK'],
  ])('as fmt=%s holds the very pixels on one page of their size', async (format, space) => {
    const text = `wid=90&fmt=${format}&printRes=144`;
    const made = await only(text);
    expect(made).toMatchObject({ mime: 'application/pdf', width: 90, height: 68 });
    const pdf = readPdf(await readFile(made.file));
    expect(pdf).toMatchObject({ pages: 1, mediaBox: [0, 0, 45, 34], width: 90, height: 68, space });
    const picture = await drawn(text);
    const pixels = sharp(picture.data, { raw: { width: 90, height: 68, channels: 3 } });
    const names = { '/DeviceRGB': 'srgb', '/DeviceGray': 'b-w', '/DeviceCMYK': 'cmyk' } as const;
    const expected = await pixels
      .toColourspace(names[space as keyof typeof names])
      .raw()
      .toBuffer();
    expect(Buffer.compare(pdf.samples(), expected)).toBe(0);
  });

  it('as fmt=pdf,,jpeg holds a JPEG of the quality asked for', async () => {
    const sizes: number[] = [];
    for (const quality of [50, 52]) {
      const pdf = readPdf(await readFile((await only(`wid=90&fmt=pdf,,jpeg&qlt=${quality}`)).file));
      const { data } = await toPicture(sharp(pdf.stream));
      expect(psnr(data, (await drawn('wid=90&fmt=pdf')).data)).toBeGreaterThan(20);
      sizes.push(pdf.stream.length);
    }
    expect(sizes[1]).toBeGreaterThan(sizes[0]!);
  });

  it('as fmt=pdf,cmyk,jpeg tells that Adobe stores inks the other way round', async () => {
    const { file } = await only('wid=90&fmt=pdf,cmyk,jpeg');
    expect((await readFile(file)).toString('latin1')).toContain('/Decode [1 0 1 0 1 0 1 0]');
  });

  it('names who made it, embeds its profile, and is the same each time', async () => {
    const text = 'wid=90&fmt=pdf,,zip&iccEmbed=1';
    const [one, other] = [await only(text, 'plain.jpg'), await only(text, 'plain.jpg')];
    expect(other.sha256).toBe(one.sha256);
    const pdf = readPdf(await readFile(one.file));
    expect(pdf.space).toBe('[/ICCBased');
    expect(pdf.info).toEqual({ Author: 'Ada', Subject: '(c) 2024 Ada', Producer: 'dmx' });
    const none = readPdf(await readFile((await only('wid=90&fmt=pdf&metadata=none', 'plain.jpg')).file));
    expect(none.info).toEqual({ Producer: 'dmx' });
  });

  it('of a huge page has a larger unit', async () => {
    const { file } = await only('wid=600&fmt=pdf,gray&printRes=1');
    const pdf = readPdf(await readFile(file));
    expect([pdf.unit, pdf.mediaBox]).toEqual([3, [0, 0, 14_400, 10_800]]);
  });
});

describe('an EPS', () => {
  it.each([
    ['eps', 'DeviceRGB', 'srgb'],
    ['eps,gray', 'DeviceGray', 'b-w'],
    ['eps,cmyk', 'DeviceCMYK', 'cmyk'],
  ])('as fmt=%s holds the very pixels in a box of their size', async (format, space, name) => {
    const text = `wid=90&fmt=${format}&printRes=100`;
    const made = await only(text);
    expect(made).toMatchObject({ mime: 'image/eps', width: 90, height: 68 });
    const bytes = await readFile(made.file);
    const head = bytes.toString('latin1', 0, 2000);
    expect(head).toMatch(/^%!PS-Adobe-3\.0 EPSF-3\.0\n/);
    expect(head).toContain('%%BoundingBox: 0 0 65 49\n%%HiResBoundingBox: 0 0 64.8 48.96\n');
    expect(head).toContain(`/${space} setcolorspace`);
    const [, announced] = /%%BeginData: (\d+) Binary Bytes\nimage\n/.exec(head)!;
    const start = head.indexOf('image\n', head.indexOf('%%BeginData')) + 6;
    const end = bytes.indexOf('\n%%EndData');
    expect(end - start + 6).toBe(Number(announced));
    const pixels = sharp((await drawn(text)).data, { raw: { width: 90, height: 68, channels: 3 } });
    expect(Buffer.compare(bytes.subarray(start, end), await pixels.toColourspace(name).raw().toBuffer())).toBe(0);
  });

  it('names who made it in its comments', async () => {
    const bytes = await readFile((await only('wid=9&fmt=eps', 'plain.jpg')).file);
    expect(bytes.toString('latin1')).toContain('%%For: Ada\n%%Copyright: (c) 2024 Ada\n');
  });
});

describe('icc', () => {
  const pixelsOf = async (text: string, master?: string) => {
    const { file } = await only(text, master);
    const { space, icc } = await sharp(file).metadata();
    const stored =
      space === 'cmyk'
        ? sharp(file).pipelineColourspace('cmyk').toColourspace('cmyk')
        : sharp(file, { ignoreIcc: true });
    return { space, profile: icc && profileName(icc), data: await stored.raw().toBuffer() };
  };

  it('keeps the numbers of a master that is in the profile already', async () => {
    const made = await pixelsOf('scl=1&fmt=png&icc=DisplayP3&iccEmbed=1', 'wide-gamut.png');
    const stored = await sharp(path.join(masters, 'wide-gamut.png'), { ignoreIcc: true })
      .removeAlpha()
      .raw()
      .toBuffer();
    expect(made.profile).toBe('Display P3');
    const far = made.data.filter((value, i) => Math.abs(value - (stored[i] ?? 0)) > 1);
    expect(far).toHaveLength(0);
    expect(made.data).toHaveLength(stored.length);
  });

  it.each(['tif,cmyk', 'jpeg,cmyk', 'pdf,cmyk', 'eps,cmyk'])(
    'writes inks of the profile that is named into %s',
    async (format) => {
      const plain = await only(`wid=60&fmt=${format}&qlt=100`);
      const [coated, uncoated] = [
        await only(`wid=60&fmt=${format}&qlt=100&icc=CoatedFogra39`),
        await only(`wid=60&fmt=${format}&qlt=100&icc=UncoatedFogra29`),
      ];
      expect(new Set([plain.sha256, coated.sha256, uncoated.sha256]).size).toBe(3);
    },
  );

  it('makes the pixels of the profile where fmt says nothing of them, paper white and unprinted', async () => {
    const made = await pixelsOf('wid=60&hei=200&fit=fit,1&bgc=FFFFFF&fmt=tif&icc=CoatedFogra39&iccEmbed=1');
    expect(made).toMatchObject({ space: 'cmyk', profile: 'Coated (FOGRA39)' });
    expect([...made.data.subarray(0, 4)]).toEqual([0, 0, 0, 0]);
  });

  it('holds whom the picture is by beside inks', async () => {
    const { exif } = await metadataOf('wid=60&fmt=jpeg,cmyk&icc=CoatedFogra39&iccEmbed=1', 'plain.jpg');
    expect(exif?.toString('latin1')).toContain('Ada');
  });

  it('writes gray by its curve', async () => {
    const [plain, light] = [await pixelsOf('wid=60&fmt=tif,gray'), await pixelsOf('wid=60&fmt=tif&icc=GrayGamma18')];
    expect(light.space).toBe('b-w');
    expect(light.data.length).toBe(plain.data.length);
    const sum = (data: Buffer) => data.reduce((total, value) => total + value, 0);
    expect(sum(light.data)).toBeLessThan(sum(plain.data));
  });

  it('fails what names a profile that is not there, and nothing else', async () => {
    const { artefacts, failures } = await render('wid=60&icc=Nowhere');
    expect(artefacts).toEqual([]);
    expect(failures).toMatchObject([{ code: 'COLOR_PROFILE_UNUSABLE', rendition: 'a' }]);
  });
});
