import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { takeApart } from '../../../../../../src/engines/formats/psd/layers/take-apart.ts';
import { ownFolder } from '../../../../../support/files/own-folder.ts';
import { printLayeredPsd } from '../../../../../support/pictures/masters/print-layered-psd.ts';
import {
  printDescriptor,
  rgb,
  type TestValue,
  unit,
} from '../../../../../support/pictures/masters/print-psd-effects.ts';

const CANVAS = { width: 101, height: 21 };
const stop = (at: number, color: TestValue): TestValue => ({
  'Clr ': color,
  Lctn: { long: at },
  Mdpn: { long: 50 },
});

/** Pixels of the layer that such a gradient fills, as red, green, blue and alpha. */
async function drawn(more: Readonly<Record<string, TestValue>>) {
  const said = {
    Grad: { Clrs: { list: [stop(0, rgb(0, 0, 0)), stop(4096, rgb(255, 255, 255))] }, Trns: { list: [] } },
    ...{ Type: { enum: 'Lnr ' }, Angl: unit(0), 'Scl ': unit(100), ...more },
  };
  const [file, folder] = [join(ownFolder(), 'a.psd'), ownFolder()];
  const block = Buffer.concat([Buffer.from([0, 0, 0, 16]), printDescriptor(said)]);
  const rect = { x: 0, y: 0, width: 0, height: 0 };
  writeFileSync(file, printLayeredPsd(CANVAS, [{ name: 'Fade', rect, blocks: { GdFl: block } }]));
  const { layers, remarks } = await takeApart(file, folder);
  const [layer] = layers;
  if (layer?.kind !== 'picture') return { remarks, at: () => [] as readonly number[] };
  const { data, info } = await sharp(join(folder, layer.asset))
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const at = (x: number, y: number): readonly number[] => [
    ...data.subarray((y * info.width + x) * 4, (y * info.width + x) * 4 + 4),
  ];
  return { remarks, at };
}

describe('a layer that a gradient fills', () => {
  it('runs along its angle, from the first colour to the last', async () => {
    const across = await drawn({});
    expect([across.at(0, 3), across.at(50, 10), across.at(100, 20)]).toEqual([
      [1, 1, 1, 255],
      [128, 128, 128, 255],
      [254, 254, 254, 255],
    ]);
    // 90 degrees run upwards.
    const up = await drawn({ Angl: unit(90) });
    expect(up.at(5, 0)[0]).toBeGreaterThan(240);
    expect(up.at(5, 20)[0]).toBeLessThan(15);
    const back = await drawn({ Rvrs: true });
    expect(back.at(0, 3)[0]).toBeGreaterThan(240);
  });

  it('runs outwards from the middle, or to both sides of it', async () => {
    const [round, both] = [await drawn({ Type: { enum: 'Rdl ' } }), await drawn({ Type: { enum: 'Rflc' } })];
    for (const { at } of [round, both]) {
      expect(at(50, 10)[0]).toBeLessThan(5);
      expect(at(0, 10)[0]).toBeGreaterThan(240);
      expect(at(100, 10)[0]).toBeGreaterThan(240);
    }
    expect(both.at(50, 0)[0]).toBeLessThan(5);
  });

  it('is clear where its stops are, and left out where its kind is not drawn, which is told', async () => {
    const clear = { Opct: unit(0), Lctn: { long: 0 }, Mdpn: { long: 50 } };
    const solid = { Opct: unit(100), Lctn: { long: 4096 }, Mdpn: { long: 50 } };
    const colors = { list: [stop(0, rgb(200, 0, 0))] };
    const { at } = await drawn({ Grad: { Clrs: colors, Trns: { list: [clear, solid] } } });
    expect(at(100, 5)).toEqual([200, 0, 0, 254]);
    expect(at(50, 5)[3]).toBe(128);
    expect((await drawn({ Type: { enum: 'Wave' } })).remarks).toHaveLength(1);
  });

  it('mixes its colours as newer files say: as light, or as eyes see them', async () => {
    const ends = { Clrs: { list: [stop(0, rgb(255, 0, 0)), stop(4096, rgb(0, 255, 0))] }, Trns: { list: [] } };
    expect((await drawn({ Grad: ends })).at(50, 10)).toEqual([127, 128, 0, 255]);
    expect((await drawn({ Grad: ends, gs99: { enum: 'Lnr ' } })).at(50, 10)).toEqual([187, 188, 0, 255]);
    // Oklab, half way between its red (0.628, 0.225, 0.126) and its green (0.866, -0.234, 0.179).
    expect((await drawn({ Grad: ends, gs99: { enum: 'Perc' } })).at(50, 10)).toEqual([208, 168, 0, 255]);
  });

  it('turns around the middle, or runs to the corners of a square, and may be moved', async () => {
    const around = await drawn({ Type: { enum: 'Angl' } });
    expect(around.at(100, 9)[0]).toBeLessThan(10);
    expect(around.at(100, 11)[0]).toBeGreaterThan(245);
    expect(Math.abs((around.at(0, 10)[0] ?? 0) - 128)).toBeLessThan(3);
    const square = await drawn({ Type: { enum: 'Dmnd' } });
    expect(square.at(50, 0)[0]).toBe(square.at(40, 10)[0]);
    const moved = await drawn({ Type: { enum: 'Rflc' }, Ofst: { Hrzn: unit(25), Vrtc: unit(0) } });
    expect(moved.at(75, 10)[0]).toBeLessThan(5);
  });
});
