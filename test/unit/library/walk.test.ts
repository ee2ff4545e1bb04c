import { chmodSync, mkdirSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

import { compareUtf8 } from '../../../src/base/text.ts';
import type { ListOptions, Skip } from '../../../src/library/library.ts';
import { walk } from '../../../src/library/walk.ts';
import type { ScannedFile } from '../../../src/model/asset.ts';
import { ownFolder, writeFiles } from '../../support/files/own-folder.ts';

interface Walked {
  readonly files: readonly string[];
  readonly skips: readonly Skip[];
}

async function walked(library: string, options: ListOptions = {}): Promise<Walked> {
  const files: string[] = [];
  const skips: Skip[] = [];
  const bySkip = (a: Skip, b: Skip): number => (a.path < b.path ? -1 : 1);
  for await (const { file } of walk(library, { onSkip: (skip) => skips.push(skip), ...options })) files.push(file);
  return { files: files.toSorted(), skips: skips.toSorted(bySkip) };
}

function library(...files: readonly string[]): string {
  const folder = ownFolder();
  writeFiles(folder, Object.fromEntries(files.map((file) => [file, file])));
  return folder;
}

describe('a walk', () => {
  it('finds every file, however deep', async () => {
    const files = ['a.jpg', 'b/c.txt', 'b/d/e/f/g.mp4', 'no-extension'];
    expect(await walked(library(...files))).toEqual({ files, skips: [] });
  });

  it('finds nothing in an empty library, and throws where there is none', async () => {
    expect((await walked(ownFolder())).files).toEqual([]);
    for (const missing of ['/no/such/library', path.join(library('file'), 'file')]) {
      await expect(walked(missing)).rejects.toMatchObject({ code: 'MISSING_FOLDER', place: missing });
    }
  });

  it('takes names as they are', async () => {
    const names = [
      ' ',
      '#1',
      '$HOME',
      '%41',
      '(x|y)',
      '*',
      '-rf',
      '50%.jpg',
      'a b.jpg',
      'a\\b',
      'both\r\n',
      'e\u0301.jpg',
      'ends.',
      'ends ',
      'line\u2028line',
      'two\nlines',
      'x?',
      '[a]',
      '{b,c}',
      '!not',
      '~',
      '\u{1F600}.png',
      '\u0001',
    ].toSorted();
    const nested = [...names, ...names.map((name) => `${name}+/${name}`)].toSorted();
    expect(await walked(library(...nested))).toEqual({ files: nested, skips: [] });
  });

  it('takes a library with an odd path of its own', async () => {
    const folder = path.join(ownFolder(), 'l[i]b*\n%41 {a,b}');
    writeFiles(folder, { 'a/b.jpg': 'x' });
    expect((await walked(folder)).files).toEqual(['a/b.jpg']);
    expect((await walked(`${folder}/a/..`)).files).toEqual(['a/b.jpg']);
  });

  it('calls the asset by its NFC name, and the file by its own', async () => {
    const found: ScannedFile[] = [];
    for await (const file of walk(library('cafe\u0301/e\u0301.jpg'))) found.push(file);
    expect(found).toMatchObject([{ file: 'cafe\u0301/e\u0301.jpg', path: 'caf\u00e9/\u00e9.jpg' }]);
  });

  it('tells sizes, times in nanoseconds and inodes without loss', async () => {
    const folder = library('a.jpg');
    const file = path.join(folder, 'a.jpg');
    utimesSync(file, 1_767_225_600.123_456, 1_767_225_600.123_456);
    const { size, mtimeNs, ctimeNs, ino } = statSync(file, { bigint: true });
    for await (const { stat } of walk(folder)) {
      expect(stat).toEqual({ bytes: Number(size), mtimeNs: `${mtimeNs}`, inode: `${ino}`, ctimeNs: `${ctimeNs}` });
    }
    expect.assertions(1);
  });

  it('leaves out what is hidden', async () => {
    const folder = library('a.jpg', '.b.jpg', '.git/c.jpg', 'd/.e/f.jpg', 'd/..g', 'd/h.jpg');
    expect(await walked(folder)).toEqual({ files: ['a.jpg', 'd/h.jpg'], skips: [] });
  });

  it('leaves out every folder that is an output', async () => {
    const folder = library(
      'a.jpg',
      'dmx-out/.dmx/catalog.db',
      'dmx-out/renditions/a.jpg/thumb.jpg',
      'b/out/.dmx/x',
      'b/c',
    );
    expect((await walked(folder)).files).toEqual(['a.jpg', 'b/c']);
    writeFiles(folder, { '.dmx/x': '' });
    expect((await walked(folder)).files).toEqual([]);
  });

  it('leaves out sockets, pipes and devices', async () => {
    const folder = library('a.jpg');
    symlinkSync('/dev/zero', path.join(folder, 'zero'));
    expect((await walked(folder)).files).toEqual(['a.jpg']);
  });

  it('can be left in the middle', async () => {
    const folder = library(...Array.from({ length: 50 }, (_, i) => `${i % 5}/${i}`));
    let seen = 0;
    for await (const file of walk(folder)) {
      seen += file.path === '' ? 0 : 1;
      if (seen === 3) break;
    }
    expect(seen).toBe(3);
  });

  it('reads few folders ahead: it does not hold a library', async () => {
    const folder = library(...Array.from({ length: 20 }, (_, i) => `${String.fromCharCode(97 + i)}/1`));
    const found: string[] = [];
    for await (const { file } of walk(folder)) {
      if (found.push(file) === 1) writeFiles(folder, { 't/2': 'late' });
    }
    expect(found.slice(-2)).toEqual(['t/1', 't/2']);
  });

  it('finds files in UTF-8 order of the asset path, whatever lies in folders', async () => {
    const names = 'a!.jpg a/b.jpg a/b/c.jpg a0.jpg A/z.jpg b.jpg e\u0301/1.jpg \u00e8.jpg \ufb01.jpg \u{1F600}';
    const files = names.split(' ');
    const paths: string[] = [];
    for await (const { path: found } of walk(library(...files))) paths.push(found);
    expect(paths).toEqual(files.map((file) => file.normalize('NFC')).toSorted(compareUtf8));
  });
});

describe('a walk confined to folders', () => {
  const files = ['a/1', 'a/b/2', 'a/b/c/3', 'ab/4', 'd/5', '6'];

  it.each([
    [['a'], ['a/1', 'a/b/2', 'a/b/c/3']],
    [['a/b'], ['a/b/2', 'a/b/c/3']],
    [
      ['a/b/c', 'd'],
      ['a/b/c/3', 'd/5'],
    ],
    [['a/1'], ['a/1']],
    [['none', 'a/none'], []],
    [[''], files.toSorted()],
  ])('%j finds %j', async (folders, found) => {
    expect((await walked(library(...files), { folders })).files).toEqual(found);
  });

  it('is still subject to the rules above them', async () => {
    const folder = library(...files, 'a/.hidden/7');
    writeFiles(folder, { '.dmxignore': 'c/\n', 'd/.dmx/x': '' });
    expect((await walked(folder, { folders: ['a/b', 'd', 'a/.hidden'] })).files).toEqual(['a/b/2']);
  });

  it('finds a folder by its NFC name', async () => {
    const found = await walked(library('cafe\u0301/a', 'b'), { folders: ['caf\u00e9'] });
    expect(found.files).toEqual(['cafe\u0301/a']);
  });

  it('enters only folders that it is told to', async () => {
    const enters = (folder: string): boolean => folder !== 'a/b';
    expect((await walked(library(...files), { enters })).files).toEqual(['6', 'a/1', 'ab/4', 'd/5']);
  });
});

describe('links', () => {
  function linked(links: Readonly<Record<string, string>>, ...files: readonly string[]): string {
    const folder = library(...files);
    for (const [link, target] of Object.entries(links)) {
      mkdirSync(path.dirname(path.join(folder, link)), { recursive: true });
      symlinkSync(target, path.join(folder, link));
    }
    return folder;
  }

  it('to files and folders of the library are followed', async () => {
    const folder = linked({ 'x.jpg': 'a/b.jpg', current: 'a', 'c/deep': '../a' }, 'a/b.jpg');
    const files = ['a/b.jpg', 'c/deep/b.jpg', 'current/b.jpg', 'x.jpg'];
    expect(await walked(folder)).toEqual({ files, skips: [] });
    for await (const { stat } of walk(folder)) expect(stat.bytes).toBe('a/b.jpg'.length);
  });

  it('that lead out of the library are told and not followed', async () => {
    const outside = library('secret.jpg');
    const folder = linked(
      { 'x.jpg': path.join(outside, 'secret.jpg'), y: outside, z: '..', w: '/etc/passwd' },
      'a.jpg',
    );
    const { files, skips } = await walked(folder);
    expect(files).toEqual(['a.jpg']);
    expect(skips).toEqual(['w', 'x.jpg', 'y', 'z'].map((link) => ({ path: link, reason: 'link-outside' })));
  });

  it('are not fooled by a folder whose name begins like the library', async () => {
    const parent = ownFolder();
    writeFiles(parent, { 'lib/a.jpg': 'x', 'lib-secret/b.jpg': 'x' });
    symlinkSync('../lib-secret', path.join(parent, 'lib/link'));
    expect((await walked(path.join(parent, 'lib'))).files).toEqual(['a.jpg']);
  });

  it('that lead out by way of another link are not followed', async () => {
    const outside = library('secret.jpg');
    const folder = linked({ one: 'two', two: outside }, 'a.jpg');
    expect((await walked(folder)).files).toEqual(['a.jpg']);
  });

  it('that lead nowhere are told', async () => {
    const { files, skips } = await walked(linked({ gone: 'nothing', self: 'self' }, 'a.jpg'));
    expect(files).toEqual(['a.jpg']);
    expect(skips).toEqual([
      { path: 'gone', reason: 'link-broken', code: 'ENOENT' },
      { path: 'self', reason: 'link-broken', code: 'ELOOP' },
    ]);
  });

  it('that go round in circles end', async () => {
    const folder = linked({ 'a/up': '..', 'a/self': '.', 'a/to-b': '../b', 'b/to-a': '../a' }, 'a/1', 'b/2');
    const { files, skips } = await walked(folder);
    expect(files).toEqual(['a/1', 'a/to-b/2', 'b/2', 'b/to-a/1']);
    expect(new Set(skips.map(({ reason }) => reason))).toEqual(new Set(['link-loop']));
  });

  it('among many folders that all link each other end soon', async () => {
    const names = Array.from({ length: 12 }, (_, i) => `f${i}`);
    const links = names.flatMap((from) => names.map((to) => [`${from}/to-${to}`, `../${to}`] as const));
    const folder = linked(Object.fromEntries(links), ...names.map((name) => `${name}/x`));
    expect((await walked(folder)).files.length).toBeLessThan(20_000);
  });

  it('into an output are not followed: renditions are no masters', async () => {
    const folder = linked({ made: 'out/renditions', one: 'out/renditions/a' }, 'out/.dmx/x', 'out/renditions/a', 'b');
    expect((await walked(folder)).files).toEqual(['b']);
  });

  it('make the library itself', async () => {
    const real = library('a/b.jpg');
    const link = path.join(ownFolder(), 'library');
    symlinkSync(real, link);
    expect((await walked(link)).files).toEqual(['a/b.jpg']);
  });
});

describe('.dmxignore', () => {
  it('leaves out what its patterns name, as .gitignore does', async () => {
    const folder = library(
      'a.psd',
      'a.jpg',
      'raw/b.jpg',
      'c/raw/d.jpg',
      'c/raw.jpg',
      'top/x',
      'c/top/y',
      'Raw/z',
      'keep.psd',
    );
    writeFiles(folder, { '.dmxignore': '# comment\n*.psd\n!keep.psd\nraw/\n/top\n' });
    expect((await walked(folder)).files).toEqual(['Raw/z', 'a.jpg', 'c/raw.jpg', 'c/top/y', 'keep.psd']);
  });

  it('applies below its own folder, and wins over those above', async () => {
    const folder = library('a.tmp', 'x/b.tmp', 'x/c.jpg', 'x/y/d.jpg', 'x/y/e.tmp', 'z/c.jpg');
    writeFiles(folder, { '.dmxignore': '*.tmp\n', 'x/.dmxignore': '/c.jpg\n!b.tmp\ny/d.jpg\n' });
    expect((await walked(folder)).files).toEqual(['x/b.tmp', 'z/c.jpg']);
  });

  it('is written in any form of Unicode, with a byte order mark and Windows line ends', async () => {
    const folder = library('cafe\u0301.jpg', 'b.jpg', 'c.tmp');
    writeFiles(folder, { '.dmxignore': '\uFEFF*.tmp\r\ncaf\u00e9.jpg\r\n' });
    expect((await walked(folder)).files).toEqual(['b.jpg']);
  });

  it('takes patterns with odd names', async () => {
    const folder = library('#1', '50%', ' ', '[a]');
    writeFiles(folder, { '.dmxignore': '\\#1\n50%\n\\[a\\]\n' });
    expect((await walked(folder)).files).toEqual([' ']);
  });
});

describe('what cannot be read', () => {
  /** Root may read everything: as somebody else, then. */
  async function asNobody<T>(work: () => Promise<T>): Promise<T> {
    if (process.geteuid?.() !== 0) return work();
    process.seteuid?.(65_534);
    try {
      return await work();
    } finally {
      process.seteuid?.(0);
    }
  }

  it('is told, and the rest is found', async () => {
    const folder = library('a.jpg', 'closed/b.jpg', 'open/c.jpg');
    chmodSync(folder, 0o755);
    chmodSync(path.join(folder, 'closed'), 0);
    const { files, skips } = await asNobody(() => walked(folder));
    chmodSync(path.join(folder, 'closed'), 0o700);
    expect(files).toEqual(['a.jpg', 'open/c.jpg']);
    expect(skips).toEqual([{ path: 'closed', reason: 'unreadable', code: 'EACCES' }]);
  });

  it('is an error when it is the library itself', async () => {
    const folder = library('a.jpg');
    chmodSync(folder, 0);
    await expect(asNobody(() => walked(folder))).rejects.toMatchObject({ code: 'MISSING_FOLDER', place: folder });
    chmodSync(folder, 0o700);
  });

  it('for its name is told: no text stands for those bytes', async () => {
    const folder = library('a.jpg');
    writeFileSync(Buffer.concat([Buffer.from(`${folder}/b`), Buffer.from([0xff, 0xfe])]), 'x');
    const { files, skips } = await walked(folder);
    expect(files).toEqual(['a.jpg']);
    expect(skips).toEqual([{ path: 'b\uFFFD\uFFFD', reason: 'name-not-utf8' }]);
  });
});
