import { describe, expect, it } from 'vitest';
import { blendRaster } from '../../../../../../src/engines/formats/psd/layers/blend-raster.ts';

const PIXEL = { x: 0, y: 0, width: 1, height: 1 };

/** The samples of a pixel that lies over another one, both opaque. */
function blended(blend: string, below: readonly number[], above: readonly number[]): readonly number[] {
  const raster = (samples: readonly number[]) => ({
    ...{ rect: PIXEL, colors: samples.length, data: Uint8Array.from([...samples, 255]) },
  });
  const ground = raster(below);
  blendRaster(ground, raster(above), { blend, opacity: 1 });
  return [...ground.data].slice(0, -1);
}

describe('blend modes of Photoshop', () => {
  // Samples of a picture of psd-tools that Photoshop merged itself.
  it.each([
    ['vLit', [255, 0, 128], [0, 255, 128], [0, 255, 129]],
    ['div ', [0, 255, 128], [255, 0, 0], [0, 255, 128]],
    ['idiv', [255, 0, 128], [0, 255, 255], [255, 0, 128]],
    ['hMix', [0, 255, 1], [255, 0, 255], [0, 0, 255]],
    ['fdiv', [0, 1, 128], [0, 0, 255], [0, 255, 128]],
  ] as const)('%s is what it is at black and white', (blend, below, above, expected) => {
    expect(blended(blend, below, above)).toEqual(expected);
  });

  it('that look at three colours together leave black to what lies below, but for its brightness', () => {
    const [below, above] = [
      [200, 40, 90, 250],
      [10, 120, 220, 30],
    ];
    for (const blend of ['hue ', 'sat ', 'colr', 'lum ']) {
      const [three, four] = [blended(blend, below.slice(0, 3), above.slice(0, 3)), blended(blend, below, above)];
      expect(four).toEqual([...three, blend === 'lum ' ? 30 : 250]);
    }
    expect(blended('hue ', below, above)).not.toEqual(below);
  });
});
