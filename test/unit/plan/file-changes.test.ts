import { describe, expect, it } from 'vitest';
import type { PackagedFile, RenditionRecord } from '../../../src/model/rendition.ts';
import { fileChanges } from '../../../src/plan/file-changes.ts';
import { renditionRecord } from '../../support/project/records.ts';

const LATER = '2026-01-08T00:00:00.000Z';

function set(path: string, files: Readonly<Record<string, string>>): RenditionRecord {
  const all = Object.entries(files).map(([file, sha256]): PackagedFile => ({ path: file, bytes: 1, sha256 }));
  return renditionRecord({ name: 'stream', path, packaged: { entry: ['master.m3u8'], files: all } });
}

const told = (...given: Parameters<typeof fileChanges>): readonly string[] =>
  fileChanges(...given).map(({ change, path, oldPath }) => [change, oldPath, path].filter(Boolean).join(' '));

describe('the changes of files', () => {
  it('name the files of a packaged set, each for itself, and none that stayed as it was', () => {
    const before = set('r/stream', { 'a/1.ts': '1', 'a/2.ts': '2', 'a/3.ts': '3' });
    const after = set('r/stream', { 'a/1.ts': '1', 'a/2.ts': 'x', 'b/1.ts': '4' });
    expect(told([before], [after])).toEqual([
      'changed r/stream/a/2.ts',
      'added r/stream/b/1.ts',
      'removed r/stream/a/3.ts',
    ]);
    expect(told([], [before])).toEqual(['added r/stream/a/1.ts', 'added r/stream/a/2.ts', 'added r/stream/a/3.ts']);
    expect(told([before], [])).toEqual([
      'removed r/stream/a/1.ts',
      'removed r/stream/a/2.ts',
      'removed r/stream/a/3.ts',
    ]);
  });

  it('tell where a file was before: moved as it is, or replaced by another one', () => {
    const old = renditionRecord({ path: 'r/a', sha256: '1' });
    expect(told([old], [{ ...old, path: 'r/b' }])).toEqual(['moved r/a r/b']);
    expect(told([old], [{ ...old, path: 'r/b', sha256: '2' }])).toEqual(['changed r/a r/b']);
    expect(told([old], [old])).toEqual([]);
  });

  it('do not tell as removed what stays for a time, and say until when', () => {
    const before = set('r/s.1', { '1.ts': '1', '2.ts': '2' });
    const after = set('r/s.2', { '1.ts': 'x' });
    expect(told([before], [after], LATER)).toEqual(['changed r/s.1/1.ts r/s.2/1.ts']);
    expect(fileChanges([before], [after], LATER)).toMatchObject([{ keepUntil: LATER }]);
    // A set that is made anew in its place leaves nothing behind.
    expect(told([before], [set('r/s.1', { '1.ts': 'x' })], LATER)).toEqual([
      'changed r/s.1/1.ts',
      'removed r/s.1/2.ts',
    ]);
    // Nor does one that nobody asks for any more.
    expect(told([before], [], LATER)).toEqual(['removed r/s.1/1.ts', 'removed r/s.1/2.ts']);
  });

  it('have the paths as addresses too', () => {
    const old = renditionRecord({ path: 'r/ü b/#1?.jpg' });
    const [change] = fileChanges([old], [{ ...old, path: 'r/50%.jpg' }]);
    expect(change).toMatchObject({ urlPath: 'r/50%25.jpg', oldUrlPath: 'r/%C3%BC%20b/%231%3F.jpg' });
  });
});
