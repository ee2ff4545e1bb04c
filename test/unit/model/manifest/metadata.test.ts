import { describe, expect, it } from 'vitest';
import { cleanList, geoPoint, readRating, readWhen } from '../../../../src/model/manifest/metadata.ts';

describe('a time', () => {
  it.each([
    ['2024:05:17 10:11:12', '2024-05-17T10:11:12'],
    ['2024-05-17T10:11:12.345+0200', '2024-05-17T10:11:12+02:00'],
    ['2024-05-17T10:11Z', '2024-05-17T10:11:00Z'],
    ['2024-05', '2024-05'],
    [' 1911 ', '1911'],
    ['0000:00:00 00:00:00', undefined],
    ['2024:13:01 00:00:00', undefined],
    ['2024-05-17T25:00:00', undefined],
    ['1970-01-01T00:00:00.000000Z', undefined],
    ['yesterday', undefined],
    [undefined, undefined],
  ])('%j is read as %j', (text, when) => {
    expect(readWhen(text)).toBe(when);
  });
});

describe('other fields', () => {
  it('of stars are those that somebody gave', () => {
    expect([-1, 0, 3, 5, 6, 2.6, Number.NaN, undefined].map(readRating)).toEqual([
      ...[-1, undefined, 3, 5, undefined, 3],
      ...[undefined, undefined],
    ]);
  });

  it('of places are on the earth, and not where receivers begin', () => {
    expect(geoPoint(48.85661234, -2.3)).toEqual({ latitude: 48.856612, longitude: -2.3 });
    expect([geoPoint(0, 0), geoPoint(91, 0), geoPoint(Number.NaN, 1)]).toEqual([undefined, undefined, undefined]);
  });

  it('of words are each there once, without what no text holds, and not without end', () => {
    expect(cleanList(['a', ' a\u0000', '', 'b'])).toEqual(['a', 'b']);
    expect(cleanList([''])).toBeUndefined();
    expect(
      cleanList(Array.from({ length: 1000 }, (_, i) => `${i}${'x'.repeat(5000)}`))?.map((one) => one.length),
    ).toEqual(Array(100).fill(2000));
  });
});
