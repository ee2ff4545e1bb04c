import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { expect, it } from 'vitest';
import { dmx } from '../../support/cli/dmx.ts';
import { engineDataOf, printLayeredPsd, printTypeTool } from '../../support/pictures/masters/print-layered-psd.ts';
import { openShop } from '../../support/project/shop.ts';

const CANVAS = { width: 120, height: 60 };
const NOWHERE = { x: 0, y: 0, width: 0, height: 0 };

/** A badge: a red ground, a gray plate that multiplies it, and a word. */
function badge(): Buffer {
  const look = { font: 'Arial-BoldMT', size: 20, color: [1, 1, 1] as const };
  const word = printTypeTool(engineDataOf('SALE\r', look), [60, 40]);
  return printLayeredPsd(CANVAS, [
    { name: 'Ground', rect: { x: 0, y: 0, ...CANVAS }, color: [255, 0, 0, 255] },
    { name: 'Plate (left)', rect: { x: 10, y: 10, width: 20, height: 20 }, color: [128, 128, 128, 255], blend: 'mul ' },
    { name: 'Gone', rect: { x: 0, y: 0, ...CANVAS }, color: [0, 0, 0, 255], hidden: true },
    { name: 'Word', rect: NOWHERE, blocks: { TySh: word } },
  ]);
}

it('makes a template of a Photoshop file, whose pictures and words are variables', { timeout: 60_000 }, async () => {
  const { folder } = await openShop();
  writeFileSync(join(folder, 'badge.psd'), badge());
  const taken = await dmx(folder, 'presets', 'import', 'badge.psd', '-o', 'profiles/badge.yaml');
  expect(taken).toMatchObject({ exit: 0, stdout: expect.stringContaining('badge.yaml') });
  expect(taken.stderr).toContain('it is hidden');
  const yaml = readFileSync(join(folder, 'profiles/badge.yaml'), 'utf8');
  expect(yaml).toContain('default: badge/plate-left.png');
  expect(yaml).toContain('default: SALE');

  const rendered = async (...words: readonly string[]): Promise<Buffer> => {
    const made = await dmx(
      folder,
      'render',
      'assets/a.png',
      '--preset',
      'badge',
      '--modifiers',
      'fmt=png',
      ...words,
      '-o',
      'out.png',
      '--force',
    );
    expect(made).toMatchObject({ exit: 0 });
    return await sharp(join(folder, 'out.png')).removeAlpha().raw().toBuffer();
  };
  const at = (pixels: Buffer, x: number, y: number): readonly number[] => [
    ...pixels.subarray((y * CANVAS.width + x) * 3, (y * CANVAS.width + x) * 3 + 3),
  ];
  const white = (pixels: Buffer): number =>
    Array.from({ length: CANVAS.width }, (_, x) => at(pixels, x, 33)).filter(([, green = 0]) => green > 200).length;
  const asIs = await rendered();
  expect(at(asIs, 0, 0)).toEqual([255, 0, 0]);
  expect(at(asIs, 15, 15)).toEqual([128, 0, 0]);
  expect(white(asIs)).toBeGreaterThan(5);

  const other = await rendered('--set', 'word=I', '--set', 'ground=badge/plate-left.png');
  expect(at(other, 0, 0)).not.toEqual([255, 0, 0]);
  // A folder that is not there yet is made.
  const elsewhere = await dmx(folder, 'presets', 'import', 'badge.psd', '-o', 'new/own.yaml', '--force');
  expect(elsewhere).toMatchObject({ exit: 0 });
  // What is there is not written over.
  expect(await dmx(folder, 'presets', 'import', 'badge.psd', '-o', 'profiles/badge.yaml')).toMatchObject({ exit: 2 });
});
