import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { PROFILES } from '../../fixtures/make-icc-profiles.ts';
import { kindOfProfile } from '../../src/engines/image/color/describe-profile.ts';
import { NAMED_PROFILES } from '../../src/model/colors/profile-names.ts';
import { inRepository } from '../support/files/repository.ts';

const FOLDER = inRepository('profiles/icc');
const SPACES = { rgb: 'srgb', gray: 'gray', cmyk: 'cmyk' } as const;

describe('the colour profiles of the package', () => {
  it.each(Object.entries(PROFILES))('%s is what `npm run icc` makes', (name, profile) => {
    expect(readFileSync(`${FOLDER}/${name}.icc`).equals(profile)).toBe(true);
  });

  it.each(NAMED_PROFILES.filter(({ free, name }) => free !== undefined && name !== 'sRGB'))(
    '$free is of the pixels of $name',
    ({ free, space }) => {
      const profile = readFileSync(`${FOLDER}/${free ?? ''}.icc`);
      expect(kindOfProfile(profile, SPACES[space])).toBe(space === 'cmyk' ? 'tables' : 'matrix');
    },
  );

  it('have a name each', () => {
    const named = new Set(NAMED_PROFILES.map(({ free }) => `${free ?? ''}.icc`));
    expect(readdirSync(FOLDER).filter((file) => !named.has(file))).toEqual([]);
    expect(NAMED_PROFILES).toHaveLength(36);
  });
});
