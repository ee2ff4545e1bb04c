import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Event } from '../../../../src/model/run/event.ts';
import { addedFile, changedFile, removedFile } from '../../../../src/plan/file-changes.ts';
import { PurgeList } from '../../../../src/run/publishing/purge-list.ts';
import { ownFolder } from '../../../support/files/own-folder.ts';

const told = (change: ReturnType<typeof addedFile>): Event => ({ type: 'rendition-changed', ...change });

describe('the addresses that a CDN has to forget', () => {
  const open = (templates: readonly string[]) => {
    const file = path.join(ownFolder(), 'purge.txt');
    const list = new PurgeList({ file, templates }, 'manifest.json', false);
    return { list, tell: list.listening(() => undefined), lines: () => readFileSync(file, 'utf8').split('\n') };
  };

  it('are those of files that were changed or removed, each in every form, and of the manifest', () => {
    const { list, tell, lines } = open(['https://a.example/{path}', 'https://b.example/m/{path}?v=1']);
    tell(told(addedFile({ path: 'new.jpg', sha256: 'a' })));
    tell(told(changedFile({ path: 'a b/$&.jpg', sha256: 'a' })));
    tell(told(removedFile('gone.jpg')));
    list.flush();
    list.flush(true);
    expect(lines()).toEqual([
      'https://a.example/a%20b/%24%26.jpg',
      'https://b.example/m/a%20b/%24%26.jpg?v=1',
      'https://a.example/gone.jpg',
      'https://b.example/m/gone.jpg?v=1',
      'https://a.example/manifest.json',
      'https://b.example/m/manifest.json?v=1',
      '',
    ]);
    expect(list.count).toBe(6);
  });

  it('are that of the manifest alone where files are new, once it is there', () => {
    for (const [index, address] of [
      ['manifest.json', 'https://a.example/manifest.json\n'],
      [undefined, ''],
    ] as const) {
      const file = path.join(ownFolder(), 'purge.txt');
      const list = new PurgeList({ file, templates: ['https://a.example/{path}'] }, index, false);
      list.listening(() => undefined)(told(addedFile({ path: 'new.jpg', sha256: 'a' })));
      list.flush(true);
      expect(readFileSync(file, 'utf8')).toBe(address);
    }
  });

  it('are none where nothing changed, and stand in blocks of a thousand', () => {
    const still = open(['https://a.example/{path}']);
    still.list.flush(true);
    expect(still.lines()).toEqual(['']);
    const { list, tell, lines } = open(['https://a.example/{path}']);
    for (let n = 0; n < 2_000; n += 1) tell(told(removedFile(`${n}.jpg`)));
    list.flush(true);
    expect(lines().flatMap((line, at) => (line === '' ? [at] : []))).toEqual([1_000, 2_001, 2_003]);
  });
});
