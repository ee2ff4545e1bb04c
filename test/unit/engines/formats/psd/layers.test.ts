import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { composeLayers } from '../../../../../src/engines/formats/psd/layers/compose-layers.ts';
import { layerTree } from '../../../../../src/engines/formats/psd/layers/layer-tree.ts';
import { readLayers } from '../../../../../src/engines/formats/psd/layers/read-layers.ts';
import { openPsd, type PsdFile } from '../../../../../src/engines/formats/psd/sections.ts';
import { probeImage } from '../../../../../src/engines/image/probe.ts';
import { withDecoded } from '../../../../../src/engines/image/with-decoded.ts';
import { ownFolder } from '../../../../support/files/own-folder.ts';
import type { ImageFacts } from '../../../../../src/model/asset.ts';
import { masterFormat } from '../../../../../src/model/formats/master-formats.ts';
import { printLayeredPsd, type PsdTestLayer } from '../../../../support/pictures/masters/print-layered-psd.ts';
import { printEffects } from '../../../../support/pictures/masters/print-psd-effects.ts';

const CANVAS = { width: 8, height: 6 };
const ALL = { x: 0, y: 0, ...CANVAS };
const RED = [255, 0, 0, 255] as const;
const GRAY = [128, 128, 128, 255] as const;

function opened(bytes: Buffer): Promise<PsdFile> {
  return openPsd((position, into) => Promise.resolve(bytes.copy(into, 0, position)), bytes.length);
}

/** The pixel at a place of the picture that layers make. */
async function pixelAt(layers: readonly PsdTestLayer[], x: number, y: number): Promise<readonly number[]> {
  const file = await opened(printLayeredPsd(CANVAS, layers));
  const { data } = await composeLayers(file, await layerTree(file, await readLayers(file)));
  return [...data.subarray((y * CANVAS.width + x) * 4, (y * CANVAS.width + x) * 4 + 4)];
}

const layer = (name: string, color: PsdTestLayer['color'], more: Partial<PsdTestLayer> = {}): PsdTestLayer => ({
  name,
  rect: ALL,
  ...(color && { color }),
  ...more,
});

describe('layers of a Photoshop file', () => {
  it.each(['raw', 'rows', 'zip'] as const)('are read whose samples are %s', async (packing) => {
    expect(await pixelAt([layer('a', [10, 20, 30, 255], { packing })], 7, 5)).toEqual([10, 20, 30, 255]);
  });

  it('lie where they say, the later above, and may overhang', async () => {
    const layers = [layer('a', RED), layer('b', GRAY, { rect: { x: -2, y: -2, width: 4, height: 4 } })];
    expect(await pixelAt(layers, 1, 1)).toEqual([128, 128, 128, 255]);
    expect(await pixelAt(layers, 2, 1)).toEqual([255, 0, 0, 255]);
  });

  it('leave clear what none covers', async () => {
    expect(await pixelAt([layer('a', RED, { rect: { x: 0, y: 0, width: 2, height: 2 } })], 4, 4)).toEqual([0, 0, 0, 0]);
  });

  it('have opacity, blend modes and masks', async () => {
    const base = layer('a', [200, 100, 50, 255]);
    expect(await pixelAt([base, layer('b', [0, 0, 0, 255], { opacity: 128 })], 0, 0)).toEqual([100, 50, 25, 255]);
    expect(await pixelAt([base, layer('b', GRAY, { blend: 'mul ' })], 0, 0)).toEqual([100, 50, 25, 255]);
    const mask = { rect: { x: 0, y: 0, width: 4, height: 6 }, value: 255 };
    expect(await pixelAt([base, layer('b', GRAY, { mask })], 3, 0)).toEqual([128, 128, 128, 255]);
    expect(await pixelAt([base, layer('b', GRAY, { mask })], 4, 0)).toEqual([200, 100, 50, 255]);
  });

  it('have masks with soft edges, and such that Photoshop drew of a path, which count no more than that', async () => {
    const base = layer('a', [255, 255, 255, 255]);
    const mask = { rect: { x: -20, y: -20, width: 24, height: 46 }, value: 255 };
    const feather = Buffer.alloc(8);
    feather.writeDoubleBE(1);
    const soft = { ...mask, flags: 0x10, more: Buffer.concat([Buffer.from([0x02]), feather]) };
    const at = async (x: number): Promise<number> =>
      (await pixelAt([base, layer('b', [0, 0, 0, 255], { mask: soft })], x, 3))[0] ?? 0;
    // A Gaussian of one pixel, half of which lies on either side of the edge.
    const found = [await at(2), await at(3), await at(4), await at(5)];
    expect(found).toEqual([15, 77, 179, 241]);
    // Bit 3: drawn of other data; bit 4, then 4: the path hides half only.
    const drawn = { ...mask, flags: 0x18, more: Buffer.from([0x04, 128]) };
    expect(await pixelAt([base, layer('b', [0, 0, 0, 255], { mask: drawn })], 7, 0)).toEqual([0, 0, 0, 255]);
  });

  it('are clipped to the one below, and not drawn where hidden', async () => {
    const half = { x: 0, y: 0, width: 4, height: 6 };
    const layers = [layer('base', RED, { rect: half }), layer('top', GRAY, { clipped: true })];
    expect(await pixelAt(layers, 0, 0)).toEqual([128, 128, 128, 255]);
    expect(await pixelAt(layers, 5, 0)).toEqual([0, 0, 0, 0]);
    expect(await pixelAt([layer('a', RED), layer('b', GRAY, { hidden: true })], 0, 0)).toEqual([255, 0, 0, 255]);
  });

  it('are put together in groups, whose mode and opacity is theirs together', async () => {
    const end = layer('end', undefined, { section: 'end', rect: { x: 0, y: 0, width: 0, height: 0 } });
    const group = { ...end, name: 'group', section: 'group' as const };
    const inner = [layer('b', [0, 0, 0, 255]), layer('c', GRAY)];
    const faded = [layer('a', RED), end, ...inner, { ...group, opacity: 128 }];
    // Each by itself would let red through twice.
    expect(await pixelAt(faded, 0, 0)).toEqual([191, 64, 64, 255]);
    const multiplied = layer('b', GRAY, { blend: 'mul ' });
    expect(await pixelAt([layer('a', RED), end, multiplied, { ...group, blend: 'pass' }], 0, 0)).toEqual([
      128, 0, 0, 255,
    ]);
    expect(await pixelAt([layer('a', RED), end, multiplied, group], 0, 0)).toEqual([128, 128, 128, 255]);
  });

  it('have names in all alphabets', async () => {
    const file = await opened(printLayeredPsd(CANVAS, [layer('Titel ä', RED)]));
    expect((await readLayers(file)).map(({ name }) => name)).toEqual(['Titel ä']);
  });

  it('are refused where the file is cut off within them', async () => {
    const bytes = printLayeredPsd(CANVAS, [layer('a', RED)]);
    const file = await opened(bytes);
    bytes.writeUInt16BE(300, file.layers.start + 4);
    await expect(readLayers(file)).rejects.toMatchObject({ code: 'SOURCE_CORRUPT' });
  });

  it('are refused where their parts are said to be longer than any file', async () => {
    const bytes = printLayeredPsd(CANVAS, [layer('long', RED)], false);
    // The lengths of its mask and of what it shows of others stand before its name.
    bytes.writeUInt32BE(0xff_ff_ff_9c, bytes.indexOf('\x04long', 0, 'latin1') - 8);
    const file = path.join(ownFolder(), 'long.psd');
    await writeFile(file, bytes);
    await expect(probeImage(file, 'image/vnd.adobe.photoshop')).rejects.toMatchObject({ code: 'SOURCE_CORRUPT' });
  });

  it('are refused where they are said to be larger than their samples can be', async () => {
    const bytes = printLayeredPsd(CANVAS, [layer('a', RED)]);
    const file = await opened(bytes);
    // The corners of the first layer stand behind the number of layers.
    bytes.writeInt32BE(2 ** 30, file.layers.start + 6 + 8);
    bytes.writeInt32BE(2 ** 30, file.layers.start + 6 + 12);
    await expect(composeLayers(file, await layerTree(file, await readLayers(file)))).rejects.toMatchObject({
      code: 'SOURCE_CORRUPT',
    });
  });
});

describe('a Photoshop file without a merged picture', () => {
  it('is a master, made of its layers', async () => {
    const file = path.join(ownFolder(), 'a.psd');
    const half = { x: 0, y: 0, width: 4, height: 6 };
    await writeFile(
      file,
      printLayeredPsd(CANVAS, [layer('a', RED, { rect: half }), layer('b', GRAY, { opacity: 0 })], false),
    );
    const facts = await probeImage(file, 'image/vnd.adobe.photoshop');
    expect(facts).toMatchObject({ ...CANVAS, alpha: true, depth: 8, colorSpace: 'srgb', layered: 1 });
    await withDecoded({ file, facts }, ownFolder(), async (master) => {
      const pixels = await sharp(master.file).raw().toBuffer();
      expect([...pixels.subarray(0, 4)]).toEqual([255, 0, 0, 255]);
      expect([...pixels.subarray(4 * 4, 5 * 4)]).toEqual([0, 0, 0, 0]);
    });
  });

  it('is estimated with the largest of its layers that show, which may stand out of its canvas', async () => {
    const wide = { x: -90, y: -50, width: CANVAS.width * 10, height: CANVAS.height * 10 };
    const of = async (hidden: boolean): Promise<ImageFacts> => {
      const file = path.join(ownFolder(), 'a.psd');
      await writeFile(file, printLayeredPsd(CANVAS, [layer('a', RED, { rect: wide, hidden })], false));
      return probeImage(file, 'image/vnd.adobe.photoshop');
    };
    expect([(await of(false)).layered, (await of(true)).layered]).toEqual([100, 1]);
    const { pixelBytes } = masterFormat('image/vnd.adobe.photoshop')?.decoding ?? {};
    expect(pixelBytes?.(await of(false))).toBe(1410);
  });

  it('says what its layers do that is not drawn, with each picture made of it', async () => {
    const file = path.join(ownFolder(), 'a.psd');
    const lfx2 = printEffects({ DrSh: { enab: true }, SoFi: { enab: true }, IrGl: { enab: false } });
    const layers = [
      layer('Plate', RED, { blocks: { lfx2 } }),
      layer('Darker', undefined, { blocks: { levl: Buffer.alloc(2) } }),
      layer('Dots', undefined, { rect: { ...ALL, width: 0 }, blocks: { PtFl: Buffer.alloc(8) } }),
      layer('Off', undefined, { hidden: true, blocks: { curv: Buffer.alloc(2) } }),
    ];
    await writeFile(file, printLayeredPsd(CANVAS, layers, false));
    const facts = await probeImage(file, 'image/vnd.adobe.photoshop');
    expect(facts.undrawn).toEqual(['Plate (drop shadow)', 'Darker (levels)', 'Dots (a pattern)']);
    await writeFile(file, printLayeredPsd(CANVAS, [layer('Plate', RED)], false));
    expect(await probeImage(file, 'image/vnd.adobe.photoshop')).not.toHaveProperty('undrawn');
  });
});
