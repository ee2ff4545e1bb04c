import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';

import type { Storage } from '../../src/storage/storage.ts';
import { type ByteRange, digestOpened, readOpened } from '../../src/system/open-file.ts';
import { makeScratch } from '../../src/system/scratch.ts';
import { ownFolder } from '../support/files/own-folder.ts';

/** What every storage promises to those who read it. `make` hands out a new, empty one. */
export function describeReading(name: string, make: () => Promise<Storage>): void {
  describe(`reading the ${name} storage`, () => {
    let storage: Storage;
    let scratch: string;

    beforeEach(async () => {
      storage = await make();
      await storage.prepare();
      scratch = ownFolder();
    });

    async function commit(storedPath: string, content: string | Buffer): Promise<void> {
      const file = path.join(await makeScratch(scratch, 'job'), 'made');
      writeFileSync(file, content);
      await storage.commit(file, storedPath);
    }

    async function text(storedPath: string, range?: ByteRange): Promise<string | undefined> {
      const opened = await storage.open(storedPath, range);
      return opened && (await readOpened(opened)).toString();
    }

    it('gives a file whole, or a range of it', async () => {
      await commit('a/red.jpg', 'red pixels');
      expect(await text('a/red.jpg')).toBe('red pixels');
      expect(await text('a/red.jpg', {})).toBe('red pixels');
      expect(await text('a/red.jpg', { start: 4 })).toBe('pixels');
      expect(await text('a/red.jpg', { end: 3 })).toBe('red');
      expect(await text('a/red.jpg', { start: 1, end: 2 })).toBe('e');
      expect(await text('a/red.jpg', { start: 4, end: 4 })).toBe('');
      expect(await text('a/red.jpg', { start: 4, end: 4000 })).toBe('pixels');
      expect(await text('a/red.jpg', { start: 100, end: 200 })).toBe('');
      const range = await storage.open('a/red.jpg', { start: 9 });
      expect(range?.bytes).toBe(10);
      expect(range && String(await readOpened(range))).toBe('s');
    });

    it('refuses what is no range', async () => {
      await commit('a', 'x');
      for (const range of [{ start: -1 }, { start: 3, end: 2 }, { end: -1 }, { start: Number.NaN }]) {
        await expect(storage.open('a', range)).rejects.toThrow(RangeError);
      }
    });

    it('gives a file of nothing, and a large one to its last byte', async () => {
      const bytes = Buffer.alloc(3_000_001, 'dmx');
      await commit('empty', '');
      await commit('large', bytes);
      expect(await text('empty')).toBe('');
      const opened = await storage.open('large');
      expect(opened && (await digestOpened(opened))).toBe(createHash('sha256').update(bytes).digest('hex'));
    });

    it('goes on with the file it began with, though another takes its place', async () => {
      const [old, other] = [Buffer.alloc(2_000_000, 'old'), Buffer.alloc(2_000_000, 'new')];
      await commit('a', old);
      const [first, second] = [await storage.open('a'), await storage.open('a')];
      await commit('a', other);
      expect(first && (await readOpened(first)).equals(old)).toBe(true);
      await storage.remove(['a']);
      expect(second && (await readOpened(second)).equals(old)).toBe(true);
      expect(await storage.open('a')).toBeUndefined();
    });

    it('tells by its stat that a file was replaced', async () => {
      await commit('a', 'old');
      const before = await storage.stat('a');
      expect(before).toMatchObject({ bytes: 3 });
      expect(await storage.stat('a')).toEqual(before);
      await commit('a', 'new');
      expect(await storage.stat('a')).not.toEqual(before);
    });

    it('fetches a file under its own name, and a committed folder whole', async () => {
      await commit('a/red.jpg', 'pixels');
      const folder = path.join(await makeScratch(scratch, 'job'), 'set');
      mkdirSync(path.join(folder, 'audio'), { recursive: true });
      writeFileSync(path.join(folder, 'master.m3u8'), 'list');
      writeFileSync(path.join(folder, 'audio/en.mp4'), 'sound');
      await storage.commit(folder, 'clip.mp4/stream');
      const file = (await storage.fetch('a/red.jpg', scratch))?.local ?? '';
      expect(path.basename(file)).toBe('red.jpg');
      expect(readFileSync(file, 'utf8')).toBe('pixels');
      const set = (await storage.fetch('clip.mp4/stream', scratch))?.local ?? '';
      expect(readFileSync(path.join(set, 'master.m3u8'), 'utf8')).toBe('list');
      expect(readFileSync(path.join(set, 'audio/en.mp4'), 'utf8')).toBe('sound');
    });

    it('has nothing to read where there is no file', async () => {
      await commit('a/red.jpg', 'pixels');
      for (const nothing of ['none', 'none/a', 'a', 'a/red.jpg/below']) {
        expect(await storage.stat(nothing), nothing).toBeUndefined();
        expect(await storage.open(nothing), nothing).toBeUndefined();
      }
      expect(await storage.fetch('none', scratch)).toBeUndefined();
      expect(await storage.fetch('a/red.jpg/below', scratch)).toBeUndefined();
    });

    it('calls each file something of its own', () => {
      expect(storage.nameOf('a')).not.toBe(storage.nameOf('b'));
      expect(storage.nameOf('a/red.jpg').endsWith('a/red.jpg')).toBe(true);
    });
  });
}
