import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { judgeProfile } from '../../../../../src/engines/image/color/judge-profile.ts';
import { faultOfProfile } from '../../../../../src/engines/image/color/profile-fault.ts';
import type { ColorSpace } from '../../../../../src/model/asset.ts';
import { packageFile } from '../../../../../src/system/package-files.ts';
import { damagedProfile, packageProfile, tagOf } from '../../../../support/pictures/masters/damaged-profile.ts';

const SPACES: Readonly<Record<string, ColorSpace>> = { 'RGB ': 'srgb', GRAY: 'gray', CMYK: 'cmyk' };
const [RGB, GRAY, CMYK] = ['AdobeRGB', 'GrayGamma18', 'CoatedFogra39'] as const;
const CURVES = ['rTRC', 'gTRC', 'bTRC'] as const;

describe('what is wrong with a profile', () => {
  it('is nothing with those of the package beside their own pixels', async () => {
    for (const file of readdirSync(packageFile('profiles/icc'))) {
      const profile = packageProfile(file.replace('.icc', ''));
      const space = SPACES[profile.toString('latin1', 16, 20)] ?? 'srgb';
      expect(await judgeProfile(profile, space), file).toHaveProperty('kind');
      expect(faultOfProfile(profile, space === 'gray' ? 'srgb' : 'gray'), file).toBe('others');
    }
  });

  it.each([
    ['a version of ICC.2', 'version', RGB, (profile) => profile.writeUInt8(5, 8)],
    ['a link of devices', 'class', CMYK, (profile) => profile.write('link', 12)],
    ['names of colours', 'class', RGB, (profile) => profile.write('nmcl', 12)],
    ['no sign of a profile', 'damaged', RGB, (profile) => profile.write('zzzz', 36)],
    ['another connection space', 'damaged', CMYK, (profile) => profile.write('RGB ', 20)],
    ['no tags', 'damaged', RGB, (profile) => profile.writeUInt32BE(0, 128)],
    ['a primary of zeros', 'damaged', RGB, (profile) => tagOf(profile, 'rXYZ').fill(0, 8)],
    ['curves of zeros', 'damaged', RGB, (profile) => CURVES.map((name) => tagOf(profile, name).fill(0, 12))],
    ['a gray curve of zeros', 'damaged', GRAY, (profile) => tagOf(profile, 'kTRC').fill(0, 12)],
    ['a table of more steps than there are', 'damaged', CMYK, (profile) => tagOf(profile, 'A2B0').writeUInt8(17, 10)],
    ['a table of fewer steps than there are', 'damaged', CMYK, (profile) => tagOf(profile, 'A2B0').writeUInt8(2, 10)],
  ] satisfies [string, string, string, (profile: Buffer) => unknown][])(
    'is told of %s: %s',
    (_, fault, name, damage) => {
      const space = { [RGB]: 'srgb', [GRAY]: 'gray', [CMYK]: 'cmyk' }[name] as ColorSpace;
      expect(faultOfProfile(damagedProfile(name, damage), space)).toBe(fault);
    },
  );

  it('is told of one that ends before its tables do, and not where only what is never read is missing', () => {
    const whole = packageProfile(CMYK);
    // Behind the tables stands the gamut, which nothing asks for.
    const gamut = whole.indexOf(tagOf(whole, 'gamt'));
    expect(faultOfProfile(whole.subarray(0, gamut + 9), 'cmyk')).toBeUndefined();
    for (const length of [0, 3, 128, 131, 200, gamut - 300]) {
      expect(faultOfProfile(whole.subarray(0, length), 'cmyk'), String(length)).toBe('damaged');
    }
  });

  it('is told of tables that make one colour of all numbers, which LittleCMS opens', async () => {
    const blank = damagedProfile(CMYK, (profile) => tagOf(profile, 'A2B0').fill(0, 52));
    expect(faultOfProfile(blank, 'cmyk')).toBeUndefined();
    expect(await judgeProfile(blank, 'cmyk')).toEqual({ fault: 'damaged' });
  });

  it('are judged once for the masters that share them, and by themselves for each kind of pixels', async () => {
    const profile = packageProfile(CMYK);
    const first = await judgeProfile(profile, 'cmyk');
    expect(first).toHaveProperty('kind');
    expect(await judgeProfile(Buffer.from(profile), 'cmyk')).toBe(first);
    expect(await judgeProfile(profile, 'srgb')).toHaveProperty('fault');
    expect(await judgeProfile(profile, 'cmyk')).toBe(first);
  });
});
