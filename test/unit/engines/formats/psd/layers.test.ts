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
import { printLayeredPsd, type PsdTestLayer } from '../../../../support/pictures/print-layered-psd.ts';

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
    expect(facts).toMatchObject({ ...CANVAS, alpha: true, depth: 8, colorSpace: 'srgb', layered: true });
    await withDecoded({ file, facts }, ownFolder(), async (master) => {
      const pixels = await sharp(master.file).raw().toBuffer();
      expect([...pixels.subarray(0, 4)]).toEqual([255, 0, 0, 255]);
      expect([...pixels.subarray(4 * 4, 5 * 4)]).toEqual([0, 0, 0, 0]);
    });
  });
});
