import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { takeApart } from '../../../../../../src/engines/formats/psd/layers/take-apart.ts';
import { ownFolder } from '../../../../../support/files/own-folder.ts';
import { printLayeredPsd, type PsdTestLayer } from '../../../../../support/pictures/masters/print-layered-psd.ts';
import {
  printDescriptor,
  printEffects,
  rgb,
  type TestValue,
  unit,
} from '../../../../../support/pictures/masters/print-psd-effects.ts';
import { templateLikeness } from '../../../../../support/pictures/template-likeness.ts';

const CANVAS = { width: 120, height: 80 };
const PLATE = { name: 'Plate', rect: { x: 30, y: 20, width: 50, height: 40 }, color: [200, 180, 40, 255] } as const;

function fileOf(effects: Parameters<typeof printEffects>[0], more: Partial<PsdTestLayer> = {}): string {
  const file = join(ownFolder(), 'a.psd');
  writeFileSync(
    file,
    printLayeredPsd(CANVAS, [{ ...PLATE, ...more, blocks: { ...more.blocks, lfx2: printEffects(effects) } }]),
  );
  return file;
}

const taken = async (effects: Parameters<typeof printEffects>[0]) => {
  const { layers, remarks } = await takeApart(fileOf(effects), ownFolder());
  return { effects: layers[0]?.effects ?? [], told: remarks.map(({ reason }) => reason) };
};

const shadow = {
  enab: true,
  'Md  ': { enum: 'Mltp' },
  'Clr ': rgb(10, 20, 30),
  Opct: unit(75),
  uglg: false,
  lagl: unit(90),
  Dstn: unit(8),
  Ckmt: unit(25),
  blur: unit(12),
};

describe('effects of a layer', () => {
  it('fall from the light, are grown by their spread, and soft for the rest', async () => {
    const { effects, told } = await taken({ DrSh: shadow, IrSh: { ...shadow, lagl: unit(0), Opct: unit(40) } });
    const look = { color: [10, 20, 30], blend: 'mult', grow: 3, blur: 9 };
    expect(effects).toEqual([
      { ...look, number: -3, opacity: 75, offset: [-0, 8] },
      { ...look, number: 3, opacity: 40, offset: [-8, 0] },
    ]);
    expect(told).toEqual([]);
  });

  it('are outlines on either side, glows and a colour over all', async () => {
    const stroke = { enab: true, 'Clr ': rgb(255, 0, 0), Opct: unit(100), 'Sz  ': unit(6), PntT: { enum: 'SClr' } };
    const both = await taken({ FrFX: { ...stroke, Styl: { enum: 'CtrF' } } });
    expect(both.effects.map(({ number, grow }) => [number, grow])).toEqual([
      [-1, 3],
      [4, 3],
    ]);
    const { effects } = await taken({ SoFi: shadow, OrGl: { ...shadow, 'Md  ': { enum: 'Scrn' } } });
    expect(effects).toMatchObject([
      { number: -2, blend: 'screen', offset: [0, 0] },
      { number: 1, covers: true },
    ]);
  });

  it('that are off, or that the language has not, are none, and the latter are told', async () => {
    expect(await taken({ DrSh: { ...shadow, enab: false } })).toEqual({ effects: [], told: [] });
    expect(await taken({ masterFXSwitch: false, DrSh: shadow })).toEqual({ effects: [], told: [] });
    const left = await taken({ ebbl: { enab: true }, GrFl: { enab: true, Opct: unit(100) } });
    expect(left).toEqual({ effects: [], told: ['left out of its effects: bevel, gradient overlay'] });
    const { told } = await taken({ DrSh: { ...shadow, 'Md  ': { enum: 'linearDodge' } } });
    expect(told).toEqual(['left out of its effects: the blend mode linearDodge of its drop shadow']);
  });

  it('are drawn with the pixels where they are gradients, over what the fill leaves of them', async () => {
    const stop = (at: number, color: TestValue): TestValue => ({
      'Clr ': color,
      Lctn: { long: at },
      Mdpn: { long: 50 },
    });
    const gradient = {
      ...{ enab: true, Opct: unit(50), 'Md  ': { enum: 'Nrml' }, Type: { enum: 'Lnr ' }, Angl: unit(0) },
      Grad: { Clrs: { list: [stop(0, rgb(0, 0, 0)), stop(4096, rgb(255, 0, 0))] }, Trns: { list: [] } },
    };
    const folder = ownFolder();
    const fill = { iOpa: Buffer.from([0, 0, 0, 0]) };
    const { layers, remarks } = await takeApart(fileOf({ GrFl: gradient }, { blocks: fill }), folder);
    expect({ remarks, fill: layers[0]?.fill }).toEqual({ remarks: [], fill: 100 });
    const asset = layers[0]?.kind === 'picture' ? layers[0].asset : '';
    const pixels = await sharp(join(folder, asset)).raw().toBuffer();
    // Nothing of its own colour is left; half of the gradient covers the shape, from its left to its right.
    expect([...pixels.subarray(0, 4)]).toEqual([3, 0, 0, 128]);
    expect([...pixels.subarray(49 * 4, 50 * 4)]).toEqual([252, 0, 0, 128]);
  });

  it('of a group are those that it keeps under a key of its own, in pixels whatever its scale', async () => {
    const nowhere = { x: 0, y: 0, width: 0, height: 0 };
    const lfxs = printEffects({ 'Scl ': unit(400), DrSh: shadow });
    const file = join(ownFolder(), 'a.psd');
    writeFileSync(
      file,
      printLayeredPsd(CANVAS, [
        { name: 'end', rect: nowhere, section: 'end' },
        PLATE,
        { name: 'Both', rect: nowhere, section: 'group', blend: 'pass', blocks: { lfxs } },
      ]),
    );
    const { layers } = await takeApart(file, ownFolder());
    expect(layers[0]?.effects).toMatchObject([{ offset: [-0, 8], grow: 3, blur: 9 }]);
  });

  it('see the edges of a layer beyond the canvas', async () => {
    const stroke = {
      ...{ enab: true, 'Clr ': rgb(255, 0, 0), Opct: unit(100), 'Sz  ': unit(4) },
      ...{ PntT: { enum: 'SClr' }, Styl: { enum: 'InsF' }, 'Md  ': { enum: 'Nrml' } },
    };
    const rect = { x: -10, y: -10, width: CANVAS.width + 20, height: CANVAS.height + 20 };
    const { decibels } = await templateLikeness(fileOf({ FrFX: stroke }, { rect, color: [255, 255, 255, 255] }));
    expect(decibels).toBe(99);
  });

  it('look as they do in Photoshop where they are plain: a colour over all, an outline', async () => {
    const stroke = {
      ...{ enab: true, 'Clr ': rgb(255, 0, 0), Opct: unit(100), 'Sz  ': unit(6) },
      ...{ PntT: { enum: 'SClr' }, Styl: { enum: 'OutF' }, 'Md  ': { enum: 'Nrml' } },
    };
    // The picture that stands beside the layers is white: what is drawn differs from it just where the layer shows.
    const { decibels, remarks } = await templateLikeness(
      fileOf({ FrFX: stroke, SoFi: { ...stroke, 'Clr ': rgb(255, 255, 255) } }),
    );
    expect(remarks).toEqual([]);
    // 6 pixels around 50 by 40, square or round at the corners, of 120 by 80, all red.
    const share = (62 * 52 - 50 * 40) / (120 * 80);
    expect(decibels).toBeCloseTo(10 * Math.log10(1 / ((share * 2) / 3)), 0);
  });
});

describe('how a layer is blended', () => {
  it('is told where it is not drawn: knockouts, and blending by brightness', async () => {
    const file = join(ownFolder(), 'a.psd');
    const whole = Buffer.from([0, 0, 255, 255]);
    const dark = Buffer.from([0, 0, 100, 120]);
    writeFileSync(
      file,
      printLayeredPsd(CANVAS, [
        { ...PLATE, ranges: Buffer.concat([whole, whole]), blocks: { knko: Buffer.from([0, 0, 0, 0]) } },
        { ...PLATE, name: 'Hole', ranges: Buffer.concat([whole, dark]), blocks: { knko: Buffer.from([1, 0, 0, 0]) } },
      ]),
    );
    const { remarks } = await takeApart(file, ownFolder());
    const reason = 'left out of how it is blended: knockout, blending by brightness';
    expect(remarks).toEqual([{ layer: 'Hole', reason }]);
  });
});

describe('the ground of an artboard', () => {
  it('is a rectangle of its colour', async () => {
    const board = printDescriptor({
      artboardRect: { 'Top ': 10, Left: 20, Btom: 50, Rght: 100 },
      artboardBackgroundType: { long: 4 },
      'Clr ': rgb(1, 2, 3),
    });
    const artb = Buffer.concat([Buffer.from([0, 0, 0, 16]), board]);
    const file = join(ownFolder(), 'a.psd');
    const nowhere = { x: 0, y: 0, width: 0, height: 0 };
    writeFileSync(
      file,
      printLayeredPsd(CANVAS, [
        { name: 'end', rect: nowhere, section: 'end' },
        { ...PLATE, rect: { x: 10, y: 20, width: 50, height: 40 } },
        { name: 'Board', rect: nowhere, section: 'group', blend: 'pass', blocks: { artb } },
      ]),
    );
    const { layers, remarks } = await takeApart(file, ownFolder());
    expect(remarks).toEqual([]);
    expect(layers.map(({ kind, name }) => [kind, name])).toEqual([
      ['fill', 'Board'],
      ['picture', 'Plate'],
    ]);
    expect(layers[0]).toMatchObject({ rect: { x: 20, y: 10, width: 80, height: 40 }, color: [1, 2, 3] });
    // The artboard cuts what stands out of it.
    expect(layers[1]).toMatchObject({ rect: { x: 20, y: 20, width: 40, height: 30 } });
  });
});
