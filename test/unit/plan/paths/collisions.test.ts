import { describe, expect, it } from 'vitest';
import { Claims, collision, likeness } from '../../../../src/plan/paths/collisions.ts';

describe('claims on the output', () => {
  it('refuses a path that another asset holds', () => {
    const claims = new Claims({ caseBlind: false });
    expect(claims.claim('a.jpg', ['renditions/a/thumb.jpg'])).toBeUndefined();
    expect(claims.claim('a.png', ['renditions/a/thumb.jpg'])).toBe('a.jpg');
    expect(claims.claim('b.png', ['renditions/b/thumb.jpg'])).toBeUndefined();
  });

  it('refuses a path below the file of another asset, whichever came first', () => {
    const fileFirst = new Claims({ caseBlind: false });
    expect(fileFirst.claim('a', ['renditions/a.jpg'])).toBeUndefined();
    expect(fileFirst.claim('b', ['renditions/a.jpg/thumb.jpg'])).toBe('a');
    const folderFirst = new Claims({ caseBlind: false });
    expect(folderFirst.claim('b', ['renditions/a.jpg/thumb.jpg'])).toBeUndefined();
    expect(folderFirst.claim('a', ['renditions/a.jpg'])).toBe('b');
  });

  it('claims nothing for an asset that is refused', () => {
    const claims = new Claims({ caseBlind: false });
    claims.claim('a', ['x/1']);
    expect(claims.claim('b', ['x/2', 'x/1'])).toBe('a');
    expect(claims.claim('c', ['x/2'])).toBeUndefined();
  });

  it('takes names that differ in case for one only where the file system does', () => {
    const blind = new Claims({ caseBlind: true });
    blind.claim('A.jpg', ['renditions/A.jpg']);
    expect(blind.claim('a.jpg', ['renditions/a.jpg'])).toBe('A.jpg');
    const sighted = new Claims({ caseBlind: false });
    sighted.claim('A.jpg', ['renditions/A.jpg']);
    expect(sighted.claim('a.jpg', ['renditions/a.jpg'])).toBeUndefined();
  });

  it.each([
    ['\u00e9.jpg', 'e\u0301.jpg', /NFC and NFD.*macOS/],
    ['shoes/Red.jpg', 'shoes/red.jpg', /case.*Windows and macOS/],
    ['red.jpg', 'red.png', /^$/],
    ['red.jpg', 'red.jpg', /^$/],
  ])('tells in which systems %s and %s are one name', (name, other, told) => {
    expect(likeness(name, other)).toMatch(told);
  });

  it('names both assets in the error', () => {
    expect(collision('b', 'a')).toMatchObject({ code: 'PATH_COLLISION', place: 'b' });
  });
});
