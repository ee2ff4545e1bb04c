import { describe, expect, it } from 'vitest';
import { canonicalProfile, NAMED_PROFILES, namedProfile } from '../../../../src/model/colors/profile-names.ts';

describe('names of colour profiles', () => {
  it.each([
    ['sRGB IEC61966-2.1', 'sRGB'],
    ['adobe rgb (1998)', 'AdobeRGB'],
    ['AdobeRGB1998', 'AdobeRGB'],
    ['U.S. Web Coated (SWOP) v2', 'WebCoated'],
    ['USWebCoatedSWOP', 'WebCoated'],
    ['coatedfogra39', 'CoatedFogra39'],
    ['Display P3', 'DisplayP3'],
  ])('%s means %s', (text, name) => {
    expect(namedProfile(text)?.name).toBe(name);
    expect(canonicalProfile(text)).toBe(name);
  });

  it('of the user stay as they are written', () => {
    expect(namedProfile('Our press')).toBeUndefined();
    expect(canonicalProfile('Our press')).toBe('Our press');
  });

  it('mean one profile each, however they are spelled', () => {
    for (const row of NAMED_PROFILES) {
      for (const spelling of [row.name, row.called, row.file]) expect(namedProfile(spelling)).toBe(row);
    }
  });
});
