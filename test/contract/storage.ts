import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';

import type { Storage } from '../../src/storage/storage.ts';
import { makeScratch } from '../../src/system/scratch.ts';
import { ownFolder } from '../support/files/own-folder.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

async function* chunksOf(...texts: readonly string[]): AsyncGenerator<string> {
  yield* texts;
}

async function listed(storage: Storage, folder: string): Promise<string[]> {
  const paths: string[] = [];
  for await (const { path: found } of storage.list(folder)) paths.push(found);
  return paths.toSorted();
}

/** What every storage promises. `make` hands out a new, empty one. */
export function describeStorage(name: string, make: () => Promise<Storage>): void {
  describe(`the ${name} storage`, () => {
    let storage: Storage;
    let scratch: string;

    beforeEach(async () => {
      storage = await make();
      await storage.prepare();
      scratch = ownFolder();
    });

    /** A finished file in scratch. */
    async function finished(text: string): Promise<string> {
      const file = path.join(await makeScratch(scratch, 'job'), 'made');
      writeFileSync(file, text);
      return file;
    }

    async function commit(storedPath: string, text: string): Promise<void> {
      await storage.commit(await finished(text), storedPath);
    }

    async function commitFolder(storedPath: string, files: Readonly<Record<string, string>>): Promise<void> {
      const folder = path.join(await makeScratch(scratch, 'job'), 'set');
      mkdirSync(folder);
      for (const [file, text] of Object.entries(files)) writeFileSync(path.join(folder, file), text);
      await storage.commit(folder, storedPath);
    }

    it('moves a finished file to its path', async () => {
      const file = await finished('pixels');
      await storage.commit(file, 'renditions/shoes/red.jpg/thumb.jpg');
      expect(existsSync(file)).toBe(false);
      expect(await storage.sizes(['renditions/shoes/red.jpg/thumb.jpg'])).toEqual([6]);
      expect(await storage.digest('renditions/shoes/red.jpg/thumb.jpg')).toBe(sha256('pixels'));
    });

    it('replaces what is there', async () => {
      await commit('a/b.jpg', 'old');
      await commit('a/b.jpg', 'newer');
      expect(await storage.digest('a/b.jpg')).toBe(sha256('newer'));
      expect(await listed(storage, '')).toEqual(['a/b.jpg']);
    });

    it('takes names as they are', async () => {
      const names = [
        '-x',
        'a b',
        '50%',
        '#1',
        '[1]*?',
        'ends.',
        'ends ',
        'é',
        '\u{1F600}',
        "it's",
        'a\\b',
        'two\nlines',
      ];
      const paths = names.map((odd) => `renditions/${odd}/${odd}.jpg`);
      for (const odd of paths) await commit(odd, odd);
      expect(await storage.sizes(paths)).toEqual(paths.map((odd) => Buffer.byteLength(odd)));
      expect(await listed(storage, 'renditions')).toEqual(paths.toSorted());
    });

    it('refuses a path that is not plainly below the output', async () => {
      const file = await finished('pixels');
      for (const bad of ['', '/etc/passwd', '../x', 'a/../../x', 'a//b', './a', 'a/.', 'a/..', 'a\0b', 'a/']) {
        await expect(async () => storage.commit(file, bad), bad).rejects.toThrow(RangeError);
        await expect(async () => storage.carry('a', bad), bad).rejects.toThrow(RangeError);
        await expect(async () => storage.writeText(bad, chunksOf('x')), bad).rejects.toThrow(RangeError);
        await expect(async () => storage.remove([bad]), bad).rejects.toThrow(RangeError);
        await expect(async () => storage.sizes([bad]), bad).rejects.toThrow(RangeError);
        await expect(async () => storage.digest(bad), bad).rejects.toThrow(RangeError);
        await expect(async () => storage.stat(bad), bad).rejects.toThrow(RangeError);
        await expect(async () => storage.open(bad), bad).rejects.toThrow(RangeError);
        await expect(async () => storage.fetch(bad, scratch), bad).rejects.toThrow(RangeError);
      }
      await expect(listed(storage, '..')).rejects.toThrow(RangeError);
      expect(readFileSync(file, 'utf8')).toBe('pixels');
    });

    it('holds a folder that is committed whole, and replaces it whole', async () => {
      await commitFolder('clips/a.mp4/stream', { 'master.m3u8': 'one', 'old.ts': 'gone' });
      await commitFolder('clips/a.mp4/stream', { 'master.m3u8': 'two!' });
      expect(await listed(storage, 'clips')).toEqual(['clips/a.mp4/stream/master.m3u8']);
      expect(await storage.sizes(['clips/a.mp4/stream', 'clips/a.mp4/stream/master.m3u8'])).toEqual([4, 4]);
      await commit('clips/a.mp4/stream', 'a file now');
      expect(await storage.sizes(['clips/a.mp4/stream'])).toEqual([10]);
      await commitFolder('clips/a.mp4/stream', { a: 'x', b: 'yz' });
      expect(await storage.sizes(['clips/a.mp4/stream'])).toEqual([3]);
    });

    it('gives a file a second path and keeps the first', async () => {
      await commit('old/a.jpg', 'pixels');
      await commit('new/a.jpg', 'in the way');
      await storage.carry('old/a.jpg', 'new/a.jpg');
      await storage.carry('new/a.jpg', 'new/a.jpg');
      expect(await storage.digest('new/a.jpg')).toBe(sha256('pixels'));
      expect(await storage.remove(['old/a.jpg'])).toEqual(['old/a.jpg']);
      expect(await listed(storage, '')).toEqual(['new/a.jpg']);
    });

    it('keeps a carried file as it is when the first is replaced', async () => {
      await commit('old/a.jpg', 'pixels');
      await storage.carry('old/a.jpg', 'new/a.jpg');
      await commit('old/a.jpg', 'others');
      expect(await storage.digest('new/a.jpg')).toBe(sha256('pixels'));
    });

    it('carries nothing where there is nothing, and leaves what is in its place', async () => {
      await commit('new/a.jpg', 'pixels');
      await expect(storage.carry('none/a.jpg', 'new/a.jpg')).rejects.toMatchObject({ code: 'STORAGE_GONE' });
      expect(await storage.digest('new/a.jpg')).toBe(sha256('pixels'));
    });

    it('carries a folder whole', async () => {
      await commitFolder('old/stream', { a: 'x', b: 'yz' });
      await storage.carry('old/stream', 'new/stream');
      await storage.remove(['old/stream']);
      expect(await listed(storage, '')).toEqual(['new/stream/a', 'new/stream/b']);
    });

    it('writes a text chunk by chunk, and tells whether it changed', async () => {
      const long = Array.from({ length: 5_000 }, (_, i) => `{"line":${i},"é":"\u{1F600}"},\n`.repeat(10));
      expect(await storage.writeText('manifest.json', chunksOf(...long))).toBe(true);
      expect(await storage.digest('manifest.json')).toBe(sha256(long.join('')));
      expect(await storage.writeText('manifest.json', chunksOf(long.join('')))).toBe(false);
      expect(await storage.writeText('manifest.json', chunksOf('short'))).toBe(true);
      expect(await storage.writeText('manifest.json', chunksOf('shorx'))).toBe(true);
      expect(await storage.writeText('manifest.json', chunksOf())).toBe(true);
      expect(await storage.sizes(['manifest.json'])).toEqual([0]);
    });

    it('leaves a text as it is when writing it fails half-way', async () => {
      await storage.writeText('manifest.json', chunksOf('good'));
      async function* failing(): AsyncGenerator<string> {
        yield 'x'.repeat(1_000_000);
        throw new Error('no more');
      }
      await expect(storage.writeText('manifest.json', failing())).rejects.toThrow('no more');
      expect(await storage.digest('manifest.json')).toBe(sha256('good'));
      expect(await listed(storage, '')).toEqual(['manifest.json']);
    });

    it('answers sizes in the order asked, undefined where there is nothing', async () => {
      await commit('a/one', '1');
      await commit('a/three', '333');
      expect(await storage.sizes(['a/three', 'a/none', 'none/a', 'a/one/below', 'a/one'])).toEqual([
        3,
        undefined,
        undefined,
        undefined,
        1,
      ]);
      expect(await storage.sizes([])).toEqual([]);
    });

    it('has no digest where there is no file', async () => {
      await commit('a/one', '1');
      expect(await storage.digest('none')).toBeUndefined();
      expect(await storage.digest('a')).toBeUndefined();
      expect(await storage.digest('a/one/below')).toBeUndefined();
    });

    it('removes files, answers those that were there, and takes the empty folders along', async () => {
      await commit('renditions/a/b/one', '1');
      await commit('renditions/a/two', '2');
      expect(await storage.remove(['renditions/a/b/one', 'renditions/none', 'none/x'])).toEqual(['renditions/a/b/one']);
      expect(await listed(storage, 'renditions')).toEqual(['renditions/a/two']);
      expect(await storage.remove(['renditions/a/two'])).toEqual(['renditions/a/two']);
      expect(await listed(storage, '')).toEqual([]);
      await commit('renditions/a/two', 'again');
      expect(await storage.sizes(['renditions/a/two'])).toEqual([5]);
    });

    it('lists what lies below a folder, with sizes and times, and nothing of its own', async () => {
      const before = Date.now() - 60_000;
      await commit('renditions/a/one', '1');
      await commit('renditions-not/two', '22');
      const found = [];
      for await (const file of storage.list('renditions')) found.push(file);
      expect(found).toMatchObject([{ path: 'renditions/a/one', bytes: 1 }]);
      expect(found[0]?.modifiedMs).toBeGreaterThan(before);
      expect(await listed(storage, '')).toEqual(['renditions-not/two', 'renditions/a/one']);
      expect(await listed(storage, 'none')).toEqual([]);
    });

    it('lists what lies in a folder itself', async () => {
      for (const path of ['one', 'a/two', 'a/b/three', 'ab/four']) await commit(path, path);
      const inside = async (folder: string) => {
        const paths: string[] = [];
        for await (const { path: found } of storage.list(folder, { shallow: true })) paths.push(found);
        return paths;
      };
      expect(await inside('')).toEqual(['one']);
      expect(await inside('a')).toEqual(['a/two']);
    });

    it('takes commits, carries and removals at the same time', async () => {
      const paths = Array.from({ length: 40 }, (_, i) => `renditions/${i % 4}/${i}.jpg`);
      await Promise.all(
        paths.map(async (storedPath) => {
          await commit(storedPath, storedPath);
          await storage.carry(storedPath, `${storedPath}.copy`);
          await storage.remove([storedPath]);
        }),
      );
      await storage.flush();
      expect(await listed(storage, '')).toEqual(paths.map((storedPath) => `${storedPath}.copy`).toSorted());
    });
  });
}
