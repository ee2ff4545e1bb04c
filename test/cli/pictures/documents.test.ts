import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { missingDecoderPackages } from '../../../src/engines/formats/foreign/load-package.ts';
import { sharp } from '../../../src/engines/image/libvips.ts';
import { openManifest } from '../../../src/run/open-manifest.ts';
import { dmx } from '../../support/cli/dmx.ts';
import { ownFolder, writeFiles } from '../../support/files/own-folder.ts';
import { printDng } from '../../support/pictures/masters/print-dng.ts';
import { printPdfPages, printTiffPages } from '../../support/pictures/masters/print-pages.ts';

const RED = [255, 0, 0] as const;
const GREEN = [0, 255, 0] as const;
const BLUE = [0, 0, 255] as const;

const PROFILE = `kind: image-profile
name: documents
pyramid: { tile: 64, compression: deflate }
smartCrop: { strategy: [center], crops: [{ name: Square, ratio: "1:1", preset: second }] }
renditions:
  - { name: first, modifiers: "wid=50&fmt=png" }
  - { preset: second }
  - { name: last, modifiers: "wid=30&fmt=png&page=3" }
---
kind: image-presets
presets:
  second: { page: 2, width: 40, format: png }
`;

/** A library of one document, ingested. */
async function ingested(name: string, bytes: Buffer) {
  const folder = ownFolder();
  writeFiles(folder, {
    'dmx.yaml': 'library: lib\nprofiles: [p.yaml]\nfolders: [{ path: "**", image: documents }]\n',
    'p.yaml': PROFILE,
  });
  mkdirSync(join(folder, 'lib'));
  writeFileSync(join(folder, 'lib', name), bytes);
  const ended = await dmx(folder, 'ingest');
  const asset = (await openManifest(join(folder, 'dmx-out'))).asset(name);
  return { folder, ended, asset, file: (rendition: string) => join(folder, 'dmx-out/renditions', name, rendition) };
}

async function looks(file: string) {
  const { data, info } = await sharp(file).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  return { size: [info.width, info.height], color: [...data.subarray(0, 3)] };
}

describe('documents of several pages', () => {
  it.each([
    [
      'a.pdf',
      // At 150 dots to the inch: 200×100, 100×200 and 300×300 pixels.
      printPdfPages([
        { width: 96, height: 48, color: RED },
        { width: 48, height: 96, color: GREEN },
        { width: 144, height: 144, color: BLUE },
      ]),
      3,
    ],
    [
      'a.tif',
      printTiffPages([
        { width: 20, height: 10, color: BLUE, thumbnail: true },
        { width: 200, height: 100, color: RED },
        { width: 20, height: 10, color: RED, thumbnail: true },
        { width: 100, height: 200, color: GREEN },
        { width: 300, height: 300, color: BLUE },
      ]),
      5,
    ],
  ])('give the page that a preset names: %s', async (name, bytes, pages) => {
    const { ended, asset, file } = await ingested(name, bytes);
    expect(ended).toMatchObject({ exit: 0, stderr: expect.not.stringContaining('warning') as string });
    expect(asset?.master).toMatchObject({ width: 200, height: 100, pages });
    expect(await looks(file('first.png'))).toEqual({ size: [50, 25], color: RED });
    expect(await looks(file('second.png'))).toEqual({ size: [40, 80], color: GREEN });
    expect(await looks(file('last.png'))).toEqual({ size: [30, 30], color: BLUE });
    expect(await looks(file('Square.png'))).toEqual({ size: [100, 100], color: GREEN });
    expect(await looks(file('pyramid.tif'))).toEqual({ size: [200, 100], color: RED });
    expect(asset?.renditions.find((one) => one.name === 'second')?.recipe).toContain('page=2');
  });

  it('fail only the renditions of pages that are not there', async () => {
    const { folder, ended, asset } = await ingested('a.tif', printTiffPages([{ width: 90, height: 60, color: RED }]));
    expect(ended).toMatchObject({ exit: 3 });
    expect(asset?.state).toBe('partial');
    expect(asset?.errors.map(({ code, rendition }) => [code, rendition])).toEqual([
      ['PAGE_MISSING', 'Square'],
      ['PAGE_MISSING', 'second'],
      ['PAGE_MISSING', 'last'],
    ]);
    expect(asset?.renditions.map(({ name }) => name)).toEqual(expect.arrayContaining(['first', 'pyramid']));
    const beyond = await dmx(folder, 'render', 'a.tif', '--modifiers', 'wid=8&page=2', '-o', 'no.jpg');
    expect(beyond).toMatchObject({ exit: 3, stderr: expect.stringMatching(/PAGE_MISSING.* one picture/) as string });
    const level = await dmx(folder, 'render', 'a.tif', '--from', 'pyramid', '--modifiers', 'page=2', '-o', 'no.jpg');
    expect(level).toMatchObject({ exit: 2, stderr: expect.stringContaining('OPTION_CONFLICT') as string });
  });
});

describe.skipIf(missingDecoderPackages().includes('libraw-wasm'))('a profile of `raw: preview`', () => {
  it('takes the picture that the camera made where a raw holds one as large', async () => {
    const folder = ownFolder();
    writeFiles(folder, {
      'dmx.yaml': 'library: lib\nprofiles: [p.yaml]\nfolders: [{ path: "**", image: raws }]\n',
      'p.yaml':
        'kind: image-profile\nname: raws\nraw: preview\nrenditions: [{ name: web, modifiers: "scl=1&fmt=png" }]\n',
    });
    mkdirSync(join(folder, 'lib'));
    const size = { width: 60, height: 40 };
    const [sensor, camera] = [RED, GREEN].map((color) =>
      Buffer.alloc(3 * size.width * size.height, Uint8Array.from(color)),
    ) as [Buffer, Buffer];
    const bytes = await sharp(camera, { raw: { ...size, channels: 3 } })
      .jpeg({ quality: 100 })
      .toBuffer();
    const dng = { ...size, samples: sensor, orientation: 6 };
    writeFileSync(join(folder, 'lib/with.dng'), printDng({ ...dng, preview: { bytes, ...size } }));
    writeFileSync(join(folder, 'lib/without.dng'), printDng(dng));
    expect(await dmx(folder, 'ingest')).toMatchObject({ exit: 0 });
    const manifest = await openManifest(join(folder, 'dmx-out'));
    const recipe = (name: string) => manifest.asset(name)?.renditions[0]?.recipe ?? '';
    expect(recipe('with.dng')).toContain('rawPreview=1');
    expect(recipe('without.dng')).not.toContain('rawPreview');
    const file = (name: string) => join(folder, 'dmx-out/renditions', name, 'web.png');
    const [made, developed] = [await looks(file('with.dng')), await looks(file('without.dng'))];
    expect([made.size, developed.size]).toEqual([
      [40, 60],
      [40, 60],
    ]);
    expect(made.color[1]).toBeGreaterThan(made.color[0]! + 200);
    expect(developed.color[0]).toBeGreaterThan(developed.color[1]! + 100);
  });
});

/** Forty by thirty points of one colour, as xz packs them. */
const PACKED = Buffer.from(
  '/Td6WFoAAAFpIt42AgAhARYAAAB0L+Wj4A4PABxdAGQZAlf+Fv/7/+pAZl4IvTJ4mo++v/5FiagPLwAAcxyQlwABNJAcAAAAUV53lz4wDYsCAAAAAAFZWg==',
  'base64',
);

describe.skipIf(missingDecoderPackages().includes('xz-decompress'))('a TIFF packed by LZMA', () => {
  it('is unpacked by the program as it is built', async () => {
    const folder = ownFolder();
    const plain = printTiffPages([{ width: 40, height: 30, color: [200, 100, 50] }]);
    const head = Buffer.from(plain.subarray(0, plain.length - 3 * 40 * 30));
    // Behind the header and a count: compression is the fifth field, the length of the strip the tenth.
    head.writeUInt32LE(34_925, 10 + 12 * 4 + 8);
    head.writeUInt32LE(PACKED.length, 10 + 12 * 9 + 8);
    writeFileSync(join(folder, 'a.tif'), Buffer.concat([head, PACKED]));
    const ended = await dmx(folder, 'render', 'a.tif', '--modifiers', 'scl=1&fmt=png', '-o', 'a.png');
    expect(ended).toMatchObject({ exit: 0 });
    expect(await looks(join(folder, 'a.png'))).toEqual({ size: [40, 30], color: [200, 100, 50] });
  });
});
