import type { FileHandle } from 'node:fs/promises';
import { SourceError } from '../../../model/errors.ts';

// The longest sequences have some thousand frames of a few dozen bytes each in their tables.
const MOST_FRAME_BYTES = 256 * 2 ** 20;
const MOST_FRAMES = 100_000;

export const damaged = (expected: string, got: string | number): SourceError =>
  new SourceError('SOURCE_CORRUPT', `expected ${expected} in a sequence of pictures, got ${got}`, {
    hint: 'Export or upload the master again; the file is damaged or was cut off.',
  });

/** Reads a number of a box. Throws SourceError where the box ends before. */
export function numberAt(box: Buffer, at: number, bytes: 2 | 4): number {
  if (at + bytes > box.length) throw damaged(`${at + bytes} bytes in a box`, box.length);
  return box.readUIntBE(at, bytes);
}

/** The tables that locate the samples of a track (ISO/IEC 14496-12 §8.7). */
export interface SampleTables {
  readonly sizes: Buffer;
  /** Places of runs of samples that lie side by side, of eight bytes each where it is `wide`. */
  readonly chunks: Buffer;
  readonly wide: boolean;
  /** Samples in each of those. */
  readonly runs: Buffer;
  /** Samples that follow from no other; absent = all. */
  readonly keys: Buffer | undefined;
}

interface Place {
  readonly at: number;
  readonly bytes: number;
}

function sizeOf(sizes: Buffer, sample: number): number {
  const same = numberAt(sizes, 4, 4);
  return same > 0 ? same : numberAt(sizes, 12 + 4 * sample, 4);
}

function chunkAt({ chunks, wide }: SampleTables, chunk: number): number {
  if (!wide) return numberAt(chunks, 8 + 4 * chunk, 4);
  return numberAt(chunks, 8 + 8 * chunk, 4) * 2 ** 32 + numberAt(chunks, 12 + 8 * chunk, 4);
}

/** The places of the first samples, up to one. */
function placesUpTo(last: number, tables: SampleTables): readonly Place[] {
  const { runs, sizes } = tables;
  const count = numberAt(runs, 4, 4);
  const places: Place[] = [];
  // Chunks are numbered from 1; a run of them reaches to where the next one begins.
  for (let chunk = 1, run = 0; places.length <= last; chunk++) {
    if (chunk > MOST_FRAMES) throw damaged(`at most ${MOST_FRAMES} runs of pictures`, chunk);
    if (run + 1 < count && numberAt(runs, 8 + 12 * (run + 1), 4) <= chunk) run++;
    let at = chunkAt(tables, chunk - 1);
    for (let left = numberAt(runs, 12 + 12 * run, 4); left > 0 && places.length <= last; left--) {
      const bytes = sizeOf(sizes, places.length);
      places.push({ at, bytes });
      at += bytes;
    }
  }
  return places;
}

/** The last sample up to one that follows from no other. */
function keyBefore(last: number, keys: Buffer | undefined): number {
  if (keys === undefined) return last;
  const numbers = Array.from({ length: Math.min(MOST_FRAMES, numberAt(keys, 4, 4)) }, (_, i) =>
    numberAt(keys, 8 + 4 * i, 4),
  );
  return Math.max(0, ...numbers.filter((number) => number <= last + 1).map((number) => number - 1));
}

/** The places of a sample and of those that it follows from, which lie before it. */
export function samplesUpTo(last: number, tables: SampleTables): readonly Place[] {
  if (last >= MOST_FRAMES) throw damaged(`at most ${MOST_FRAMES} pictures`, last);
  return placesUpTo(last, tables).slice(keyBefore(last, tables.keys));
}

/** Reads samples, one behind the other. Throws SourceError, or the system's error. */
export async function readSamples(handle: FileHandle, places: readonly Place[]): Promise<Buffer> {
  const all = places.reduce((sum, { bytes }) => sum + bytes, 0);
  if (all > MOST_FRAME_BYTES) throw damaged(`pictures of at most ${MOST_FRAME_BYTES} bytes`, all);
  const data = Buffer.alloc(all);
  let end = 0;
  for (const { at, bytes } of places) {
    const { bytesRead } = await handle.read(data, end, bytes, at);
    if (bytesRead < bytes) throw damaged(`${bytes} bytes of a picture`, bytesRead);
    end += bytes;
  }
  return data;
}

/** The times of the first samples, as their table has them: runs of samples of one time. */
export function sampleTicks(table: Buffer, samples: number): readonly number[] {
  const ticks: number[] = [];
  const most = Math.min(samples, MOST_FRAMES);
  for (let run = 0; run < numberAt(table, 4, 4) && ticks.length < most; run++) {
    const [count, time] = [numberAt(table, 8 + 8 * run, 4), numberAt(table, 12 + 8 * run, 4)];
    for (let left = count; left > 0 && ticks.length < most; left--) ticks.push(time);
  }
  if (ticks.length < samples) throw damaged(`${samples} times of pictures`, ticks.length);
  return ticks;
}
