import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';

import { findFile } from '../../src/library/find-file.ts';
import type { Library, ListOptions, Skip } from '../../src/library/library.ts';
import { digestOpened, readOpened } from '../../src/system/open-file.ts';
import { ownFolder } from '../support/files/own-folder.ts';

/** A library, and how files get into it. */
export interface FilledLibrary {
  readonly library: Library;
  readonly put: (file: string, content: string | Buffer) => Promise<void> | void;
  readonly remove: (file: string) => Promise<void> | void;
}

const NFC = 'caf\u00E9.jpg';
const NFD = 'cafe\u0301.jpg';

/** What every library promises. `make` hands out a new, empty one. */
export function describeLibrary(name: string, make: () => FilledLibrary): void {
  describe(`the ${name} library`, () => {
    let filled: FilledLibrary;
    let library: Library;

    beforeEach(async () => {
      filled = make();
      library = filled.library;
      await filled.put('a.jpg', 'pixels');
      await filled.put('shoes/red.jpg', 'red pixels');
      await filled.put('shoes/red.jpg.dmx.yaml', 'focus: [0, 0]\n');
    });

    async function listed(options?: ListOptions): Promise<string[]> {
      const files: string[] = [];
      for await (const { path: asset } of library.list(options)) files.push(asset);
      return files.toSorted();
    }

    async function text(file: string, range?: Parameters<Library['open']>[1]): Promise<string | undefined> {
      const opened = await library.open(file, range);
      return opened && (await readOpened(opened)).toString();
    }

    it('is there', async () => {
      expect(await library.exists()).toBe(true);
    });

    it('lists every file with its stat, and asset paths in NFC', async () => {
      await filled.put(`twins/${NFD}`, 'one');
      const found = [];
      for await (const file of library.list()) found.push(file);
      expect(found.map((one) => one.path).toSorted()).toEqual([
        'a.jpg',
        'shoes/red.jpg',
        'shoes/red.jpg.dmx.yaml',
        `twins/${NFC}`,
      ]);
      for (const { file, stat } of found) expect(stat, file).toEqual(await library.stat(file));
      expect(found.find((one) => one.path.startsWith('twins'))?.file).toBe(`twins/${NFD}`);
    });

    it('lists the folders that are wanted', async () => {
      await filled.put('shoes/old/x.jpg', 'x');
      await filled.put('shoes-not/y.jpg', 'y');
      expect(await listed({ folders: ['shoes'] })).toEqual([
        'shoes/old/x.jpg',
        'shoes/red.jpg',
        'shoes/red.jpg.dmx.yaml',
      ]);
      expect(await listed({ folders: ['a.jpg', 'none'] })).toEqual(['a.jpg']);
      expect(await listed({ enters: (folder) => !folder.startsWith('shoes') })).toEqual(['a.jpg']);
    });

    it('leaves out what is hidden, ignored, or lies in an output', async () => {
      await filled.put('.hidden/a.jpg', 'x');
      await filled.put('.a.jpg', 'x');
      await filled.put('out/.dmx/catalog.db', 'x');
      await filled.put('out/renditions/a.jpg', 'x');
      await filled.put('shoes/.dmxignore', '*.png\n/drafts/\n');
      await filled.put('shoes/x.png', 'x');
      await filled.put('shoes/drafts/x.jpg', 'x');
      expect(await listed()).toEqual(['a.jpg', 'shoes/red.jpg', 'shoes/red.jpg.dmx.yaml']);
    });

    it('leaves out what systems and sync tools keep for themselves, and tells of it', async () => {
      const kept = [
        '@eaDir/a.jpg/THUMB.jpg',
        '#recycle/x.jpg',
        'shoes/@eaDir/x.jpg',
        '$Recycle.Bin/x.jpg',
        '__MACOSX/x.jpg',
      ];
      const files = [
        'shoes/._red.jpg',
        'shoes/Thumbs.db',
        'lost+found/x.jpg',
        '.Trash-1000/x.jpg',
        'node_modules/x/y.png',
      ];
      for (const file of [...kept, ...files]) await filled.put(file, 'x');
      await filled.put('found.0/a.jpg', 'x');
      const skipped: string[] = [];
      const onSkip = ({ path: at, reason }: Skip): unknown => reason === 'system' && skipped.push(at);
      expect(await listed({ onSkip })).toEqual(['a.jpg', 'found.0/a.jpg', 'shoes/red.jpg', 'shoes/red.jpg.dmx.yaml']);
      expect(skipped.toSorted()).toEqual(
        [
          ...['#recycle', '$Recycle.Bin', '.Trash-1000', '@eaDir', '__MACOSX', 'lost+found', 'node_modules'],
          ...['shoes/._red.jpg', 'shoes/@eaDir', 'shoes/Thumbs.db'],
        ].toSorted(),
      );
    });

    it('names the files of a folder', async () => {
      await filled.put('shoes/old/x.jpg', 'x');
      expect((await library.names('shoes')).toSorted()).toEqual(['red.jpg', 'red.jpg.dmx.yaml']);
      expect(await library.names('')).toEqual(['a.jpg']);
      expect(await library.names('none')).toEqual([]);
      expect(await library.names('a.jpg')).toEqual([]);
    });

    it('tells what a file is, and that it changed', async () => {
      const before = await library.stat('a.jpg');
      expect(before).toMatchObject({ bytes: 6 });
      expect(await library.stat('a.jpg')).toEqual(before);
      await filled.put('a.jpg', 'pixels, other ones');
      expect(await library.stat('a.jpg')).not.toEqual(before);
      await filled.remove('a.jpg');
      expect(await library.stat('a.jpg')).toBeUndefined();
    });

    it('reads a file, or a range of it', async () => {
      expect(await text('shoes/red.jpg')).toBe('red pixels');
      expect(await text('shoes/red.jpg', { start: 4 })).toBe('pixels');
      expect(await text('shoes/red.jpg', { end: 3 })).toBe('red');
      expect(await text('shoes/red.jpg', { start: 1, end: 2 })).toBe('e');
      expect(await text('shoes/red.jpg', { start: 4, end: 400 })).toBe('pixels');
      expect(await text('shoes/red.jpg', { start: 100 })).toBe('');
      const last = await library.open('shoes/red.jpg', { start: 9 });
      expect(last?.bytes).toBe(10);
      expect(last && String(await readOpened(last))).toBe('s');
      for (const range of [{ start: -1 }, { start: 3, end: 2 }, { start: Number.NaN }]) {
        await expect(library.open('a.jpg', range)).rejects.toThrow(RangeError);
      }
    });

    it('reads a large file to its last byte', async () => {
      const bytes = Buffer.alloc(3_000_001, 'dmx');
      await filled.put('large.bin', bytes);
      const opened = await library.open('large.bin');
      expect(opened && (await digestOpened(opened))).toBe(createHash('sha256').update(bytes).digest('hex'));
    });

    it('fetches a file to this machine under its own name', async () => {
      const scratch = ownFolder();
      const { local = '', copiedInto } = (await library.fetch('shoes/red.jpg', scratch)) ?? {};
      expect(path.basename(local)).toBe('red.jpg');
      expect(readFileSync(local, 'utf8')).toBe('red pixels');
      expect(readdirSync(scratch).map((name) => path.join(scratch, name))).toEqual(copiedInto ? [copiedInto] : []);
    });

    it('has nothing where there is no file, or only a folder', async () => {
      const scratch = ownFolder();
      for (const file of ['none.jpg', 'shoes', 'a.jpg/below', '', 'x'.repeat(400), 'shoes/none/x.jpg']) {
        expect(await library.stat(file), file).toBeUndefined();
        expect(await library.open(file), file).toBeUndefined();
        expect(await library.fetch(file, scratch), file).toBeUndefined();
      }
    });

    it('reads nothing outside', async () => {
      for (const file of ['../secret', '/etc/passwd', '..', 'shoes/../../secret', 'a\0b']) {
        expect(await library.stat(file), file).toBeUndefined();
        expect(await library.open(file), file).toBeUndefined();
        expect(await library.fetch(file, ownFolder()), file).toBeUndefined();
      }
    });

    it('finds a file however the path spells it', async () => {
      await filled.put(`twins/${NFD}`, 'one');
      expect((await findFile(library, `twins/${NFC}`))?.stat.bytes).toBe(3);
      expect((await findFile(library, `twins/${NFD}`))?.stat.bytes).toBe(3);
      expect(await findFile(library, 'twins/none.jpg')).toBeUndefined();
    });

    it('writes and removes sidecars, and nothing else', async () => {
      await library.writeSidecar('new/folder/b.jpg.dmx.yaml', 'focus: [1, 1]\n');
      expect(await text('new/folder/b.jpg.dmx.yaml')).toBe('focus: [1, 1]\n');
      await library.writeSidecar('new/folder/b.jpg.dmx.yaml', '');
      await library.writeSidecar('new/folder/none.jpg.dmx.yaml', '');
      expect(await library.stat('new/folder/b.jpg.dmx.yaml')).toBeUndefined();
      for (const bad of ['a.jpg', '../x.dmx.yaml', '/x.dmx.yaml', 'a/../x.dmx.yaml', 'a\0.dmx.yaml', '']) {
        await expect(library.writeSidecar(bad, 'x'), bad).rejects.toThrow(RangeError);
      }
      expect(await text('a.jpg')).toBe('pixels');
    });

    it('calls each file something of its own', () => {
      expect(library.nameOf('a.jpg')).not.toBe(library.nameOf('b.jpg'));
      expect(library.nameOf('shoes/red.jpg').endsWith('shoes/red.jpg')).toBe(true);
    });
  });
}
