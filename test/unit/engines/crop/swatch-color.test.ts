import { describe, expect, it } from 'vitest';
import { swatchColor } from '../../../../src/engines/crop/swatch-color.ts';

const picture = (channels: 3 | 4, ...pixels: readonly (readonly number[])[]) => ({
  data: Uint8Array.from(pixels.flat()),
  width: pixels.length,
  height: 1,
  channels,
});

describe('the colour of a swatch', () => {
  it('is the colour of a plain one', () => {
    expect(swatchColor(picture(3, [138, 75, 60], [138, 75, 60]))).toBe('#8a4b3c');
  });

  it('mixes light, not stored values, of what belongs together', () => {
    expect(swatchColor(picture(3, [100, 100, 100], [130, 130, 130]))).toBe('#747474');
  });

  it('is the colour there is most of, not a mixture with the ground', () => {
    const blue = Array.from({ length: 6 }, () => [30, 60, 160]);
    const ground = Array.from({ length: 4 }, () => [255, 255, 255]);
    expect(swatchColor(picture(3, ...ground, ...blue))).toBe('#1e3ca0');
    expect(swatchColor(picture(3, ...blue, ...ground))).toBe('#1e3ca0');
  });

  it('takes light and shade of one material together', () => {
    const shades = [40, 44, 48, 52, 56, 60].map((value) => [value, value / 2, value / 2]);
    const plain = Array.from({ length: 4 }, () => [10, 200, 10]);
    expect(swatchColor(picture(3, ...plain, ...shades))).toMatch(/^#3[0-9a-f]1[0-9a-f]1[0-9a-f]$/);
  });

  it('counts clear pixels for nothing and half clear ones half', () => {
    expect(swatchColor(picture(4, [200, 100, 50, 255], [0, 0, 0, 0], [0, 0, 0, 0]))).toBe('#c86432');
    expect(swatchColor(picture(4, [255, 0, 0, 51], [255, 0, 0, 51], [0, 0, 255, 153]))).toBe('#0000ff');
  });

  it('is black where nothing shows', () => {
    expect(swatchColor(picture(4, [9, 9, 9, 0]))).toBe('#000000');
  });
});
