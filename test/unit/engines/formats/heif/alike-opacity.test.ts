import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { boxesIn, findBox, numbers, printBox } from '../../../../../src/system/iso-bmff.ts';
import { avif } from '../../../../../src/engines/formats/avif.ts';
import { withAlikeOpacity } from '../../../../../src/engines/formats/heif/alike-opacity.ts';
import { type CodedFrame, printStill } from '../../../../../src/engines/formats/heif/still.ts';
import { DEFAULT_LIMITS } from '../../../../../src/model/master-limits.ts';
import { ownFolder } from '../../../../support/files/own-folder.ts';

const [WIDTH, HEIGHT] = [64, 32];

/** A picture of two halves, as it lies in a file. */
async function halves(left: string, right: string, channels: 1 | 3): Promise<CodedFrame> {
  const half = { input: { create: { width: WIDTH / 2, height: HEIGHT, channels: 3, background: right } } } as const;
  const whole = sharp({ create: { width: WIDTH, height: HEIGHT, channels: 3, background: left } });
  const drawn = await whole
    .composite([{ ...half, left: WIDTH / 2, top: 0 }])
    .png()
    .toBuffer();
  const colors = sharp(drawn)
    .removeAlpha()
    .toColourspace(channels === 1 ? 'b-w' : 'srgb');
  const file = await colors.avif({ lossless: true }).toBuffer();
  const boxes = findBox(findBox(file, 'meta')?.subarray(4) ?? file, 'iprp', 'ipco') ?? file;
  const properties = boxesIn(boxes).flatMap(({ type, content }) =>
    type === 'av1C' || type === 'colr' ? [printBox(type, content)] : [],
  );
  return {
    type: 'av01',
    width: WIDTH,
    height: HEIGHT,
    properties,
    data: findBox(file, 'mdat') ?? file,
  };
}

const withProperty = (frame: CodedFrame, ...more: readonly Buffer[]): CodedFrame => ({
  ...frame,
  properties: [...frame.properties, ...more],
});

async function pixelsOf(bytes: Buffer) {
  const [file, target] = ['a.avif', 'a.tif'].map((name) => path.join(ownFolder(), name)) as [string, string];
  await writeFile(file, bytes);
  const facts = await avif.decoder.probe(file, 'image/avif', DEFAULT_LIMITS);
  await avif.decoder.rewrite?.(file, target);
  const { data, info } = await sharp(target).raw().toBuffer({ resolveWithObject: true });
  return { facts, data, info };
}

const turned = printBox('irot', numbers(1, 1));
/** The 48 points on the left, in full height. */
const cut = printBox('clap', numbers(4, 48, 1, HEIGHT, 1, 2 ** 32 - 8, 1, 0, 1));

describe('the opacity of a HEIF', async () => {
  const colors = await halves('#ff0000', '#0000ff', 3);
  const opacity = await halves('#ffffff', '#000000', 1);

  it.each([
    ['turned', [turned], HEIGHT, WIDTH],
    ['cut', [cut], 48, HEIGHT],
    ['cut and turned', [cut, turned], HEIGHT, 48],
  ] as const)('is %s as its colours are, where the file says it of these alone', async (_, changes, width, height) => {
    const { facts, data, info } = await pixelsOf(printStill([withProperty(colors, ...changes), opacity]));
    expect(facts).toMatchObject({ width, height, alpha: true });
    // The master stays as it is: another file is held while it is read.
    expect(facts.rewriteBytes).toBeGreaterThan(0);
    expect(info).toMatchObject({ width, height, channels: 4 });
    const seen = new Set<string>();
    for (let at = 0; at < data.length; at += 4)
      seen.add(`${(data[at] ?? 0) > (data[at + 2] ?? 0) ? 'red' : 'blue'} ${data[at + 3]}`);
    expect([...seen].toSorted()).toEqual(['blue 0', 'red 255']);
  });

  it('is left alone where it is turned alike, or nothing is', () => {
    const both = printStill([withProperty(colors, turned), withProperty(opacity, turned)]);
    for (const file of [both, printStill([colors, opacity]), printStill([withProperty(colors, turned)])])
      expect(withAlikeOpacity(findBox(file, 'meta') ?? file)).toBeUndefined();
  });
});
