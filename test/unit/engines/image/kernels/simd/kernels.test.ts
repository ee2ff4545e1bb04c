import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { openArena, type Arena } from '../../../../../../src/engines/image/kernels/simd/arena.ts';
import { startKernels } from '../../../../../../src/engines/image/kernels/simd/kernels.ts';
import { packageFile } from '../../../../../../src/system/package-files.ts';

/** The functions that a source declares, and how many parameters each has. */
function declared(): ReadonlyMap<string, number> {
  const source = readFileSync(packageFile('src/engines/image/kernels/simd/kernels.ts'), 'utf8');
  const [, kernels = ''] = /interface Kernels \{(.*?)\n\}/s.exec(source) ?? [];
  const found = kernels.matchAll(/readonly (\w+): \(([^)]*)\) => (?:void|number);/g);
  return new Map([...found].map(([, name = '', parameters = '']) => [name, parameters.match(/\w+:/g)?.length ?? 0]));
}

/** Puts samples into an arena, and reads floats that a kernel made of them. */
function convert(arena: Arena, load: 'loadBytes' | 'loadWords', samples: readonly number[]): number {
  const stored = arena.take(2 * samples.length);
  const into = arena.takeRow(samples.length);
  if (load === 'loadBytes') arena.bytes(stored, samples.length).set(samples);
  else arena.words(stored, samples.length).set(samples);
  arena.kernels[load](into, stored, samples.length);
  return into;
}

describe('the kernels', () => {
  it('are the compiled functions, each with the parameters that are declared of it', () => {
    const compiled = Object.entries(startKernels()).flatMap(([name, each]) =>
      typeof each === 'function' ? [[name, each.length] as const] : [],
    );
    expect(Object.fromEntries(compiled)).toEqual(Object.fromEntries(declared()));
  });

  it.each([1, 7, 16, 33])('read and write %d samples of both depths', (count) => {
    const samples = Array.from({ length: count }, (_, i) => (i * 89) % 256);
    const arena = openArena();
    const { kernels } = arena;
    const shallow = convert(arena, 'loadBytes', samples);
    expect([...arena.floats(shallow, count)]).toEqual(samples);
    const deep = convert(
      arena,
      'loadWords',
      samples.map((sample) => sample * 257),
    );
    expect([...arena.floats(deep, count)]).toEqual(samples.map((sample) => sample * 257));
    const stored = arena.take(2 * count);
    kernels.storeBytes(stored, shallow, count);
    expect([...arena.bytes(stored, count)]).toEqual(samples);
    kernels.storeWords(stored, deep, count);
    expect([...arena.words(stored, count)]).toEqual(samples.map((sample) => sample * 257));
  });

  it('round to the nearest, to the even one of two, and clamp', () => {
    const arena = openArena();
    const stored = arena.take(16);
    const floats = [-3, -0.4, 0.5, 1.5, 2.5, 254.4, 255.4, 999];
    arena.kernels.storeBytes(stored, arena.put(floats), floats.length);
    expect([...arena.bytes(stored, floats.length)]).toEqual([0, 0, 0, 2, 2, 254, 255, 255]);
    const words = [-1, 65_534.5, 65_535.4, 1e9];
    arena.kernels.storeWords(stored, arena.put(words), words.length);
    expect([...arena.words(stored, words.length)]).toEqual([0, 65_534, 65_535, 65_535]);
  });

  it.each([2, 4, 5])('multiply %d channels by their alpha, and divide them by it again', (channels) => {
    const arena = openArena();
    const { kernels } = arena;
    const pixels = [255, 0, 51, 1].map((alpha) => [...Array.from({ length: channels - 1 }, (_, c) => 40 * c), alpha]);
    const samples = pixels.flat();
    const row = arena.put(samples);
    kernels.premultiply(row, samples.length, channels, 255);
    const shown = pixels.flatMap((pixel) => {
      const alpha = pixel.at(-1)!;
      return pixel.map((sample, c) => (c === channels - 1 ? alpha : (sample * alpha) / 255));
    });
    for (const [i, found] of [...arena.floats(row, samples.length)].entries()) expect(found).toBeCloseTo(shown[i]!, 4);
    kernels.unpremultiply(row, samples.length, channels, 255);
    const seen = pixels.flatMap((pixel) => (pixel.at(-1) === 0 ? pixel.map(() => 0) : pixel));
    for (const [i, found] of [...arena.floats(row, samples.length)].entries()) expect(found).toBeCloseTo(seen[i]!, 3);
  });

  it('repeat the ends of a row', () => {
    const arena = openArena();
    const room = arena.put([9, 9, 9, 9, 1, 2, 3, 4, 9, 9, 9, 9]);
    arena.kernels.repeatEnds(room + 16, 4, 2, 2, 1);
    expect([...arena.floats(room, 12)]).toEqual([1, 2, 1, 2, 1, 2, 3, 4, 3, 4, 9, 9]);
  });

  it('work in a memory that grows with them', () => {
    const arena = openArena();
    const far = arena.takeRow(3_000_000);
    const near = arena.put([7]);
    expect(near).toBeGreaterThan(far + 12_000_000 - 1);
    expect([...arena.floats(near, 1)]).toEqual([7]);
  });
});
