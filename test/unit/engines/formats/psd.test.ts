import { readdirSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { printPsd, printPsdResource, toPlanes, type PsdPicture } from '../../../../fixtures/make/psd.ts';
import { psd } from '../../../../src/engines/formats/psd.ts';
import { withDecoded } from '../../../../src/engines/image/with-decoded.ts';
import { readFileSync } from 'node:fs';
import { packageFile } from '../../../../src/system/package-files.ts';
import { sharp } from '../../../../src/engines/image/libvips.ts';
import { openFile } from '../../../../src/engines/image/source/master.ts';
import { readSourceMetadata } from '../../../../src/engines/image/metadata/source-metadata.ts';
import { readRegions } from '../../../../src/engines/image/metadata/regions.ts';
import { readOutlines } from '../../../../src/engines/image/paths/read-outlines.ts';
import { probeImage } from '../../../../src/engines/image/probe.ts';
import type { ImageFacts } from '../../../../src/model/asset.ts';
import { ownFolder } from '../../../support/files/own-folder.ts';
import { circle, clippingPathResource, pathResources } from '../../../support/pictures/masters/photoshop-paths.ts';
import { sharedFolder } from '../../../support/files/repository.ts';

const MIME = 'image/vnd.adobe.photoshop';
const { decoder } = psd;
const [WIDTH, HEIGHT] = [37, 11];

/** Samples without a pattern, the same every time. */
function samples(count: number, most: number): number[] {
  return Array.from({ length: count }, (_, i) =>
    Math.floor(((Math.imul(i + 1, 2_654_435_761) >>> 8) / 2 ** 24) * (most + 1)),
  );
}

interface Kind {
  readonly mode: number;
  readonly depth: 8 | 16;
  readonly channels: number;
}

function makePsd({ mode, depth, channels }: Kind, values: readonly number[], more: Partial<PsdPicture> = {}): Buffer {
  const array = depth === 8 ? Uint8Array.from(values) : Uint16Array.from(values);
  return printPsd({ width: WIDTH, height: HEIGHT, depth, mode, planes: toPlanes(array, channels), ...more });
}

async function write(bytes: Buffer): Promise<string> {
  const file = path.join(ownFolder(), 'master.psd');
  await writeFile(file, bytes);
  return file;
}

/** The samples that libvips reads of what is made of a file, and what both say of it. */
async function read(bytes: Buffer) {
  const file = await write(bytes);
  const facts = await probeImage(file, MIME);
  return withDecoded({ file, facts }, ownFolder(), async (master) => {
    const { space, depth, channels } = await openFile(master.file).metadata();
    // Raw gray loses its alpha in sharp.
    const gray = channels === 2;
    const data = await openFile(master.file)
      .pipelineColourspace(space)
      .toColourspace(gray ? 'srgb' : space)
      .raw({ depth: depth as 'uchar' })
      .toBuffer();
    const type = { uchar: Uint8Array, ushort: Uint16Array, short: Int16Array }[depth as 'uchar' | 'ushort' | 'short'];
    const all = [...new type(data.buffer, data.byteOffset, data.length / type.BYTES_PER_ELEMENT)];
    const values = gray ? all.filter((_, i) => i % 4 === 0 || i % 4 === 3) : all;
    return { values, facts, told: { ...(await probeImage(master.file, 'image/tiff')), mime: facts.mime } };
  });
}

const WAYS: readonly (readonly [string, Partial<PsdPicture>])[] = [
  ['raw', {}],
  ['packed', { packed: true }],
  ['large and raw', { large: true }],
  ['large and packed', { large: true, packed: true }],
];

const same = (value: number): number => value;

const KINDS: readonly (readonly [string, Kind, (value: number, i: number) => number, Partial<ImageFacts>])[] = [
  ['gray', { mode: 1, depth: 8, channels: 1 }, same, { colorSpace: 'gray', depth: 8, alpha: false }],
  ['gray of 16 bits', { mode: 1, depth: 16, channels: 1 }, same, { colorSpace: 'gray', depth: 16 }],
  ['RGB', { mode: 3, depth: 8, channels: 3 }, same, { colorSpace: 'srgb', depth: 8, alpha: false }],
  ['RGB of 16 bits', { mode: 3, depth: 16, channels: 3 }, same, { colorSpace: 'srgb', depth: 16 }],
  ['CMYK', { mode: 4, depth: 8, channels: 4 }, (value) => 255 - value, { colorSpace: 'cmyk', depth: 8 }],
  ['CMYK of 16 bits', { mode: 4, depth: 16, channels: 4 }, (value) => 65_535 - value, { colorSpace: 'cmyk' }],
  [
    'Lab',
    { mode: 9, depth: 8, channels: 3 },
    (value, i) => (i % 3 === 0 ? (value * 257) >> 1 : (value - 128) * 256),
    { colorSpace: 'lab' },
  ],
  [
    'Lab of 16 bits',
    { mode: 9, depth: 16, channels: 3 },
    (value, i) => (i % 3 === 0 ? value >> 1 : value - 32_768),
    { colorSpace: 'lab' },
  ],
];

describe.each(KINDS)('the merged picture of a Photoshop file in %s', (_, kind, expected, facts) => {
  it.each(WAYS)('is read sample by sample where it is %s, and told as it is', async (_way, more) => {
    const values = samples(WIDTH * HEIGHT * kind.channels, kind.depth === 8 ? 255 : 65_535);
    const found = await read(makePsd(kind, values, more));
    expect(found.values).toEqual(values.map(expected));
    expect(found.facts).toMatchObject({ width: WIDTH, height: HEIGHT, orientation: 1, icc: null, ...facts });
    expect(found.told).toEqual(found.facts);
  });
});

describe('the merged picture of a Photoshop file', () => {
  it('of one bit is black where it says so', async () => {
    const rowBytes = Math.ceil(WIDTH / 8);
    const plane = Buffer.from(samples(rowBytes * HEIGHT, 255));
    const bytes = printPsd({ width: WIDTH, height: HEIGHT, depth: 1, mode: 0, planes: [plane], packed: true });
    const { values, facts, told } = await read(bytes);
    const bit = (i: number): number =>
      (plane[Math.floor(i / WIDTH) * rowBytes + ((i % WIDTH) >> 3)]! >> (7 - ((i % WIDTH) & 7))) & 1;
    expect(values).toEqual(values.map((__, i) => (bit(i) === 1 ? 0 : 255)));
    expect(facts).toMatchObject({ colorSpace: 'gray', depth: 1 });
    expect(told).toEqual(facts);
  });

  it('with a table of colours is read by it', async () => {
    const colors = Buffer.from(samples(768, 255));
    const indices = samples(WIDTH * HEIGHT, 255);
    const { values, facts, told } = await read(makePsd({ mode: 2, depth: 8, channels: 1 }, indices, { colors }));
    expect(values).toEqual(indices.flatMap((index) => [colors[index], colors[256 + index], colors[512 + index]]));
    expect(told).toEqual(facts);
  });

  const CLEAR: readonly (readonly [string, Kind, Partial<PsdPicture>])[] = [
    ['RGB', { mode: 3, depth: 8, channels: 4 }, {}],
    ['RGB of 16 bits', { mode: 3, depth: 16, channels: 4 }, { layersIn: 'Lr16' }],
    ['RGB of 16 bits, large', { mode: 3, depth: 16, channels: 4 }, { layersIn: 'Lr16', large: true, packed: true }],
    ['gray', { mode: 1, depth: 8, channels: 2 }, {}],
  ];
  it.each(CLEAR)(
    'is lifted off the paper that it was merged onto, with its transparency: %s',
    async (_, kind, more) => {
      const [most, { channels }] = [kind.depth === 8 ? 255 : 65_535, kind];
      const values = samples(WIDTH * HEIGHT * channels, most);
      const alphaOf = (i: number): number => values[i - (i % channels) + channels - 1]!;
      const merged = values.map((value, i) =>
        i % channels === channels - 1 ? value : Math.round((value * alphaOf(i)) / most + most - alphaOf(i)),
      );
      const { values: found, facts, told } = await read(makePsd(kind, merged, { layers: -1, ...more }));
      // What is nearly clear has lost its colour: an error of half a step grows with what it is divided by.
      const wrong = values.filter((value, i) => {
        const alpha = i % channels === channels - 1 ? most : alphaOf(i);
        return alpha > 0 && Math.abs(value - (found[i] ?? -1)) > Math.ceil(most / alpha / 2);
      });
      expect(wrong).toEqual([]);
      expect(facts.alpha).toBe(true);
      expect(told).toEqual(facts);
    },
  );

  it('has no transparency in what was saved beside it: selections and spot colours', async () => {
    const values = samples(WIDTH * HEIGHT * 5, 255);
    for (const more of [{}, { layers: 2 }]) {
      const { values: found, facts } = await read(makePsd({ mode: 3, depth: 8, channels: 5 }, values, more));
      expect(found).toEqual(values.filter((_, i) => i % 5 < 3));
      expect(facts.alpha).toBe(false);
    }
  });
});

const RGB: Kind = { mode: 3, depth: 8, channels: 3 };
const NOISE = samples(WIDTH * HEIGHT * 3, 255);

describe('what a Photoshop file says of its picture', () => {
  it('goes with it: profile, paths, density, rights, EXIF and XMP', async () => {
    const exif = (
      await sharp(
        await sharp(Buffer.from(NOISE), { raw: { width: WIDTH, height: HEIGHT, channels: 3 } })
          .withExif({ IFD0: { Artist: 'A. Draughtsman' } })
          .jpeg()
          .toBuffer(),
      ).metadata()
    ).exif;
    const density = Buffer.alloc(16);
    density.writeUInt32BE(300 * 65_536, 0);
    density.writeUInt32BE(300 * 65_536, 8);
    const iptc = Buffer.concat([Buffer.from([0x1c, 2, 116, 0, 6]), Buffer.from('Museum')]);
    const resources = Buffer.concat([
      printPsdResource(1039, readFileSync(packageFile('profiles/icc/DisplayP3.icc'))),
      printPsdResource(1005, density),
      printPsdResource(1058, exif!.subarray(6)),
      printPsdResource(1060, Buffer.from('<x:xmpmeta xmlns:x="adobe:ns:meta/"/>')),
      printPsdResource(1028, iptc),
      pathResources({ 'Disc.': [circle(0.5, 0.5, 0.25, 0.25)] }),
      clippingPathResource('Disc.'),
    ]);
    const file = await write(makePsd(RGB, NOISE, { resources, packed: true }));
    const facts = await probeImage(file, MIME);
    expect(facts).toMatchObject({ icc: 'Display P3', paths: [{ name: 'Disc.' }] });
    await withDecoded({ file, facts }, ownFolder(), async (master) => {
      expect({ ...(await probeImage(master.file, 'image/tiff')), mime: MIME }).toEqual(facts);
      expect(await openFile(master.file).metadata()).toMatchObject({ density: 300, hasProfile: true });
      expect(await readSourceMetadata(master)).toMatchObject({
        rights: { artist: 'A. Draughtsman', copyright: 'Museum' },
        xmp: expect.stringContaining('xmpmeta'),
      });
      const [disc] = await readOutlines(master.file);
      expect(disc).toMatchObject({ name: 'Disc.', clips: true, curves: [{ length: 4 }] });
    });
  });
});

describe('what people marked in the XMP of a Photoshop file', () => {
  it('is where they marked it', async () => {
    const area = 'stArea:x="0.5" stArea:y="0.25" stArea:w="0.2" stArea:h="0.1" stArea:unit="normalized"';
    const region = `<rdf:li><rdf:Description mwg-rs:Type="Face"><mwg-rs:Area ${area}/></rdf:Description></rdf:li>`;
    const xmp = `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description xmlns:mwg-rs="http://www.metadataworkinggroup.com/schemas/regions/" xmlns:stArea="http://ns.adobe.com/xmp/sType/Area#"><mwg-rs:Regions><mwg-rs:RegionList><rdf:Bag>${region}</rdf:Bag></mwg-rs:RegionList></mwg-rs:Regions></rdf:Description></rdf:RDF></x:xmpmeta>`;
    const file = await write(makePsd(RGB, NOISE, { resources: printPsdResource(1060, Buffer.from(xmp)) }));
    const facts = await probeImage(file, MIME);
    await withDecoded({ file, facts }, ownFolder(), async (master) => {
      expect(await readRegions(master)).toEqual([{ box: [0.4, 0.2, 0.2, 0.1], score: 1, label: 'face' }]);
    });
  });
});

describe('a Photoshop file that is not read', () => {
  const version = (merged: 0 | 1): Buffer => printPsdResource(1057, Buffer.from([0, 0, 0, 1, merged]));

  it.each([['without a merged picture and without layers', { resources: version(0) }, /without either/]])(
    'is refused by name: %s',
    async (_, more, message) => {
      const file = await write(makePsd(RGB, NOISE, more));
      await expect(probeImage(file, MIME)).rejects.toMatchObject({
        code: 'SOURCE_FORMAT_UNSUPPORTED',
        message: expect.stringMatching(message),
        hint: expect.stringMatching(/Photoshop/),
      });
    },
  );

  it('in ZIP compression is refused by name', async () => {
    const bytes = makePsd(RGB, NOISE);
    bytes[bytes.length - NOISE.length - 1] = 2;
    await expect(probeImage(await write(bytes), MIME)).rejects.toMatchObject({ code: 'SOURCE_FORMAT_UNSUPPORTED' });
  });

  it('is read where it says that it has a merged picture', async () => {
    expect((await read(makePsd(RGB, NOISE, { resources: version(1) }))).values).toEqual(NOISE);
  });

  it.each([false, true])('is damaged wherever it was cut off (packed: %s)', async (packed) => {
    const bytes = makePsd(RGB, NOISE, { packed, layers: 1, resources: version(1) });
    for (let length = 0; length < bytes.length; length += 13) {
      const file = await write(bytes.subarray(0, length));
      await expect(probeImage(file, MIME)).rejects.toMatchObject({ code: 'SOURCE_CORRUPT' });
    }
  });

  it('is damaged where its header claims more than the file can hold', async () => {
    const bytes = makePsd(RGB, NOISE, { packed: true });
    bytes.writeUInt32BE(30_000, 14);
    bytes.writeUInt32BE(30_000, 18);
    await expect(probeImage(await write(bytes), MIME)).rejects.toMatchObject({ code: 'SOURCE_CORRUPT' });
    bytes.writeUInt32BE(30_001, 18);
    await expect(probeImage(await write(bytes), MIME)).rejects.toMatchObject({ code: 'SOURCE_CORRUPT' });
  });

  it('is damaged where a row does not fill its width, and leaves nothing behind', async () => {
    const bytes = makePsd(RGB, samples(WIDTH * HEIGHT * 3, 0), { packed: true });
    // The count of the last run.
    bytes[bytes.length - 2] = 255;
    const file = await write(bytes);
    const scratch = ownFolder();
    const made = withDecoded({ file, facts: await probeImage(file, MIME) }, scratch, async () => undefined);
    await expect(made).rejects.toMatchObject({ code: 'SOURCE_CORRUPT' });
    expect(readdirSync(scratch)).toEqual([]);
  });

  it('is told as what it is, whatever bytes are wrong in it', async () => {
    const whole = makePsd(RGB, NOISE, {
      packed: true,
      layers: -1,
      resources: pathResources({ A: [circle(0.5, 0.5, 0.2, 0.2)] }),
    });
    const folder = ownFolder();
    let count = 0;
    const wrong = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(wrong, async (changes) => {
        const bytes = Buffer.from(whole);
        for (const [at, value] of changes) bytes[at] = value;
        const file = path.join(folder, `${++count}.psd`);
        await writeFile(file, bytes);
        const error: unknown = await probeImage(file, MIME)
          .then(({ width, height }) => (width * height < 1e6 ? decoder.decode(file, `${file}.tif`) : undefined))
          .catch((reason: unknown) => reason);
        expect(error === undefined || String((error as { code?: string }).code).startsWith('SOURCE_')).toBe(true);
      }),
      { numRuns: 100 },
    );
  });
});

describe('real Photoshop files', () => {
  const corpus = sharedFolder('corpus/formats');
  it.skipIf(corpus === undefined)('are told as the TIFF made of them is', async () => {
    const names = readdirSync(corpus ?? '').filter((name) => name.endsWith('.psd'));
    for (const name of names) {
      const file = path.join(corpus ?? '', name);
      const before = await readFile(file);
      const facts = await probeImage(file, MIME);
      const told = await withDecoded({ file, facts }, ownFolder(), (master) => probeImage(master.file, 'image/tiff'));
      // The copy of light is sRGB.
      const { told: said, hdr, layered: _composed, ...known } = facts;
      expect({ ...told, mime: MIME }).toEqual(hdr === undefined ? { ...known, ...(said && { told: said }) } : known);
      expect((await readFile(file)).equals(before)).toBe(true);
    }
    expect(names.length).toBeGreaterThan(10);
  });
});
