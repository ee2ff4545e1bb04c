import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { clearSlopes, SLOPES, slopes } from '../../../../fixtures/make/slopes.ts';
import { missingDecoderPackages } from '../../../../src/engines/formats/foreign/load-package.ts';
import { jp2 } from '../../../../src/engines/formats/jp2.ts';
import { readJp2Header } from '../../../../src/engines/formats/jp2/header.ts';
import { DEFAULT_LIMITS } from '../../../../src/model/master-limits.ts';
import { ownFolder } from '../../../support/files/own-folder.ts';
import { inRepository } from '../../../support/files/repository.ts';

interface Component {
  readonly depth?: number;
  readonly step?: readonly [number, number];
}

interface Codestream {
  readonly end: readonly [number, number];
  readonly start?: readonly [number, number];
  readonly tile?: readonly [number, number];
  readonly components?: readonly Component[];
}

/** The start of a codestream: its grid, and the components on it. */
function codestream({ end, start = [0, 0], tile = end, components = [{}, {}, {}] }: Codestream): Buffer {
  const bytes = Buffer.alloc(42 + 3 * components.length);
  bytes.writeUInt32BE(0xff4f_ff51, 0);
  for (const [i, value] of [...end, ...start, ...tile].entries()) bytes.writeUInt32BE(value, 8 + 4 * i);
  bytes.writeUInt16BE(components.length, 40);
  for (const [i, { depth = 7, step = [1, 1] }] of components.entries()) bytes.set([depth, ...step], 42 + 3 * i);
  return bytes;
}

const inSteps = (...step: [number, number]): readonly Component[] => [{ step }, { step }, { step }];

function box(type: string, content: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(8 + content.length);
  head.write(type, 4, 'latin1');
  return Buffer.concat([head, content]);
}

const SIGNATURE = box('jP  ', Buffer.from('\r\n\x87\n', 'latin1'));

function sides(width: number, height: number): Buffer {
  const content = Buffer.alloc(14);
  content.writeUInt32BE(height, 0);
  content.writeUInt32BE(width, 4);
  return box('ihdr', content);
}

const UNSUPPORTED = 'SOURCE_FORMAT_UNSUPPORTED';

describe('the header of a JPEG 2000', () => {
  it('counts from the offset of its picture, in steps of its first component', () => {
    expect(readJp2Header(codestream({ end: [101, 51], start: [1, 1] }))).toMatchObject({ width: 100, height: 50 });
    const stepped = codestream({ end: [3906, 2602], components: inSteps(4, 4) });
    expect(readJp2Header(stepped)).toMatchObject({ width: 977, height: 651 });
  });

  it('may lack the box of the header', () => {
    const file = Buffer.concat([SIGNATURE, box('jp2c', codestream({ end: [8, 6], components: [{}] }))]);
    expect(readJp2Header(file)).toMatchObject({ width: 8, height: 6, colorSpace: 'gray', alpha: false });
  });

  it('is believed less than the codestream', () => {
    const stepped = codestream({ end: [3906, 2602], components: inSteps(4, 4) });
    const file = Buffer.concat([SIGNATURE, box('jp2h', sides(3906, 2602)), box('jp2c', stepped)]);
    expect(readJp2Header(file)).toMatchObject({ width: 977, height: 651 });
  });

  it.each([
    ['components of different depths', { end: [8, 8], components: [{}, {}, {}, { depth: 0 }] }, '8, 1 bits'],
    ['samples with a sign beside others', { end: [8, 8], components: [{ depth: 0x87 }, {}] }, '8 with a sign, 8 bits'],
    ['a first component that is not the finest', { end: [12, 12], components: [{ step: [4, 1] }, {}] }, 'grids'],
    ['tiles that end between its steps', { end: [99, 99], tile: [33, 33], components: inSteps(2, 2) }, 'grids'],
    [
      'halved colours that begin at an odd place',
      { end: [9, 8], start: [1, 0], components: [{}, { step: [2, 2] }] },
      'grids',
    ],
    ['thirds of what cannot be parted into three', { end: [8, 9], components: [{}, { step: [3, 3] }] }, 'grids'],
    [
      'more components than channels',
      { end: [8, 8], components: Array.from({ length: 64 }, () => ({})) },
      '64 components',
    ],
  ] satisfies [string, Codestream, string][])('refuses %s as unsupported', (_, grid, got) => {
    const wanted = expect.objectContaining({ code: UNSUPPORTED, message: expect.stringContaining(got) as string });
    expect(() => readJp2Header(codestream(grid))).toThrow(wanted);
  });

  it('of a compound file is refused by its name', () => {
    const file = Buffer.concat([SIGNATURE, box('ftyp', Buffer.from('jpm \0\0\0\0', 'latin1'))]);
    expect(() => readJp2Header(file)).toThrow(expect.objectContaining({ code: UNSUPPORTED }));
  });

  it('of colours that would be taken for sRGB is refused by their name', () => {
    const lab = box('colr', Buffer.from([1, 0, 0, 0, 0, 0, 14]));
    const file = Buffer.concat([SIGNATURE, box('jp2h', Buffer.concat([sides(8, 8), lab]))]);
    expect(() => readJp2Header(file)).toThrow(
      expect.objectContaining({ code: UNSUPPORTED, message: expect.stringContaining('Lab') as string }),
    );
  });
});

/** Copies a file and changes the copy behind the start of its codestream. */
function changed(file: Buffer, change: (codestream: Buffer) => void): Buffer {
  const copy = Buffer.from(file);
  change(copy.subarray(copy.indexOf(Buffer.from([0xff, 0x4f, 0xff, 0x51]))));
  return copy;
}

async function samplesOf(bytes: Buffer) {
  const folder = ownFolder();
  const [file, target] = [path.join(folder, 'master'), path.join(folder, 'master.tif')];
  await writeFile(file, bytes);
  const facts = await jp2.decoder.probe(file, 'image/jp2', DEFAULT_LIMITS);
  await jp2.decoder.rewrite?.(file, target);
  const space = facts.colorSpace === 'cmyk' ? 'cmyk' : 'srgb';
  return { facts, samples: await sharp(target).pipelineColourspace(space).toColourspace(space).raw().toBuffer() };
}

const { width: WIDTH, height: HEIGHT } = SLOPES;

// Places of the same parity in all that a codestream is cut into: its samples are those of one that begins at 0.
const FAR = 32_768;

describe.skipIf(missingDecoderPackages().includes('@imagemagick/magick-wasm'))('the samples of a JPEG 2000', () => {
  const plain = readFileSync(inRepository('fixtures/decoders/jp2/plain.jp2'));
  const clear = readFileSync(inRepository('fixtures/decoders/jp2/clear.jp2'));

  it('are those of its picture, wherever that stands on the grid', async () => {
    const far = changed(plain, (bytes) => {
      for (const at of [8, 12]) bytes.writeUInt32BE(bytes.readUInt32BE(at) + FAR, at);
      for (const at of [16, 20, 32, 36]) bytes.writeUInt32BE(FAR, at);
    });
    const { facts } = await samplesOf(far);
    expect(facts).toMatchObject({ width: WIDTH, height: HEIGHT });
    expect((await samplesOf(far)).samples.equals((await samplesOf(plain)).samples)).toBe(true);
  });

  it('are those of its components, however far they stand apart on the grid', async () => {
    const apart = changed(plain, (bytes) => {
      for (const at of [8, 12, 24, 28]) bytes.writeUInt32BE(3 * bytes.readUInt32BE(at), at);
      for (const i of [0, 1, 2]) bytes.set([3, 3], 43 + 3 * i);
    });
    // The sides in the header are those of the grid.
    const at = apart.indexOf('ihdr') + 4;
    for (const place of [at, at + 4]) apart.writeUInt32BE(3 * apart.readUInt32BE(place), place);
    const { facts, samples } = await samplesOf(apart);
    expect(facts).toMatchObject({ width: WIDTH, height: HEIGHT });
    expect(samples.equals((await samplesOf(plain)).samples)).toBe(true);
  });

  it('are the same without boxes, the fourth being opacity', async () => {
    const bare = clear.subarray(clear.indexOf(Buffer.from([0xff, 0x4f, 0xff, 0x51])));
    const { facts, samples } = await samplesOf(bare);
    expect(facts).toMatchObject({ colorSpace: 'srgb', alpha: true });
    expect(samples.equals(Buffer.from(clearSlopes()))).toBe(true);
  });

  it('are the same in boxes without a header', async () => {
    const headless = Buffer.from(plain);
    headless.write('free', headless.indexOf('jp2h'), 'latin1');
    expect((await samplesOf(headless)).samples.equals(Buffer.from(slopes))).toBe(true);
  });

  it('are inks where it says so', async () => {
    const inks = Buffer.from(clear);
    inks.write('free', inks.indexOf('cdef'), 'latin1');
    inks.writeUInt32BE(12, inks.indexOf('colr') + 7);
    const { facts, samples } = await samplesOf(inks);
    expect(facts).toMatchObject({ colorSpace: 'cmyk', alpha: false });
    expect(samples.equals(Buffer.from(clearSlopes()))).toBe(true);
  });
});
