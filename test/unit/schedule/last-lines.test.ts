import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { LastLines } from '../../../src/schedule/last-lines.ts';

async function lastOf(...chunks: readonly string[]): Promise<string> {
  const stream = new PassThrough();
  const lines = new LastLines(stream);
  for (const chunk of chunks) stream.write(chunk);
  stream.end();
  await new Promise((resolve) => stream.once('end', resolve));
  return lines.toString();
}

describe('the last words of a worker', () => {
  it('are its last three lines that say something', async () => {
    expect(await lastOf('one\ntwo\n\n', 'three\r\n  four\n')).toBe('two; three; four');
  });

  it('are the same whenever its heap was full, whatever V8 said and however much', async () => {
    const frames = Array.from({ length: 200 }, (_, i) => ` ${i}: 0x7f${i}c node::OOMErrorHandler [/usr/bin/node]\n`);
    const said = 'FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory\n';
    expect(await lastOf(said.slice(0, 70), said.slice(70), ...frames)).toBe('JavaScript heap out of memory');
  });
});
