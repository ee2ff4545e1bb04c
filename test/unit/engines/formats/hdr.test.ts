import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { missingDecoderPackages } from '../../../../src/engines/formats/foreign/load-package.ts';
import { exr } from '../../../../src/engines/formats/exr.ts';
import { hdr } from '../../../../src/engines/formats/hdr.ts';
import { sharp } from '../../../../src/engines/image/libvips.ts';
import { DEFAULT_LIMITS } from '../../../../src/model/master-limits.ts';
import { inRepository } from '../../../support/files/repository.ts';
import { ownFolder } from '../../../support/files/own-folder.ts';
import { planesOf, printExr, printFlatExr, printRadiance } from '../../../support/pictures/masters/print-light.ts';

/** The samples of 8 bits that a master comes out as. */
async function read(bytes: Buffer): Promise<readonly number[]> {
  const [file, target] = ['master', 'copy.tif'].map((name) => path.join(ownFolder(), name)) as [string, string];
  await writeFile(file, bytes);
  await (bytes.readUInt32LE(0) === 20_000_630 ? exr.decoder.decode : hdr.decoder.rewrite)?.(file, target);
  const raw = await sharp(await readFile(target))
    .toColourspace('srgb')
    .raw()
    .toBuffer();
  return [...raw];
}

const probe = async (bytes: Buffer) => {
  const file = path.join(ownFolder(), 'master.exr');
  await writeFile(file, bytes);
  return exr.decoder.probe(file, 'image/x-exr', DEFAULT_LIMITS);
};

const GRAYS = [0, 0.25, 0.5, 1];
const asRgb = (grays: readonly number[]): number[] => grays.flatMap((value) => [value, value, value]);

describe('pictures of light', () => {
  it('stay as they are where nothing is brighter than white', async () => {
    const shown = (await read(printRadiance(asRgb(GRAYS), [4, 1]))).filter((_, i) => i % 3 === 0);
    // sRGB of no light, of a quarter and half of white, and of white.
    for (const [i, level] of [0, 137, 188, 255].entries()) expect(Math.abs(shown[i]! - level)).toBeLessThanOrEqual(1);
  });

  it('are dimmed so that their brightest light is white, and darker light keeps its order', async () => {
    const shown = (await read(printRadiance(asRgb([0.5, 1, 2, 8]), [4, 1]))).filter((_, i) => i % 3 === 0);
    expect(shown).toEqual(shown.toSorted((a, b) => a - b));
    expect(shown[3]).toBeGreaterThan(250);
    // Extended Reinhard: (1 + 1/64) / 2 of the light.
    expect(shown[1]).toBeGreaterThan(184);
    expect(shown[1]).toBeLessThan(193);
  });

  const ways = [
    ...[['-Y 2 +X 3', [1, 2, 3, 4, 5, 6]] as const, ['-Y 2 -X 3', [3, 2, 1, 6, 5, 4]] as const],
    ...[['+Y 2 +X 3', [4, 5, 6, 1, 2, 3]] as const, ['+Y 2 -X 3', [6, 5, 4, 3, 2, 1]] as const],
    ...[['+X 2 -Y 3', [1, 4, 2, 5, 3, 6]] as const, ['+X 2 +Y 3', [3, 6, 2, 5, 1, 4]] as const],
    ...[['-X 2 -Y 3', [4, 1, 5, 2, 6, 3]] as const, ['-X 2 +Y 3', [6, 3, 5, 2, 4, 1]] as const],
  ];
  it.each(ways)('come upright where their rows run %s', async (sizes, order) => {
    const steps = [1, 2, 3, 4, 5, 6];
    const shown = await read(printRadiance(asRgb(steps.map((step) => step / 6)), [3, 2], { sizes }));
    const levels = shown.filter((_, i) => i % 3 === 0);
    const ranked = levels.toSorted((a, b) => a - b);
    expect(levels.map((level) => ranked.indexOf(level) + 1)).toEqual(order);
  });

  it('repeat pixels as old files do', async () => {
    const plain = printRadiance([0.5, 0.25, 0.125], [1, 1]);
    const [pixel, head] = [plain.subarray(-4), plain.subarray(0, -4).toString('latin1').replace('+X 1', '+X 5')];
    const shown = await read(Buffer.concat([Buffer.from(head, 'latin1'), pixel, Buffer.from([1, 1, 1, 4])]));
    expect(shown).toEqual(Array.from({ length: 5 }, () => shown.slice(0, 3)).flat());
  });
});

describe.skipIf(missingDecoderPackages().includes('three'))('OpenEXR', () => {
  const size = { width: 2, height: 2 };
  const light = asRgb(GRAYS);

  it('has its rows the right way up wherever its window lies', async () => {
    const shown = await read(printExr({ ...size, channels: planesOf(light, 3), origin: [-7, 12] }));
    expect(shown).toEqual(await read(printExr({ ...size, channels: planesOf(light, 3) })));
    expect(shown[0]).toBeLessThan(shown[11]!);
    expect(shown.slice(0, 3)).toEqual([0, 0, 0]);
  });

  it('is what its display window shows, black or clear where there are no pixels', async () => {
    const grays = [0.25, 0.5, 0.75, 1];
    const channels = planesOf(asRgb(grays), 3);
    const whole = await read(printExr({ ...size, channels }));
    const pixel = (at: number): readonly number[] => whole.slice(3 * at, 3 * at + 3);
    const black = [0, 0, 0];
    const shift = printExr({ ...size, channels, origin: [5, 5], shown: [6, 4, 7, 6] });
    expect(await probe(shift)).toMatchObject({ width: 2, height: 3 });
    expect(await read(shift)).toEqual([black, black, pixel(1), black, pixel(3), black].flat());
    const clear = planesOf([0.5, 0.5, 0.5, 1], 4);
    const around = await read(printExr({ width: 1, height: 1, channels: clear, shown: [-1, 0, 0, 0] }));
    expect(around.filter((_, i) => i % 4 === 3)).toEqual([0, 255]);
    // A window beside all pixels is none that anybody means.
    expect(await read(printExr({ ...size, channels, shown: [50, 50, 60, 60] }))).toEqual(whole);
  });

  it('is read from the layer that is finished, where there is no other', async () => {
    const [good, other] = [
      planesOf(light, 3),
      planesOf(
        light.map((value) => 1 - value),
        3,
      ),
    ];
    const named = (prefix: string, planes: Record<string, number[]>) =>
      Object.fromEntries(Object.entries(planes).map(([name, plane]) => [`${prefix}.${name}`, plane]));
    const channels = { ...named('View.AO', other), ...named('View.Combined', good), 'View.Depth.Z': GRAYS };
    expect(await read(printExr({ ...size, channels }))).toEqual(await read(printExr({ ...size, channels: good })));
  });

  it('is gray where it has one channel, whatever that is called', async () => {
    expect(await probe(printExr({ ...size, channels: { Y: GRAYS } }))).toMatchObject({
      colorSpace: 'gray',
      alpha: false,
    });
    expect(await read(printExr({ ...size, channels: { G: GRAYS } }))).toEqual(
      await read(printExr({ ...size, channels: { Y: GRAYS } })),
    );
  });

  it('has the colours that brightness, and what red and blue are more than that, come to', async () => {
    const told = { Y: [0.3, 0.5], RY: [0.5, -0.5], BY: [0.2, 0.1] };
    // ITU-R BT.709: Y is 0.2126 of red, 0.7152 of green, 0.0722 of blue.
    const rgb = told.Y.flatMap((y, i) => {
      const [red, blue] = [(1 + told.RY[i]!) * y, (1 + told.BY[i]!) * y];
      return [red, (y - 0.2126 * red - 0.0722 * blue) / 0.7152, blue];
    });
    const shown = await read(printExr({ width: 2, height: 1, channels: told }));
    const meant = await read(printExr({ width: 2, height: 1, channels: planesOf(rgb, 3) }));
    for (const [i, level] of meant.entries()) expect(Math.abs(shown[i]! - level)).toBeLessThanOrEqual(1);
    expect(await probe(printExr({ width: 2, height: 1, channels: told }))).toMatchObject({ colorSpace: 'srgb' });
  });

  it('has colours at half resolution where these are packed as B44', async () => {
    const half = { Y: [0.5, 1], RY: [0.25, 2], BY: [-0.5, 2] } as const;
    const shown = await read(printFlatExr(8, half));
    expect(shown).toHaveLength(8 * 8 * 3);
    const meant = await read(printExr({ width: 1, height: 1, channels: planesOf([0.625, 0.4887, 0.25], 3) }));
    for (const [i, level] of shown.entries()) expect(Math.abs(level - meant[i % 3]!)).toBeLessThanOrEqual(1);
    // In even steps 1 stands for 0: eight times its logarithm.
    const gray = await read(printFlatExr(8, { Y: [0.5, 1], RY: [1, 2, true], BY: [1, 2, true] }));
    expect(new Set(gray).size).toBe(1);
  });

  it('has colours between those that are stored where these are fewer than pixels', async () => {
    const sampling = { RY: 2, BY: 2 };
    const few = { Y: [0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5], RY: [0, 0.5, 0, 0.5], BY: [0, 0, -0.5, -0.5] };
    const all = { ...few, RY: [0, 0.25, 0.5, 0, 0.25, 0.5, 0, 0.25, 0.5] };
    const [shown, meant] = await Promise.all([
      read(printExr({ width: 3, height: 3, channels: few, sampling })),
      read(
        printExr({ width: 3, height: 3, channels: { ...all, BY: [0, 0, 0, -0.25, -0.25, -0.25, -0.5, -0.5, -0.5] } }),
      ),
    ]);
    expect(shown).toEqual(meant);
  });

  it('is the same however it is packed', async () => {
    const [plain, ...packed] = await Promise.all(
      ['none', 'zips', 'zip', 'piz', 'pxr24'].map((name) =>
        readFile(inRepository('fixtures/decoders/exr', `${name}.exr`)).then(read),
      ),
    );
    expect(new Set(plain).size).toBeGreaterThan(100);
    for (const one of packed) expect(one).toEqual(plain);
  });

  it('is told to be damaged where its codes go round in circles', async () => {
    const good = await readFile(inRepository('fixtures/decoders/exr/piz.exr'));
    const found = new Set<string>();
    for (let at = good.length - 2000; at < good.length; at += 40) {
      const bad = Buffer.from(good);
      bad.fill(0xff, at, at + 4);
      await read(bad).catch((error: { code: string }) => found.add(error.code));
    }
    expect([...found]).toEqual(['SOURCE_CORRUPT']);
  });

  it('has the colours that it says', async () => {
    const wide = [0.708, 0.292, 0.17, 0.797, 0.131, 0.046, 0.3127, 0.329];
    const channels = planesOf([0.2, 0.5, 0.2], 3);
    const [plain, told] = await Promise.all(
      [undefined, wide].map((primaries) =>
        read(printExr({ width: 1, height: 1, channels, ...(primaries && { primaries }) })),
      ),
    );
    // A green of BT.2020 is greener than sRGB's.
    expect(told![0]).toBeLessThan(plain![0]! - 20);
    expect(told![1]).toBeGreaterThan(plain![1]!);
  });

  it.each([
    ['deep pixels', { flags: 0x800, channels: planesOf(light, 3) }],
    ['an unknown compression', { compression: 77, channels: planesOf(light, 3) }],
    [
      'brightness, colours and alpha in DWA',
      { compression: 8, channels: { Y: GRAYS, RY: GRAYS, BY: GRAYS, A: GRAYS } },
    ],
    ['no picture', { channels: { U: GRAYS, V: GRAYS } }],
  ] as const)('is refused by name with %s', async (_what, about) => {
    await expect(probe(printExr({ ...size, ...about }))).rejects.toMatchObject({ code: 'SOURCE_FORMAT_UNSUPPORTED' });
  });
});
