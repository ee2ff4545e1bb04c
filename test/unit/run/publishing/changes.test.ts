import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { ChangeList } from '../../../../src/run/publishing/changes.ts';
import { ownFolder } from '../../../support/files/own-folder.ts';
import { addedFile } from '../../../support/project/records.ts';

describe('the file of --changes', () => {
  it('that cannot be written is told as what it is, before anything is made', () => {
    const folder = ownFolder();
    for (const place of [path.join(folder, 'nodir/c.jsonl'), folder]) {
      expect(() => new ChangeList(place, false)).toThrow(expect.objectContaining({ code: 'FILE_UNWRITABLE', place }));
    }
  });

  it('is started anew, or gone on with', () => {
    const file = path.join(ownFolder(), 'c.jsonl');
    const change = { type: 'rendition-changed', ...addedFile('a', 'x') } as const;
    for (const append of [false, true, false]) {
      const changes = new ChangeList(file, append);
      changes.listening(() => undefined)(change);
      changes.flush();
      expect(readFileSync(file, 'utf8').trim().split('\n')).toHaveLength(append ? 2 : 1);
    }
  });
});
