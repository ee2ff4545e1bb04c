/**
 * Measures steps in a program of its own: `node steps.js FOLDER [STEP …]`, once `../steps.ts` has bundled it; the folder is that
 * of photographs, or empty.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Frame } from '../../../src/layout/frame.ts';
import { makeFrame } from '../../../src/layout/make-frame.ts';
import { COMPOSITE_STEPS, LAYER_STEPS, OPERATION_STEPS, REPLY_STEPS, type StepRow } from '../../../src/layout/steps.ts';
import { compose } from '../../../src/engines/image/compose.ts';
import { sharp } from '../../../src/engines/image/libvips.ts';
import { STEPS } from '../../../src/engines/image/pipeline.ts';
import { toPicture } from '../../../src/engines/image/source/pixels.ts';
import type { AnyPicture, Picture } from '../../../src/engines/picture.ts';
import { pictureRecipe } from '../../support/pictures/draw-picture.ts';
import { writeGoldenMasters } from '../../support/pictures/golden-masters.ts';
import { median, printLine } from '../measure.ts';

const SIZE = { width: 1600, height: 1250 };
const ROUNDS = 7;

type Step = (picture: Picture, frame: Frame) => Promise<AnyPicture> | AnyPicture;

/** The steps of a coordinate system as they are run on a frame that asks for them. */
function stepsOf<F>(
  rows: Readonly<Record<string, StepRow<F, unknown>>>,
  steps: Readonly<Record<string, (picture: Picture, asked: never, frame: F) => Promise<AnyPicture> | AnyPicture>>,
  of: (frame: Frame) => F | undefined,
): Readonly<Record<string, Step>> {
  const run =
    (name: string): Step =>
    (picture, frame) => {
      const asking = of(frame);
      const asked = asking && rows[name]?.asks(asking);
      if (asking === undefined || asked === undefined) throw new Error(`expected a frame that asks for ${name}`);
      return steps[name]?.(picture, asked as never, asking) ?? picture;
    };
  return Object.fromEntries(Object.keys(rows).map((name) => [name, run(name)]));
}

const ALL: Readonly<Record<string, Step>> = {
  ...stepsOf(LAYER_STEPS, STEPS.layer, ({ composite }) => composite.layers[0]),
  // Each of its layers is the picture itself.
  compose: (picture, { composite }) =>
    compose(composite, { read: () => Promise.resolve(picture), draw: (read) => Promise.resolve(read) }),
  ...stepsOf(OPERATION_STEPS, STEPS.operation, ({ composite: { operated, layers } }) => operated ?? layers[0].operated),
  ...stepsOf(COMPOSITE_STEPS, STEPS.composite, ({ composite }) => composite),
  ...stepsOf(REPLY_STEPS, STEPS.reply, (frame) => frame),
};

type Steps = typeof STEPS;
/** Operations are measured each by itself. */
type StepName =
  | Exclude<keyof Steps['layer'] | keyof Steps['composite'], 'operate'>
  | keyof Steps['operation']
  | keyof Steps['reply']
  | 'compose';

/** What each step is measured with; several, where its time depends on it. */
const COURSES: Readonly<Record<StepName, readonly string[]>> = {
  pad: ['crop=-50,-50,1700,1300'],
  perspective: [
    'perspectiveN=0.04,0.02,0.97,0,1,0.98,0,1',
    'perspectiveN=0.25,0,0.75,0,1,1,0,1',
    'perspectiveN=0.5,0,1,0.5,0.5,1,0,0.5',
  ],
  underColor: ['color=FF0000'],
  flip: ['flip=lr'],
  rotate: ['rotate=90', 'rotate=20'],
  extend: ['extend=50,50,50,50'],
  compose: ['layer=1&src=is{?}', 'layer=1&src=is{?}&blendMode=mult', 'layer=1&src=is{?}&blendMode=dissolve'],
  fill: ['bgColor=FF0000'],
  invert: ['op_invert=1'],
  colorBalance: ['op_colorbalance=10,0,-10'],
  hue: ['op_hue=40'],
  saturation: ['op_saturation=30'],
  brightness: ['op_brightness=10'],
  contrast: ['op_contrast=10'],
  colorize: ['op_colorize=A05020,norm,20'],
  grow: ['op_grow=2', 'op_grow=-25'],
  blur: ['op_blur=2', 'op_blur=10', 'op_blur=100'],
  sharpenLayer: ['extend=1,1,1,1&layer=0&op_sharpen=1'],
  unsharpLayer: ['extend=1,1,1,1&layer=0&op_usm=1.75,1,2,0'],
  noise: ['op_noise=10', 'op_noise=10,gaussian,1'],
  opacity: ['opac=50'],
  clip: ['clipPath=M,100,100,L,1500,300,C,1200,900,900,700,300,1200,Z'],
  effects: ['effect=-1&op_blur=10&pos=5,5'],
  place: ['wid=1700&hei=1350&scl=1'],
  sharpen: ['op_sharpen=1'],
  unsharpMask: ['0.3', '1', '1.5', '2', '3', '5', '8', '20'].flatMap((radius) => [
    `op_usm=1.75,${radius},2,0`,
    `op_usm=1.75,${radius},2,1`,
  ]),
  // What is sharpened is drawn beyond the part that is wanted.
  cut: ['rect=100,100,1400,1000&op_sharpen=1'],
  replyMask: ['req=mask'],
  flatten: ['bgc=FF0000'],
  quantize: ['fmt=gif&quantize=adaptive,diffuse,64'],
};

interface Course {
  readonly name: string;
  readonly text: string;
  readonly step: Step;
  readonly frame: Frame;
  readonly picture: Picture;
}

/** A photograph where there are any, for noise and edges of drawn patterns are harder to guess than any picture's. */
async function openPhoto(folder: string, photos: string): Promise<Picture> {
  const file = photos === '' ? join(folder, 'patterns.png') : join(photos, 'kodak_kodim23.png');
  return toPicture(sharp(file).resize(SIZE.width, SIZE.height, { fit: 'fill' }).removeAlpha());
}

async function openPictures(photos: string): Promise<readonly Picture[]> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-steps-'));
  await writeGoldenMasters(folder);
  const cutOut = sharp(join(folder, 'cut-out.png')).resize(SIZE.width, SIZE.height, { fit: 'fill' });
  const pictures = [await openPhoto(folder, photos), await toPicture(cutOut)];
  await rm(folder, { recursive: true });
  return pictures;
}

function makeCourses(pictures: readonly Picture[]): readonly Course[] {
  return Object.entries(COURSES).flatMap(([name, texts]) =>
    texts.flatMap((text) => {
      const step = ALL[name];
      if (step === undefined) throw new Error(`expected a step ${name}, got none`);
      const recipe = pictureRecipe(text.includes('scl') ? text : `scl=1&${text}`);
      const frame = makeFrame(recipe, SIZE);
      return pictures.map((picture) => ({ name, text, step, frame, picture }));
    }),
  );
}

/** What a run of a step takes for a megapixel that comes out, in milliseconds: of the wall clock, and of all processors. */
interface Taken {
  readonly wall: number;
  readonly cpu: number;
}

async function time({ step, picture, frame }: Course): Promise<Taken> {
  const before = process.cpuUsage();
  const start = performance.now();
  const { width, height } = await step(picture, frame);
  const { user, system } = process.cpuUsage(before);
  const megapixels = (width * height) / 1e6;
  return { wall: (performance.now() - start) / megapixels, cpu: (user + system) / 1000 / megapixels };
}

/**
 * Milliseconds of every step for a megapixel that comes out, one thread of libvips, of pictures with and without alpha. All
 * steps take turns, so that none has the machine to itself.
 */
async function measureSteps(photos: string, steps: readonly string[]): Promise<void> {
  sharp.concurrency(1);
  const all = makeCourses(await openPictures(photos));
  const courses = steps.length === 0 ? all : all.filter(({ name }) => steps.includes(name));
  const times = courses.map(() => [] as Taken[]);
  for (let round = 0; round <= ROUNDS; round++) {
    // The first one is for the compiler.
    for (const [i, course] of courses.entries()) {
      const taken = await time(course);
      if (round > 0) times[i]?.push(taken);
    }
  }
  for (const [i, { name, text, picture }] of courses.entries()) {
    const each = (of: keyof Taken) => (times[i] ?? []).map((taken) => taken[of]);
    printLine({
      step: name,
      text,
      alpha: picture.channels === 4,
      msPerMegapixel: median(each('wall')),
      cpuMsPerMegapixel: median(each('cpu')),
      // What the step takes where nobody else is at the machine.
      leastCpuMsPerMegapixel: Math.min(...each('cpu')),
    });
  }
}

const [photos = '', ...steps] = process.argv.slice(2);
await measureSteps(photos, steps);
