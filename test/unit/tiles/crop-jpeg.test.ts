import { describe, expect, it } from 'vitest';
import { sharp } from '../../../src/engines/image/libvips.ts';
import { cropJpeg } from '../../../src/tiles/crop-jpeg.ts';

/** Noise of waves, so that each block differs from its neighbours. */
function draw(width: number, height: number, channels: 1 | 3): Buffer {
  const wave = (i: number): number => {
    const at = Math.floor(i / channels);
    return 128 + 100 * Math.sin((at % width) / 5 + (i % channels)) * Math.cos(Math.floor(at / width) / 7);
  };
  return Buffer.from(Uint8Array.from({ length: width * height * channels }, (_, i) => wave(i)));
}

async function pixels(jpeg: Uint8Array, width: number, height: number): Promise<Buffer> {
  return sharp(jpeg).extract({ left: 0, top: 0, width, height }).raw().toBuffer();
}

describe('a JPEG that is cut', () => {
  it.each([
    ['colours at full resolution', 3, '4:4:4', 1],
    ['colours at half of it', 3, '4:2:0', 16],
    ['one channel', 1, '4:4:4', 1],
  ] as const)('has the very pixels that it had: %s', async (_what, channels, chromaSubsampling, unsure) => {
    const raw = { width: 256, height: 256, channels };
    const whole = await sharp(draw(256, 256, channels), { raw })
      .jpeg({ quality: 90, chromaSubsampling, optimizeCoding: false })
      .toBuffer();
    for (const [width, height] of [
      [233, 3],
      [1, 256],
      [256, 100],
      [64, 64],
      [250, 193],
    ] as const) {
      const cut = cropJpeg(whole, { width, height });
      expect(await sharp(cut, { failOn: 'warning' }).metadata()).toMatchObject({ width, height });
      // Where colours are smoothed on their way back, those at the cut have other neighbours.
      const [w, h] = [Math.max(1, width - unsure + 1), Math.max(1, height - unsure + 1)];
      if (unsure === 1 || (w > 1 && h > 1)) {
        expect((await pixels(cut, w, h)).equals(await pixels(whole, w, h)), `${width}×${height}`).toBe(true);
      }
    }
    expect(cropJpeg(whole, { width: 256, height: 256 })).toBe(whole);
    const unit = unsure === 1 ? 8 : 16;
    const strip = cropJpeg(whole, { width: 128, height: 256, lastColumn: true });
    expect(await sharp(strip, { failOn: 'warning' }).metadata()).toMatchObject({ width: unit, height: 256 });
    const own = await sharp(strip).raw().toBuffer();
    const there = await sharp(whole)
      .extract({ left: 128 - unit, top: 0, width: unit, height: 256 })
      .raw()
      .toBuffer();
    if (unsure === 1) expect(own.equals(there)).toBe(true);
    expect(() => cropJpeg(whole, { width: 257, height: 1 })).toThrow(RangeError);
  });

  it('is refused where it is of another kind', async () => {
    const raw = { width: 64, height: 64, channels: 3 } as const;
    const progressive = await sharp(draw(64, 64, 3), { raw })
      .jpeg({ progressive: true })
      .toBuffer();
    expect(() => cropJpeg(progressive, { width: 8, height: 8 })).toThrow(/sequential/);
    const whole = await sharp(draw(64, 64, 3), { raw })
      .jpeg()
      .toBuffer();
    expect(() => cropJpeg(whole.subarray(0, whole.length / 2), { width: 60, height: 60 })).toThrow(RangeError);
  });
});
