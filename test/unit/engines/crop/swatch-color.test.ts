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

  it('mixes light, not stored values: black and white are seen as 188', () => {
    expect(swatchColor(picture(3, [0, 0, 0], [255, 255, 255]))).toBe('#bcbcbc');
  });

  it('counts clear pixels for nothing and half clear ones half', () => {
    expect(swatchColor(picture(4, [200, 100, 50, 255], [0, 0, 0, 0]))).toBe('#c86432');
    expect(swatchColor(picture(4, [255, 0, 0, 51], [0, 0, 255, 102]))).toBe('#9c00d5');
  });

  it('is black where nothing shows', () => {
    expect(swatchColor(picture(4, [9, 9, 9, 0]))).toBe('#000000');
  });
});
