import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { colorMode } from '../../../../../../src/engines/formats/psd/color-mode.ts';
import { printRaster } from '../../../../../../src/engines/formats/psd/layers/picture-file.ts';
import type { PsdFile } from '../../../../../../src/engines/formats/psd/sections.ts';

describe('a layer as a picture', () => {
  it('of gray stays gray, sample by sample: its profile says nothing of RGB', async () => {
    const file = { header: { mode: colorMode(1, 1), depth: 8 } } as PsdFile;
    const data = Uint8Array.of(10, 255, 200, 128);
    const raster = { rect: { x: 0, y: 0, width: 2, height: 1 }, colors: 1, data };
    const { bytes, extension } = await printRaster(file, raster, { entries: [], children: new Map() });
    expect(extension).toBe('png');
    expect(await sharp(bytes).metadata()).toMatchObject({ space: 'b-w', channels: 2 });
    const samples = await sharp(bytes).raw().toBuffer();
    expect([...samples]).toEqual([10, 10, 10, 255, 200, 200, 200, 128]);
  });
});
