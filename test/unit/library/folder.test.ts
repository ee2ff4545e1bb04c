import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

import { openLibrary } from '../../../src/library/index.ts';
import type { Library } from '../../../src/library/library.ts';
import { readOpened } from '../../../src/system/open-file.ts';
import { ownFolder, writeFiles } from '../../support/files/own-folder.ts';

/** Whether a library has a file, by each way of reading. */
async function reads(library: Library, file: string): Promise<readonly boolean[]> {
  const opened = await library.open(file);
  opened?.body.destroy();
  const others = [await library.stat(file), await library.fetch(file, '/nowhere')];
  return [opened !== undefined, ...others.map((one) => one !== undefined)];
}

const [YES, NO] = [
  [true, true, true],
  [false, false, false],
];

describe('a library in a folder', () => {
  it('follows links within it, and none that leads out, whatever is in between', async () => {
    const folder = ownFolder();
    writeFiles(folder, { 'lib/a.jpg': 'x', 'lib/b/c.jpg': 'x', 'secret/s.jpg': 'x', 'lib-not/t.jpg': 'x' });
    const link = (to: string, from: string): void => symlinkSync(to, path.join(folder, 'lib', from));
    link('a.jpg', 'in.jpg');
    link('b', 'folder');
    link('../secret/s.jpg', 'out.jpg');
    link('../secret', 'outside');
    link('../lib-not/t.jpg', 'sibling.jpg');
    link('/etc/passwd', 'absolute.jpg');
    link('loop.jpg', 'loop.jpg');
    link('../lib/a.jpg', 'round.jpg');
    const library = openLibrary('folder', path.join(folder, 'lib'));
    for (const file of ['in.jpg', 'folder/c.jpg', 'round.jpg']) expect(await reads(library, file), file).toEqual(YES);
    for (const file of ['out.jpg', 'outside/s.jpg', 'sibling.jpg', 'absolute.jpg', 'loop.jpg']) {
      expect(await reads(library, file), file).toEqual(NO);
    }
  });

  it('lists and writes nothing outside of it', async () => {
    const folder = ownFolder();
    writeFiles(folder, { 'lib/a.jpg': 'x', 'secret/s.jpg.dmx.yaml': 'focus: [0, 0]' });
    symlinkSync('../secret', path.join(folder, 'lib/out'));
    const library = openLibrary('folder', path.join(folder, 'lib'));
    expect(await library.names('')).toEqual(['a.jpg', 'out']);
    for (const outside of ['out', '../secret', 'none']) expect(await library.names(outside), outside).toEqual([]);
    for (const text of ['focus: [1, 1]', '']) {
      for (const file of ['out/s.jpg.dmx.yaml', 'out/new/s.jpg.dmx.yaml']) {
        await expect(library.writeSidecar(file, text)).rejects.toMatchObject({ code: 'STORAGE_DENIED' });
      }
    }
    expect(readFileSync(path.join(folder, 'secret/s.jpg.dmx.yaml'), 'utf8')).toBe('focus: [0, 0]');
    expect(readdirSync(path.join(folder, 'secret'))).toEqual(['s.jpg.dmx.yaml']);
    await library.writeSidecar('new/deep/b.jpg.dmx.yaml', 'focus: [1, 1]');
    expect(readFileSync(path.join(folder, 'lib/new/deep/b.jpg.dmx.yaml'), 'utf8')).toBe('focus: [1, 1]');
  });

  it('does not wait for pipes', async () => {
    const folder = ownFolder();
    execFileSync('mkfifo', [path.join(folder, 'pipe.jpg')]);
    expect(await reads(openLibrary('folder', folder), 'pipe.jpg')).toEqual(NO);
  });

  it('may itself be reached by a link', async () => {
    const folder = ownFolder();
    writeFiles(folder, { 'lib/a.jpg': 'pixels' });
    symlinkSync('lib', path.join(folder, 'link'));
    const library = openLibrary('folder', path.join(folder, 'link'));
    const opened = await library.open('a.jpg');
    expect(opened && String(await readOpened(opened))).toBe('pixels');
    expect(await library.fetch('a.jpg', '/nowhere')).toEqual({ local: path.join(folder, 'link/a.jpg') });
  });

  it('is missing before it is there, and again when it is gone, which is told apart from an empty one', async () => {
    const root = path.join(ownFolder(), 'lib');
    const library = openLibrary('folder', root);
    expect(await library.exists()).toBe(false);
    expect(await library.stat('a.jpg')).toBeUndefined();
    await expect(library.list()[Symbol.asyncIterator]().next()).rejects.toMatchObject({ code: 'MISSING_FOLDER' });
    mkdirSync(root);
    expect(await library.exists()).toBe(true);
    expect(await library.list()[Symbol.asyncIterator]().next()).toMatchObject({ done: true });
    rmSync(root, { recursive: true });
    expect(await library.exists()).toBe(false);
  });

  it('writes a sidecar whole, over what is there, and says where it cannot', async () => {
    const folder = ownFolder();
    writeFiles(folder, { file: 'x', 'a.jpg.dmx.yaml': 'old' });
    const library = openLibrary('folder', folder);
    await library.writeSidecar('a.jpg.dmx.yaml', 'new');
    expect(readFileSync(path.join(folder, 'a.jpg.dmx.yaml'), 'utf8')).toBe('new');
    await expect(library.writeSidecar('file/a.jpg.dmx.yaml', 'x')).rejects.toMatchObject({
      code: 'STORAGE_DENIED',
      place: path.join(folder, 'file/a.jpg.dmx.yaml'),
    });
  });
});
