import fc from 'fast-check';
import { OUTPUT_FORMATS, outputFormat } from '../../../src/model/formats/output-formats.ts';
import type {
  Composite,
  Layer,
  Output,
  PictureRecipe,
  PyramidRecipe,
  RecipeObject,
  SmartCrop,
  Source,
  Treatment,
  UnsharpMask,
} from '../../../src/model/recipe/recipe.ts';
import { BASE_LAYER } from '../../../src/model/recipe/recipe-tree.ts';
import { printRecipe } from '../../../src/serving/print.ts';
import { anyObject, ofDrawings } from './any-object.ts';
import { anySource, typesetting } from './any-text.ts';
import { anyPerspective } from './any-perspective.ts';
import { anyEffects, place } from './any-placing.ts';

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
const profileName = fc.constantFrom('DisplayP3', 'WebCoated', 'Our press (coated)');
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
const metadata = fc.constantFrom('copyright' as const, 'all' as const, 'none' as const);

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
        target: real(1, 100),
        fullChroma: fc.boolean(),
        maxKilobytes: real(0, 1_048_576),
        effort: fc.constantFrom('fast' as const, 'balanced' as const, 'small' as const),
        animation: fc.constantFrom('keep' as const, 'first' as const, 'video' as const),
        animationOver: real(0, 1_048_576),
        hdr: fc.constantFrom('keep' as const, 'drop' as const),
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
              name: profileName,
              intent: fc.constantFrom('perceptual' as const, 'relative' as const, 'absolute' as const),
              blackPoint: fc.boolean(),
              dither: fc.boolean(),
            },
            maybe,
          )
          .filter((profile) => Object.keys(profile).length > 0),
        embedProfile: fc.boolean(),
        bitDepth: fc.constantFrom(8, 10, 16),
        keepXmp: fc.boolean(),
        embedPaths: fc.boolean(),
      },
      { requiredKeys: format ? ['format' as const] : [] },
    );
  });

/** What is done to a composite, or to a layer by itself. */
const treatment: fc.Arbitrary<Treatment> = fc.record(
  {
    flip: fc.constantFrom('lr' as const, 'ud' as const, 'lrud' as const),
    operations: operations.filter((asked) => Object.keys(asked).length > 0),
    clip: fc
      .record({ path: drawing, names: labels, exceptPath: drawing, exceptNames: labels }, maybe)
      .filter((asked) => Object.keys(asked).length > 0),
    map: fc.constantFrom('', '<area href="/?a=1&b={">'),
    sharpen: fc.boolean(),
    unsharpMask: mask,
    unsharpMaskR: mask,
  },
  maybe,
);
const own = treatment.filter((asked) => Object.keys(asked).length > 0);

/** A layer, whatever it is made of. */
const anyLayer = fc.record(
  {
    crop: anyWindow,
    size: fc.record({ unit: fc.constant('pixel' as const), width: whole(0, PIXELS), height: whole(0, PIXELS) }),
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
    sourceMap: fc.constantFrom('', '<area href="/?a=1&b={">'),
    rotate: real(-360_000, 360_000),
    ...place,
    typesetting,
    ...ofDrawings,
    hidden: fc.boolean(),
  },
  maybe,
);

/** A layer above the base: its size may count in sizes of that. */
const anyLayerAbove = fc
  .tuple(anyLayer, fc.option(fc.tuple(real(0, 1000), real(0, 1000)), { nil: undefined }))
  .map(([layer, shares]) => ({
    ...layer,
    ...(shares && { size: { unit: 'normal' as const, width: shares[0], height: shares[1] } }),
  }));

const plainComposite: fc.Arbitrary<Composite> = fc
  .tuple(anyLayer, treatment)
  .map(([base, asked]) => ({ ...asked, layers: [{ ...BASE_LAYER, ...base }] }));

/** Up to three layers of any numbers, each treated by itself now and then. */
const layeredComposite: fc.Arbitrary<Composite> = fc
  .record({
    base: anyLayer,
    above: fc.array(anyLayerAbove, { minLength: 1, maxLength: 2 }),
    effects: fc.array(fc.option(anyEffects, { nil: undefined }), { minLength: 3, maxLength: 3 }),
    owns: fc.array(fc.option(own, { nil: undefined }), { minLength: 3, maxLength: 3 }),
    sources: fc.array(anySource, { minLength: 2, maxLength: 2 }),
    gap: whole(1, 100_000_000),
    treatment,
  })
  .map(({ base, above, owns, gap, effects, sources, treatment: asked }) => ({
    ...asked,
    ...(effects[2] && { effects: effects[2] }),
    layers: [
      { ...BASE_LAYER, ...base, ...(owns[0] && { own: owns[0] }), ...(effects[0] && { effects: effects[0] }) },
      ...above.map((layer, i) => {
        const [by, more] = [owns[i + 1], effects[i + 1]];
        const number = (i + 1) * gap;
        const source: Source = sources[i] ?? { kind: 'solid' };
        return { ...layer, number, source, ...(by && { own: by }), ...(more && { effects: more }) };
      }),
    ],
  }));

const smartCrop: fc.Arbitrary<SmartCrop> = fc.record(
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
);

const part = { page: whole(2, 100), rawPreview: fc.constant(true as const) };

const pictureOf = (composite: fc.Arbitrary<Composite>): fc.Arbitrary<PictureRecipe> =>
  fc.record(
    {
      kind: fc.constant('picture' as const),
      composite,
      master: fc
        .record({ margins, levelMask: mask, smartCrop, sourceProfile: profileName, ...part }, maybe)
        .filter((said) => Object.keys(said).length > 0),
      metadata,
      beside: fc.record({ formats: fc.boolean() }),
      locale: fc.constantFrom('de_de', 'fr', ''),
      defaultImage: fc.constantFrom('shop/none', ''),
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
      output,
    },
    { requiredKeys: ['kind', 'composite', 'view', 'output'] },
  );

/** Sometimes the reply to another request takes the place of the master, or another picture gates it. */
const seldom = { freq: 4, nil: undefined };
const single = pictureOf(plainComposite);
const asked = single.filter((recipe) => printRecipe(recipe) !== '');
/** A layer that another request or picture is part of. */
function madeOf(layer: Layer, request: PictureRecipe | undefined, object: RecipeObject | undefined): Layer {
  const named: Source | undefined = object?.path === undefined ? undefined : { kind: 'object', object };
  const source: Source = request ? { kind: 'request', request } : (named ?? layer.source);
  return { ...layer, source, ...(object && { mask: { ...layer.mask, object } }) };
}

const nesting = (outermost: fc.Arbitrary<PictureRecipe>) =>
  fc
    .tuple(outermost, fc.option(single, seldom), fc.option(anyObject(asked), seldom), fc.nat({ max: 2 }))
    .map(([outer, request, object, at]): PictureRecipe => {
      const { layers } = outer.composite;
      const [base, ...above] = layers;
      const made = (layer: Layer): Layer =>
        layer === layers[at % layers.length] ? madeOf(layer, request, object) : layer;
      return { ...outer, composite: { ...outer.composite, layers: [made(base), ...above.map(made)] } };
    });

/** Any recipe of a picture that has one layer. */
export const anyPicture: fc.Arbitrary<PictureRecipe> = nesting(single);
/** Any recipe of a picture that has several layers, or one that is treated by itself. */
export const anyLayeredPicture: fc.Arbitrary<PictureRecipe> = nesting(pictureOf(layeredComposite));

export const anyPyramid: fc.Arbitrary<PyramidRecipe> = fc.record(
  {
    kind: fc.constant('pyramid' as const),
    tile: whole(1, 256).map((n) => n * 16),
    compression: fc.constantFrom('jpeg' as const, 'deflate' as const, 'lzw' as const),
    quality: whole(1, 100),
    master: fc.record({ margins, levelMask: mask }, maybe).filter((said) => Object.keys(said).length > 0),
    metadata,
  },
  { requiredKeys: ['kind', 'tile', 'compression', 'quality'] },
);
