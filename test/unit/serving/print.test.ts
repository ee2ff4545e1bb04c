import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OUTPUT_FORMATS, outputFormat } from '../../../src/model/output-formats.ts';
import type { Output, PictureRecipe, PyramidRecipe, Recipe, UnsharpMask } from '../../../src/model/recipe.ts';
import { parseRecipe, printRecipe } from '../../../src/serving/print.ts';
import { anyObject } from '../../support/language/any-object.ts';
import { anyPerspective } from '../../support/language/any-perspective.ts';
import { recipeOf } from '../../support/language/recipe-of.ts';

const real = (min: number, max: number): fc.Arbitrary<number> =>
  fc.double({ min, max, noNaN: true }).map((value) => value + 0);
const whole = (min: number, max: number): fc.Arbitrary<number> => fc.integer({ min, max });
const maybe = { requiredKeys: [] };
const PIXELS = 10_000_000;

const mask: fc.Arbitrary<UnsharpMask> = fc.record({
  amount: real(0, 5),
  radius: real(0, 250),
  threshold: real(0, 255),
  monochrome: fc.boolean(),
});
const margins = fc.record({
  top: whole(0, PIXELS),
  right: whole(0, PIXELS),
  bottom: whole(0, PIXELS),
  left: whole(0, PIXELS),
});
const window = {
  x: whole(-PIXELS, PIXELS),
  y: whole(-PIXELS, PIXELS),
  width: whole(1, PIXELS),
  height: whole(1, PIXELS),
};
const share = real(0, 1);
const sides = (of: fc.Arbitrary<number>) => ({ left: of, top: of, right: of, bottom: of });
const color = fc.record({ r: whole(0, 255), g: whole(0, 255), b: whole(0, 255), alpha: whole(0, 255) });
const percent = whole(-100, 100);
const operations = fc.record(
  {
    invert: fc.boolean(),
    colorBalance: fc.tuple(percent, percent, percent),
    hue: whole(-180, 180),
    saturation: percent,
    brightness: percent,
    contrast: percent,
    colorize: fc.oneof(
      fc.record({
        color: color.map((c) => ({ ...c, alpha: 255 })),
        normalize: fc.constant(true),
        contrast: real(0, 100),
      }),
      fc.record({
        color: color.map((c) => ({ ...c, alpha: 255 })),
        normalize: fc.constant(false),
        contrast: fc.constant(0),
      }),
    ),
    grow: percent,
    blur: real(0, 100),
    noise: fc.record({
      amount: real(0, 100),
      distribution: fc.constantFrom('uniform' as const, 'gaussian' as const),
      monochrome: fc.boolean(),
    }),
    opacity: fc.tuple(whole(0, 100), whole(0, 100)),
  },
  maybe,
);
/** Names of paths: any letters but commas, which part them, and blanks at their ends. */
const labels = fc.array(
  fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 8 })
    .filter((name) => name.trim() === name && !name.includes(',')),
  { minLength: 1, maxLength: 3 },
);
const point = fc.tuple(real(-1000, 1000), real(-1000, 1000));
const drawing = fc
  .tuple(point, fc.array(fc.oneof(fc.tuple(point), fc.tuple(point, point, point)), { maxLength: 4 }), fc.boolean())
  .map(([start, drawn, closed]) => [
    'M',
    ...start,
    ...drawn.flatMap((points) => [points.length === 1 ? 'L' : 'C', ...points.flat()]),
    ...(closed ? ['Z'] : []),
  ]);
const shared = {
  margins,
  levelMask: mask,
  metadata: fc.constantFrom('copyright' as const, 'all' as const, 'none' as const),
};

const anyWindow = fc.oneof(
  fc.record({ unit: fc.constant('pixel' as const), ...window }),
  fc.record({
    unit: fc.constant('normal' as const),
    x: real(-1000, 1000),
    y: real(-1000, 1000),
    width: real(0.000_000_1, 1000),
    height: real(0.000_000_1, 1000),
  }),
);

const output: fc.Arbitrary<Partial<Output>> = fc
  .constantFrom(undefined, ...OUTPUT_FORMATS.filter(({ encoder }) => encoder !== null))
  .chain((format) => {
    const { pixelTypes, compressions } = format ?? outputFormat('jpeg')!;
    return fc.record(
      {
        ...(format && { format: fc.constant(format.names[0]) }),
        pixelType: fc.constantFrom(...pixelTypes),
        compression: fc.constantFrom('none', ...compressions),
        quality: whole(1, 100),
        fullChroma: fc.boolean(),
        maxKilobytes: real(0, 1_048_576),
        palette: fc.record({
          type: fc.constantFrom('adaptive' as const, 'web' as const, 'mac' as const),
          diffuse: fc.boolean(),
          colors: whole(2, 256),
          forced: fc.array(fc.stringMatching(/^[0-9A-F]{6}$/), { maxLength: 2 }),
        }),
        printResolution: real(1, 10_000),
        profile: fc
          .record(
            {
              name: fc.constantFrom('sRGB' as const, 'DisplayP3' as const),
              intent: fc.constantFrom('perceptual' as const, 'relative' as const, 'absolute' as const),
              blackPoint: fc.boolean(),
              dither: fc.boolean(),
            },
            maybe,
          )
          .filter((profile) => Object.keys(profile).length > 0),
        embedProfile: fc.boolean(),
        keepXmp: fc.boolean(),
        embedPaths: fc.boolean(),
      },
      { requiredKeys: format ? ['format' as const] : [] },
    );
  });

const single: fc.Arbitrary<PictureRecipe> = fc.record(
  {
    kind: fc.constant('picture' as const),
    ...shared,
    smartCrop: fc.record(
      {
        ratio: fc.tuple(real(0.001, 1000), whole(1, 1000)),
        zoom: real(1, 100),
        strategy: fc.array(fc.stringMatching(/^[A-Za-z0-9._-]+$/), { maxLength: 4 }),
        override: fc.oneof(
          fc.record({ rect: fc.tuple(share, share, share, share) }),
          fc.record({ focus: fc.tuple(share, share) }),
        ),
      },
      { requiredKeys: ['ratio', 'zoom', 'strategy'] },
    ),
    crop: anyWindow,
    flip: fc.constantFrom('lr' as const, 'ud' as const, 'lrud' as const),
    size: fc.record({ width: whole(0, PIXELS), height: whole(0, PIXELS) }),
    scale: real(0.000_000_1, PIXELS),
    resolution: real(0.01, 1_000_000),
    perspective: anyPerspective,
    underColor: color,
    extension: fc.oneof(
      fc.record({ unit: fc.constant('pixel' as const), ...sides(whole(-PIXELS, PIXELS)) }),
      fc.record({ unit: fc.constant('normal' as const), ...sides(real(-1000, 1000)) }),
    ),
    fill: color,
    mask: fc
      .record({ use: fc.constantFrom('invert' as const, 'off' as const), grow: percent, growScaled: percent }, maybe)
      .filter((asked) => Object.keys(asked).length > 0),
    cropPaths: labels,
    clip: fc
      .record({ path: drawing, names: labels, exceptPath: drawing, exceptNames: labels }, maybe)
      .filter((asked) => Object.keys(asked).length > 0),
    operations: operations.filter((asked) => Object.keys(asked).length > 0),
    unsharpMaskR: mask,
    rotate: real(-360_000, 360_000),
    view: fc.record(
      {
        width: whole(1, PIXELS),
        height: whole(1, PIXELS),
        fit: fc.record({
          mode: fc.constantFrom('fit', 'constrain', 'crop', 'wrap', 'stretch', 'hfit', 'vfit'),
          upscale: fc.boolean(),
        }),
        align: fc.tuple(real(-1, 1), real(-1, 1)),
        scale: real(0.0001, PIXELS),
        region: anyWindow,
        tile: fc.record({ ...window, scale: real(0.0001, 1000) }),
        pixelRatio: real(0.1, 10),
      },
      maybe,
    ),
    reply: fc.constantFrom('mask' as const, 'thumbnail' as const),
    background: fc.record({ r: whole(0, 255), g: whole(0, 255), b: whole(0, 255), alpha: fc.constant(255) }),
    resample: fc.constantFrom('bilin' as const, 'bicub' as const, 'sharp2' as const, 'bisharp' as const),
    sharpen: fc.boolean(),
    unsharpMask: mask,
    output,
  },
  { requiredKeys: ['kind', 'view', 'output'] },
);

/** Sometimes the reply to another request takes the place of the master, or another picture gates it. */
const seldom = { freq: 4, nil: undefined };
const asked = single.filter((recipe) => printRecipe(recipe) !== '');
const picture = fc
  .tuple(single, fc.option(single, seldom), fc.option(anyObject(asked), seldom))
  .map(([outer, source, object]): PictureRecipe => ({
    ...outer,
    ...(source && { source }),
    ...(object && { mask: { ...outer.mask, object } }),
  }));

const pyramid: fc.Arbitrary<PyramidRecipe> = fc.record(
  {
    kind: fc.constant('pyramid' as const),
    tile: whole(1, 256).map((n) => n * 16),
    compression: fc.constantFrom('jpeg' as const, 'deflate' as const, 'lzw' as const),
    quality: whole(1, 100),
    ...shared,
  },
  { requiredKeys: ['kind', 'tile', 'compression', 'quality'] },
);

const plain = (recipe: Recipe): unknown => JSON.parse(JSON.stringify(recipe));

describe('the canonical text', () => {
  it('brings back any recipe, and is the same printed again', () => {
    fc.assert(
      fc.property(fc.oneof(picture, pyramid), (recipe) => {
        const text = printRecipe(recipe);
        expect(parseRecipe(text)).toEqual(plain(recipe));
        expect(printRecipe(parseRecipe(text))).toBe(text);
        expect(text).toMatch(/^[\w.,=&{}?%/-]*$/);
      }),
      { numRuns: 3000 },
    );
  });

  it('does not depend on the order in which things were said', () => {
    expect(printRecipe(recipeOf('qlt=80&fmt=png&hei=5&wid=4&qlt=81,1'))).toBe('wid=4&hei=5&fmt=png&qlt=81,1');
  });

  it('is read in any order', () => {
    const margins = 'margins=1,2,3,4&levelMask=1,1,1,1&metadata=all';
    expect(printRecipe(parseRecipe(`${margins}&pyramid=256,lzw,95`))).toBe(`pyramid=256,lzw,95&${margins}`);
    const crop = 'smartCrop=3,2,1,center&smartCropRect=0,0,1,0.5';
    expect(printRecipe(parseRecipe('smartCropRect=0,0,1,0.5&smartCrop=3,2,1,center'))).toBe(crop);
  });

  it('is stable: these texts are in manifests and fingerprints', () => {
    const recipe = recipeOf('fit=crop,1&hei=150&wid=150&resmode=sharp&op_usm=1.10,1,5&qlt=80,0&fmt=jpg');
    expect(printRecipe({ ...recipe, metadata: 'copyright' })).toBe(
      'wid=150&hei=150&fit=crop,1&fmt=jpeg&qlt=80,0&resMode=sharp2&op_usm=1.1,1,5,0&metadata=copyright',
    );
    expect(
      printRecipe({
        kind: 'picture',
        margins: { top: 1, right: 2, bottom: 3, left: 4 },
        smartCrop: { ratio: [3, 2], zoom: 1.5, strategy: ['face', 'center'], override: { focus: [0.5, 0.31] } },
        crop: { unit: 'normal', x: 1e-7, y: 0, width: 0.5, height: 1 },
        flip: 'lrud',
        rotate: 30,
        view: { scale: 2, region: { unit: 'pixel', x: -1, y: 0, width: 10, height: 20 }, align: [0, -1] },
        background: { r: 255, g: 0, b: 16, alpha: 255 },
        sharpen: true,
        levelMask: { amount: 1.75, radius: 0.2, threshold: 2, monochrome: true },
        output: { format: 'tif', compression: 'jpeg', quality: 90 },
        metadata: 'none',
      }),
    ).toBe(
      'align=0,-1&scl=2&rgn=-1,0,10,20&cropN=0.0000001,0,0.5,1&flip=lrud&rotate=30&fmt=tif,,jpeg&qlt=90&bgc=FF0010' +
        '&op_sharpen=1&margins=1,2,3,4&smartCrop=3,2,1.5,face,center&smartCropFocus=0.5,0.31' +
        '&levelMask=1.75,0.2,2,1&metadata=none',
    );
    expect(
      printRecipe({
        kind: 'pyramid',
        tile: 256,
        compression: 'jpeg',
        quality: 95,
        levelMask: { amount: 1.75, radius: 0.2, threshold: 2, monochrome: false },
        metadata: 'copyright',
      }),
    ).toBe('pyramid=256,jpeg,95&levelMask=1.75,0.2,2,0&metadata=copyright');
  });

  it.each(['oops=1', 'wid=0', 'wid', '$thumb$', '$v=1', 'layer=1', 'fmt=heic'])(
    'is refused when it holds %s',
    (text) => {
      expect(() => parseRecipe(text)).toThrow(expect.objectContaining({ code: 'CATALOG_DAMAGED' }));
    },
  );
});
