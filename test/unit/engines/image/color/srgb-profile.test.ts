import { describe, expect, it } from 'vitest';
import { readdirSync, readFileSync } from 'node:fs';
import { kindOfProfile } from '../../../../../src/engines/image/color/describe-profile.ts';
import { isFlat, isSrgb } from '../../../../../src/engines/image/color/srgb-profile.ts';
import { sharp } from '../../../../../src/engines/image/libvips.ts';
import { packageFile } from '../../../../../src/system/package-files.ts';

const fixed = (value: number): number => Math.round(value * 65_536);

function tagOf(type: string, size: number, fill: (tag: Buffer) => void): Buffer {
  const tag = Buffer.alloc(size);
  tag.write(type, 0, 'latin1');
  fill(tag);
  return tag;
}

const xyz = (values: readonly number[]): Buffer =>
  tagOf('XYZ ', 20, (tag) => values.forEach((value, i) => tag.writeInt32BE(fixed(value), 8 + 4 * i)));

const gamma = (value: number): Buffer =>
  tagOf('curv', 14, (tag) => {
    tag.writeUInt32BE(1, 8);
    tag.writeUInt16BE(Math.round(value * 256), 12);
  });

const table = (count: number, curve: (value: number) => number): Buffer =>
  tagOf('curv', 12 + 2 * count, (tag) => {
    tag.writeUInt32BE(count, 8);
    for (let i = 0; i < count; i++) tag.writeUInt16BE(Math.round(curve(i / (count - 1)) * 65_535), 12 + 2 * i);
  });

const parametric = (type: number, values: readonly number[]): Buffer =>
  tagOf('para', 12 + 4 * values.length, (tag) => {
    tag.writeUInt16BE(type, 8);
    values.forEach((value, i) => tag.writeInt32BE(fixed(value), 12 + 4 * i));
  });

const srgbCurve = (value: number): number => (value <= 0.040_45 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);

/** Primaries as most profiles write them: sums are D50. */
const SRGB = { r: [0.436_07, 0.222_49, 0.013_92], g: [0.385_15, 0.716_87, 0.097_08], b: [0.143_07, 0.060_61, 0.714_1] };
const P3 = { r: [0.515_12, 0.241_2, -0.001_05], g: [0.291_98, 0.692_25, 0.041_89], b: [0.157_1, 0.066_57, 0.784_07] };

const description = (name: string): Buffer => tagOf('desc', 90 + name.length, (tag) => tag.write(name, 12, 'latin1'));

function profileOf(tags: Readonly<Record<string, Buffer>>, kind = 'mntrRGB XYZ '): Buffer {
  const names = Object.keys(tags);
  const head = Buffer.alloc(132 + 12 * names.length);
  head.write(kind, 12, 'latin1');
  head.write('acsp', 36, 'latin1');
  head.writeUInt32BE(names.length, 128);
  let at = head.length;
  for (const [i, name] of names.entries()) {
    const { length } = tags[name] ?? head;
    head.write(name, 132 + 12 * i, 'latin1');
    head.writeUInt32BE(at, 136 + 12 * i);
    head.writeUInt32BE(length, 140 + 12 * i);
    at += length;
  }
  return Buffer.concat([head, ...Object.values(tags)]);
}

function matrixTags(curve: Buffer, { r, g, b }: typeof SRGB = SRGB): Record<string, Buffer> {
  return { rXYZ: xyz(r), gXYZ: xyz(g), bXYZ: xyz(b), rTRC: curve, gTRC: curve, bTRC: curve };
}

const CURVES = {
  'a table of 1024 entries': table(1024, srgbCurve),
  'the parameters of version 4': parametric(3, [2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.040_45]),
  'the longest list of parameters': parametric(4, [2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.040_45, 0, 0]),
};

describe('a profile', () => {
  it.each(Object.entries(CURVES))('is sRGB with its primaries and %s', (_, curve) => {
    expect(isSrgb(profileOf(matrixTags(curve)))).toBe(true);
    expect(isSrgb(profileOf({ ...matrixTags(curve), bkpt: xyz([0, 0, 0]), wtpt: xyz([0.95, 1, 1.09]) }))).toBe(true);
  });

  it.each([
    ['nothing', { ...SRGB, r: [0, 0, 0] }],
    ['the same place twice', { ...SRGB, g: SRGB.r }],
    ['a place between the others', { ...SRGB, b: SRGB.r.map((value, i) => (value + (SRGB.g[i] ?? 0)) / 2) }],
  ] satisfies [string, typeof SRGB][])('says nothing of colours where one of its primaries is %s', (_, primaries) => {
    expect(kindOfProfile(profileOf(matrixTags(gamma(1.8), primaries)), 'srgb')).toBeUndefined();
  });

  it('is sound where it is one of the package', () => {
    const folder = packageFile('profiles/icc');
    const flat = readdirSync(folder).filter((name) => isFlat(readFileSync(`${folder}/${name}`)));
    expect(flat).toEqual([]);
  });

  it('is another one with other primaries, whatever its name', () => {
    const named = { desc: description('sRGB IEC61966-2.1'), ...matrixTags(CURVES['a table of 1024 entries'], P3) };
    expect(isSrgb(profileOf(named))).toBe(false);
  });

  it.each([
    ['a power of 2.2', gamma(2.2)],
    ['a power of 1.8', gamma(1.8)],
    ['no curve', tagOf('curv', 12, () => undefined)],
    ['a power by parameters', parametric(0, [2.2])],
    ['a power and a threshold', parametric(1, [2.2, 1, 0])],
    ['a power and an offset', parametric(2, [2.2, 1, 0, 0])],
    ['a curve that is off in its shadows alone', table(1024, (value) => Math.max(0.004, srgbCurve(value)))],
  ])('is another one with %s', (_, curve) => {
    expect(isSrgb(profileOf(matrixTags(curve)))).toBe(false);
  });

  it('is another one where one of the curves is', () => {
    const tags = matrixTags(CURVES['a table of 1024 entries']);
    for (const name of ['rTRC', 'gTRC', 'bTRC']) expect(isSrgb(profileOf({ ...tags, [name]: gamma(1.8) }))).toBe(false);
  });

  it('is another one with a table of colours, which goes before curves', () => {
    const tags = matrixTags(CURVES['a table of 1024 entries']);
    expect(isSrgb(profileOf({ ...tags, A2B0: tagOf('mft2', 60, () => undefined) }))).toBe(false);
  });

  it('is another one for gray, for CMYK and for Lab', () => {
    const tags = matrixTags(CURVES['a table of 1024 entries']);
    for (const kind of ['mntrGRAYXYZ ', 'prtrCMYKXYZ ', 'mntrRGB Lab '])
      expect(isSrgb(profileOf(tags, kind))).toBe(false);
  });

  it('is another one where anything of it is missing or cut off', () => {
    const tags = matrixTags(CURVES['a table of 1024 entries']);
    for (const name of Object.keys(tags)) {
      const { [name]: _, ...rest } = tags;
      expect(isSrgb(profileOf(rest))).toBe(false);
      expect(isSrgb(profileOf({ ...tags, [name]: Buffer.alloc(0) }))).toBe(false);
      expect(isSrgb(profileOf({ ...tags, [name]: (tags[name] ?? Buffer.alloc(0)).subarray(0, 13) }))).toBe(false);
    }
    const whole = profileOf(tags);
    for (let length = 0; length < whole.length; length += 7) expect(isSrgb(whole.subarray(0, length))).toBe(false);
  });

  it.each([
    ['srgb', true],
    ['p3', false],
  ] as const)('that libvips calls %s is sRGB: %s', async (name, expected) => {
    const blank = sharp({ create: { width: 1, height: 1, channels: 3, background: 'red' } });
    const { icc } = await sharp(await blank.withIccProfile(name).png().toBuffer()).metadata();
    expect(isSrgb(icc ?? Buffer.alloc(0))).toBe(expected);
  });

  it('that is sRGB moves no colour by more than a level where it is applied', async () => {
    const [side, data] = [64, Buffer.alloc(64 ** 3 * 3)];
    for (let i = 0; i < side ** 3; i++) {
      const steps = [i % side, Math.floor(i / side) % side, Math.floor(i / side ** 2)];
      for (const [c, step] of steps.entries()) data[3 * i + c] = (step * 255) / (side - 1);
    }
    const raw = { width: side ** 2, height: side, channels: 3 } as const;
    const tagged = await sharp(data, { raw }).withIccProfile('srgb').png().toBuffer();
    const shown = await sharp(tagged).raw().toBuffer();
    expect(shown.length).toBe(data.length);
    expect(shown.reduce((most, value, i) => Math.max(most, Math.abs(value - (data[i] ?? 0))), 0)).toBeLessThanOrEqual(
      1,
    );
  });
});
