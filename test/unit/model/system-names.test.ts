import { describe, expect, it } from 'vitest';
import { isSystemPath, systemName } from '../../../src/model/system-names.ts';

describe('names of systems and sync tools', () => {
  it.each([
    ['@eaDir', '@eaDir'],
    ['$recycle.bin', '$RECYCLE.BIN'],
    ['._photo.jpg', '._*'],
    ['found.012', 'found.0??'],
    ['Icon\r', 'Icon'],
    ['~syncthing~a.jpg.tmp', '~syncthing~*.tmp'],
  ])('are known: %j', (name, row) => {
    expect(systemName(name)).toBe(row);
    expect(isSystemPath(`shoes/${name}/a.jpg`)).toBe(true);
    expect(isSystemPath(name)).toBe(true);
  });

  it.each(['photo.jpg', 'eaDir', 'recycle', 'found.0123', 'my node_modules', 'Thumbs.db.jpg'])(
    'are few: %s',
    (name) => {
      expect(systemName(name)).toBeUndefined();
      expect(isSystemPath(`shoes/${name}/a.jpg`)).toBe(false);
    },
  );
});
