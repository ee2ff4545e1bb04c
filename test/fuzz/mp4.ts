import { readFileSync } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { joinShortEndOf } from '../../src/engines/video/mp4/join-short-end.ts';
import { segmentsOf } from '../../src/engines/video/mp4/read-segments.ts';
import { trackOf } from '../../src/engines/video/mp4/read-track.ts';
import type { Readable } from '../../src/engines/video/mp4/top-boxes.ts';
import { describePicture, moveSamples, sphericalBoxes } from '../../src/engines/video/mp4/write-spherical.ts';
import { CLIP } from '../support/video/clips.ts';
import { inRepository } from '../support/files/repository.ts';
import type { FuzzedReader } from './reader.ts';

/** A file in memory, as far as readers of MP4 need one. */
function inMemory(bytes: Buffer): Readable & Pick<FileHandle, 'write'> {
  const handle = {
    stat: async () => ({ size: bytes.length }),
    read: async (buffer: Buffer, at: number, length: number, position: number) => {
      const part = bytes.subarray(position, position + length);
      part.copy(buffer, at);
      return { buffer, bytesRead: part.length };
    },
    write: async (buffer: Buffer, at: number, length: number, position: number) => {
      buffer.copy(bytes, position, at, at + length);
      return { buffer, bytesWritten: length };
    },
  };
  return handle as unknown as Readable & Pick<FileHandle, 'write'>;
}

const seed = (name: string): Buffer => readFileSync(inRepository('test/fuzz/seeds/mp4', name));

/** A file in fragments: its index and its track are read, its end is joined once and no second time, and its boxes are described anew. */
export const MP4: FuzzedReader = {
  name: 'mp4',
  seeds: ['picture.mp4', 'sound.mp4'].map(seed),
  read: async (input) => {
    const bytes = Buffer.from(input);
    const found = await segmentsOf(inMemory(bytes));
    if (found?.segments.some(({ seconds }) => !(seconds >= 0) || !Number.isFinite(seconds)))
      throw new Error('a fragment has no length');
    const track = await trackOf(inMemory(bytes));
    if (Object.values(track ?? {}).some((value) => typeof value === 'number' && !(value >= 0)))
      throw new Error('a track of nothing that counts');
    await joinShortEndOf(inMemory(bytes));
    const joined = Buffer.from(bytes);
    await joinShortEndOf(inMemory(bytes));
    if (!bytes.equals(joined)) throw new Error('joined a second time');
    const told = describePicture(input, sphericalBoxes(CLIP));
    moveSamples(told, told.length - input.length);
  },
};
