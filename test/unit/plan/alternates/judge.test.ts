import { describe, expect, it } from 'vitest';
import type { RenditionRecord } from '../../../../src/model/rendition.ts';
import { idleAlternates } from '../../../../src/plan/alternates/judge.ts';

type File = Parameters<typeof idleAlternates>[0][number];

const own = (bytes: number, width = 100): File => ({ name: 'web', width, height: width, bytes });
const beside = (
  name: string,
  bytes: number,
  more: Partial<NonNullable<RenditionRecord['alternate']>> = {},
  width = 100,
): File => ({
  ...{ name, width, height: width, bytes },
  alternate: { of: 'web', rank: name.startsWith('avif') ? 0 : 1, beside: '', ...more },
});
const idle = (...files: readonly File[]): readonly string[] => [...idleAlternates(files)];

describe('a file beside a rendition', () => {
  it('is worth having where it saves a twentieth of what the next format takes', () => {
    expect(idle(own(100), beside('avif', 80), beside('webp', 90))).toEqual([]);
    expect(idle(own(100), beside('webp', 95))).toEqual([]);
    expect(idle(own(100), beside('webp', 96))).toEqual(['webp']);
    expect(idle(own(100), beside('avif', 88), beside('webp', 90))).toEqual(['avif']);
    expect(idle(own(100), beside('avif', 88), beside('webp', 97))).toEqual(['webp']);
  });

  it('is there at every size of its format or at none: a browser that takes a format looks at no other', () => {
    const jpeg = beside('jpeg2', 300, { rank: 2, needed: true }, 200);
    expect(idle(own(100), jpeg, beside('avif1', 99), beside('avif2', 200, {}, 200))).toEqual([]);
    expect(idle(own(100), jpeg, beside('avif1', 101), beside('avif2', 200, {}, 200))).toEqual(['avif1', 'avif2']);
    expect(idle(own(100), jpeg, beside('avif1', 50), beside('avif2', 301, {}, 200))).toEqual(['avif1', 'avif2']);
    expect(idle(own(100), jpeg, beside('avif1', 99), beside('avif2', 290, {}, 200))).toEqual(['avif1', 'avif2']);
  });

  it('is not worth having where the next larger one of its format is hardly larger', () => {
    const webp = (width: number, bytes: number): File => beside(`webp${width}`, bytes, {}, width);
    const gif = (width: number, bytes: number): File => beside(`gif${width}`, bytes, { rank: 2, needed: true }, width);
    expect(idle(own(100), webp(100, 50), webp(50, 20), gif(50, 40), gif(200, 90), gif(150, 120))).toEqual(['gif150']);
    expect(idle(own(100), webp(100, 50), webp(80, 48), gif(80, 60))).toEqual(['webp80']);
  });

  it('is needed in its own format, and in one that all browsers show', () => {
    expect(idle(own(100), beside('jpeg', 500, { rank: 2, needed: true }))).toEqual([]);
    expect(idle(own(100), beside('avif', 97), beside('jpeg', 500, { rank: 2, needed: true }))).toEqual(['avif']);
  });

  it('is not worth having where it looks worse than its rendition', () => {
    const scored = (file: File, score: number): File => ({ ...file, score });
    expect(idle(scored(own(100), 80), scored(beside('webp', 50), 77))).toEqual(['webp']);
    expect(idle(scored(own(100), 80), scored(beside('webp', 50), 79))).toEqual([]);
  });

  it('is nothing without its rendition', () => {
    expect(idle(beside('avif', 1), beside('jpeg', 9, { needed: true }))).toEqual(['avif', 'jpeg']);
    expect(idle(own(1))).toEqual([]);
  });
});
