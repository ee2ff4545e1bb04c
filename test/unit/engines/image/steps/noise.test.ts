import { channel, deviation, largestDifference, mean } from '../../../../support/pictures/samples.ts';
import { openGoldenFolder } from '../../../../support/pictures/draw-golden.ts';
import { describe, expect, it } from 'vitest';
import { openPicture, toPicture } from '../../../../../src/engines/image/source/pixels.ts';
const { draw } = openGoldenFolder();

describe('op_noise', () => {
  const noiseOf = async (text: string): Promise<number[]> => {
    const gray = 'op_contrast=-100&crop=0,0,300,300';
    const { data } = await draw(`${gray}&${text}`);
    return [...data].map((value) => value - 128);
  };

  it('is even, or gaussian with half the amount as deviation', async () => {
    const even = await noiseOf('op_noise=20');
    expect(Math.abs(mean(even))).toBeLessThan(0.5);
    expect(even.reduce((most, value) => Math.max(most, value), 0)).toBe(51);
    expect(deviation(even)).toBeCloseTo(51 / Math.sqrt(3), 0);
    const normal = await noiseOf('op_noise=20,gaussian');
    expect(deviation(normal)).toBeCloseTo(25.5, 0);
    expect(normal.filter((value) => Math.abs(value) < 25.5).length / normal.length).toBeCloseTo(0.68, 1);
  });

  it('is the same for all colours where it is monochrome, and for none else', async () => {
    const alike = (values: number[]) =>
      values.filter((v, i) => i % 3 === 0 && v === values[i + 1] && v === values[i + 2]);
    expect(alike(await noiseOf('op_noise=20,uniform,1'))).toHaveLength(90_000);
    expect(alike(await noiseOf('op_noise=20,uniform,0')).length).toBeLessThan(300);
  });

  it('has no pattern: neighbours are as different as any two', async () => {
    const values = channel(await draw('op_contrast=-100&op_noise=40'), 0).map((v) => v - 128);
    for (const step of [1, 640, 641]) {
      const products = values.slice(step).map((value, i) => value * values[i]!);
      expect(Math.abs(mean(products)) / deviation(values) ** 2).toBeLessThan(0.01);
    }
  });

  it('lies still under the view', async () => {
    const corner = await draw('op_noise=30&scl=1&wid=100&hei=80&align=1,1');
    const part = openPicture(await draw('op_noise=30')).extract({ left: 540, top: 400, width: 100, height: 80 });
    expect(largestDifference(corner, await toPicture(part))).toBe(0);
  });
});
