import { describe, expect, it } from 'vitest';
import { chunksOf } from '../../../src/base/chunks.ts';

async function chunked(count: number, size: number): Promise<(readonly number[])[]> {
  async function* values(): AsyncGenerator<number> {
    for (let i = 1; i <= count; i++) yield i;
  }
  const chunks: (readonly number[])[] = [];
  for await (const chunk of chunksOf(values(), size)) chunks.push(chunk);
  return chunks;
}

describe('chunks', () => {
  it('hold so many values each, in order, and are none of nothing', async () => {
    expect(await chunked(0, 2)).toEqual([]);
    expect(await chunked(4, 2)).toEqual([
      [1, 2],
      [3, 4],
    ]);
    expect(await chunked(5, 2)).toEqual([[1, 2], [3, 4], [5]]);
  });
});
