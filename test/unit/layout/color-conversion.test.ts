import { describe, expect, it } from 'vitest';
import { converterOf, renderingOf, USUAL_RENDERING } from '../../../src/layout/color-conversion.ts';

const plain = { colorSpace: 'srgb', depth: 8, alpha: false } as const;

describe('what converts the colours of a master', () => {
  it.each([
    ['RGB without a profile', plain, 'libvips'],
    ['RGB that means sRGB', { ...plain, profileKind: 'srgb' }, 'libvips'],
    ['RGB by curves and primaries', { ...plain, profileKind: 'matrix' }, 'libvips'],
    ['the same in 16 bits', { ...plain, depth: 16, profileKind: 'matrix' }, 'littlecms'],
    ['the same with alpha', { ...plain, alpha: true, profileKind: 'matrix' }, 'littlecms'],
    ['RGB by tables', { ...plain, profileKind: 'tables' }, 'littlecms'],
    ['gray with a curve', { ...plain, colorSpace: 'gray', depth: 8, profileKind: 'matrix' }, 'libvips'],
    ['gray with a curve in 16 bits', { ...plain, colorSpace: 'gray', depth: 16, profileKind: 'matrix' }, 'littlecms'],
    ['CMYK without a profile', { ...plain, colorSpace: 'cmyk', depth: 8 }, 'littlecms'],
    ['CMYK with one', { ...plain, colorSpace: 'cmyk', depth: 8, profileKind: 'tables' }, 'littlecms'],
    ['Lab', { ...plain, colorSpace: 'lab', depth: 16 }, 'libvips'],
  ] as const)('is of %s what gives the right colours', (_what, meaning, expected) => {
    expect(converterOf(meaning, USUAL_RENDERING)).toBe(expected);
  });

  it('is LittleCMS wherever libvips has no word for what is asked', () => {
    for (const asked of [{ intent: 'absolute' }, { dither: true }, { name: 'DisplayP3' }] as const) {
      expect(converterOf(plain, renderingOf({ output: { profile: asked } }))).toBe('littlecms');
    }
    expect(
      converterOf({ ...plain, profileKind: 'matrix' }, renderingOf({ output: { profile: { intent: 'saturation' } } })),
    ).toBe('libvips');
  });
});

describe('the colours that an output asks for', () => {
  it('are sRGB, relative and with black-point compensation where it says nothing', () => {
    expect(renderingOf({ output: {} })).toEqual({
      target: 'sRGB',
      intent: 'relative',
      blackPoint: true,
      dither: false,
    });
  });

  it('are those of its profile where that is of RGB', () => {
    const profile = { name: 'DisplayP3', intent: 'perceptual', blackPoint: false } as const;
    expect(renderingOf({ output: { profile } })).toMatchObject({
      target: 'DisplayP3',
      intent: 'perceptual',
      blackPoint: false,
    });
    expect(renderingOf({ output: { pixelType: 'gray', profile: { intent: 'absolute' } } })).toMatchObject({
      target: 'sRGB',
      intent: 'absolute',
    });
  });
});
