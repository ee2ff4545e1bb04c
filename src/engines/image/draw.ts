import { groupBy } from '../../base/group-by.ts';
import { SourceError } from '../../model/errors.ts';
import type { Color, UnsharpMask } from '../../model/recipe/recipe.ts';
import { collectYoung } from '../../system/collect-young.ts';
import type { AnyPicture, Picture } from '../picture.ts';
import {
  baseOf,
  type Frame,
  isDerived,
  isOfMaster,
  type LayerFrame,
  type LayerSource,
  type MaskImage,
} from '../../layout/frame.ts';
import { isHalvedIntoFile } from '../../layout/master-readings.ts';
import type { Level, Source } from './source/level.ts';
import { walkLevels, withPicture } from './source/levels.ts';
import type { Rect } from '../../model/geometry.ts';
import { runPipeline } from './pipeline.ts';
import { readReference } from './source/referenced-images.ts';
import { dropOpaqueAlpha, toBytes, uniform } from './source/pixels.ts';
import { walkPyramid } from './pyramid/walk-pyramid.ts';
import { makeSource, type Opening } from './source/source.ts';
import { changeMask, applyAlphaMask } from './source/alpha-mask.ts';
import { shareReading } from './source/shared-reading.ts';
import { sharpenPicture } from './steps/unsharp-mask.ts';
import { rectKey, scaleKey, wholeOf } from '../../layout/reading.ts';

/** Takes the finished pixels of a frame; `draw` throws what went wrong with this rendition alone. */
export type Finish = (frame: Frame, draw: () => Promise<AnyPicture>) => Promise<void>;

/** The remaining steps for frames whose base layer has been read. */
interface Drawing {
  readonly finish: Finish;
  /** Reads the pixels of a layer above the base. Throws RenditionError, SourceError. */
  readonly readAbove: (layer: LayerFrame) => Promise<AnyPicture>;
}

const maskKey = (mask: UnsharpMask | undefined): string => (mask ? JSON.stringify(mask) : '');

/**
 * The profile's mask belongs to scales under one half: level 2 and on, level 1 being exactly one half. It goes on a
 * copy, so that the next level comes from untouched pixels.
 */
function sharpenLevel(level: Level, mask: UnsharpMask | undefined): Level {
  if (!mask || level.number < 2 || !level.picture || level.sharpened) return level;
  return withPicture(level, sharpenPicture(level.picture, mask));
}

/** Equal readings are read once, and those of one scale together, whatever becomes of them. */
async function drawFrom(level: Level, frames: readonly Frame[], { finish, readAbove }: Drawing): Promise<void> {
  for (const alike of groupBy(frames, (frame) => maskKey(baseOf(frame).levelMask))) {
    const sharpened = sharpenLevel(level, alike[0] && baseOf(alike[0]).levelMask);
    for (const scaled of groupBy(alike, (frame) => scaleKey(baseOf(frame).reading))) {
      const groups = groupBy(scaled, (frame) => rectKey(baseOf(frame).reading.window));
      const read = shareReading(
        sharpened,
        groups.flatMap(([first]) => (first ? [baseOf(first).reading] : [])),
      );
      for (const same of groups) {
        const [first] = same;
        const picture = first && (await read(baseOf(first).reading));
        if (picture) for (const frame of same) await finish(frame, () => runPipeline(picture, frame, readAbove));
        await collectYoung();
      }
    }
  }
}

/** The levels of a region: those of a pyramid file where there is one, else those that are kept, else halved here. */
function openLevels(
  { pyramid, kept, scratch }: Opening,
  source: Source,
  region: Rect,
  wanted: ReadonlySet<number>,
): AsyncGenerator<Level, void, void> {
  if (pyramid) return walkPyramid(pyramid, source, region, wanted);
  return walkLevels(source, wanted, {
    keptAt: (number) => kept?.at(region, number),
    scratchFor: (number) => (isHalvedIntoFile(region, number) ? scratch : undefined),
  });
}

/** All frames of one region: down its levels, each rendition from its own, no level held longer than it is needed. */
async function drawRegion(opening: Opening, frames: readonly Frame[], drawing: Drawing): Promise<void> {
  const [first] = frames;
  if (!first) return;
  const { region } = baseOf(first);
  const wanted = new Set(frames.map((frame) => baseOf(frame).level));
  for await (const level of openLevels(opening, makeSource(opening, region), region, wanted)) {
    await drawFrom(
      level,
      frames.filter((frame) => baseOf(frame).level === level.number),
      drawing,
    );
  }
}

/** Draws frames of one opening, whatever they say of their source. */
async function drawOpened(opening: Opening, frames: readonly Frame[], drawing: Drawing): Promise<void> {
  for (const group of groupBy(frames, (frame) => rectKey(baseOf(frame).region)))
    await drawRegion(opening, group, drawing);
}

/** The pixels of a single frame. */
async function drawAlone(opening: Opening, frame: Frame): Promise<Picture | undefined> {
  let drawn: Picture | undefined;
  await drawFrames(opening, [frame], async (_frame, draw) => {
    drawn = toBytes(await draw());
  });
  return drawn;
}

/** The picture that a layer is about: one that the recipe names, or without a name the one at hand. */
async function openObject(opening: Opening, object: string | undefined): Promise<Opening> {
  if (object === undefined) return opening;
  if (!opening.references) throw new RangeError('expected pictures that recipes name, got none at hand');
  return opening.references(object);
}

/** The picture that masks; without a name it is the master's, whatever the layer is about. */
async function drawMaskImage({ references }: Opening, { object, frame }: MaskImage): Promise<Picture | undefined> {
  return readReference(object, async () => references && drawAlone(await references(object), frame));
}

async function drawWhole(opening: Opening): Promise<Picture> {
  const window = wholeOf(opening.size);
  return toBytes(await makeSource(opening, window).read({ scaled: opening.size, window, kernel: 'lanczos3' }));
}

function drawReply(opening: Opening, { object, inner, solid }: LayerSource): Promise<Picture | undefined> {
  if (solid) return Promise.resolve(uniform(solid.size, solid.color));
  return readReference(object, async () => {
    const about = await openObject(opening, object);
    return inner ? drawAlone(about, inner) : drawWhole(about);
  });
}

/** The pixels of a layer's source, where it is not a plain picture. */
async function drawSource(opening: Opening, source: LayerSource): Promise<Picture | undefined> {
  const alphaSource = source.maskImage && (await drawMaskImage(opening, source.maskImage));
  const drawn = await drawReply(opening, source);
  const masked = drawn && alphaSource ? await applyAlphaMask(drawn, alphaSource, source.solid?.color.alpha) : drawn;
  return masked && source.mask ? changeMask(masked, source.mask) : masked;
}

/** A colour is the same at any size: without a mask it needs no pixels to be made of. */
function plainColor({ source: { solid, maskImage, mask } }: LayerFrame): Color | undefined {
  return maskImage || mask ? undefined : solid?.color;
}

/** Tells whether a layer is drawn at its size, of no pixels of another one. */
const isGenerated = (layer: LayerFrame): boolean => (layer.source.text ?? plainColor(layer)) !== undefined;

/** The pixels of a colour or of a text at the size that is wanted. Throws RenditionError. */
async function drawGenerated({ drawText }: Opening, layer: LayerFrame): Promise<Picture | undefined> {
  const { reading, source } = layer;
  const color = plainColor(layer);
  if (color) return uniform(reading.window, color);
  if (source.text && !drawText) throw new RangeError('expected fonts of a text, got none at hand');
  return source.text && drawText?.(source.text, reading);
}

/** Opens the source that a layer is cut from. Throws RenditionError, SourceError. */
async function openLayer(opening: Opening, layer: LayerFrame): Promise<Opening> {
  if (!isDerived(layer)) return openObject(opening, layer.source.object);
  const drawn = await drawSource(opening, layer.source);
  if (!drawn) throw new RangeError('expected pixels that a layer is made of, got none');
  return { held: { picture: drawn, strips: 'memory' }, size: drawn, orientation: 1 };
}

/** The pixels of one layer as its steps take them. Throws RenditionError, SourceError. */
async function readLayer(opening: Opening, layer: LayerFrame): Promise<AnyPicture> {
  const { region, reading, levelMask, source } = layer;
  const drawn = await drawGenerated(opening, layer);
  if (drawn) return drawn;
  return readReference(source.object, async () => {
    const opened = await openLayer(opening, layer);
    const wanted = new Set([layer.level]);
    for await (const level of openLevels(opened, makeSource(opened, region), region, wanted)) {
      if (level.number === layer.level) return dropOpaqueAlpha(await sharpenLevel(level, levelMask).read(reading));
    }
    throw new RangeError(`expected level ${layer.level} of a layer, got fewer`);
  });
}

/**
 * Draws frames whose base layers come from the same picture, other than the master. An error of that picture fails each
 * of them.
 */
async function drawOthers(opening: Opening, frames: readonly Frame[], drawing: Drawing): Promise<void> {
  const [first] = frames;
  if (!first) return;
  const { finish, readAbove } = drawing;
  if (isGenerated(baseOf(first))) {
    for (const frame of frames) {
      const draw = async (): Promise<AnyPicture> =>
        runPipeline(await readLayer(opening, baseOf(frame)), frame, readAbove);
      await finish(frame, draw);
    }
    return;
  }
  const { object } = baseOf(first).source;
  const left = new Set(frames);
  const finishOne: Finish = (frame, draw) => {
    left.delete(frame);
    return finish(frame, draw);
  };
  try {
    const opened = await openLayer(opening, baseOf(first));
    await readReference(object, () => drawOpened(opened, frames, { finish: finishOne, readAbove }));
  } catch (error) {
    if (error instanceof SourceError) throw error;
    for (const frame of left) await finish(frame, () => Promise.reject(error));
  }
}

/** All that a frame's pixels depend on, as plain data. */
function drawnBy(frame: Frame): unknown {
  const { region, reading, overhang, levelMask, source } = baseOf(frame);
  return [frame.recipe, region, reading, overhang, levelMask, madeOf(source)];
}

function madeOf({ object, solid, text, inner, maskImage, mask }: LayerSource): unknown {
  return [
    object,
    solid,
    text,
    inner && drawnBy(inner),
    maskImage && [maskImage.object, drawnBy(maskImage.frame)],
    mask,
  ];
}

/** Equal for layers whose sources are drawn from equal data. */
const sourceKey = (source: LayerSource): string => JSON.stringify(madeOf(source));

/**
 * Draws the pixels of every frame and hands each to `finish`, one after the other. Levels belong to a region of the
 * master: regions that are equal share theirs. Throws SourceError where the master can not be decoded.
 */
export async function drawFrames(opening: Opening, frames: readonly Frame[], finish: Finish): Promise<void> {
  const drawing = { finish, readAbove: (layer: LayerFrame) => readLayer(opening, layer) };
  const others = frames.filter((frame) => !isOfMaster(baseOf(frame)));
  await drawOpened(
    opening,
    frames.filter((frame) => !others.includes(frame)),
    drawing,
  );
  for (const group of groupBy(others, (frame) => sourceKey(baseOf(frame).source))) {
    await drawOthers(opening, group, drawing);
  }
}
