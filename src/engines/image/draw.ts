import { groupBy } from '../../base/group-by.ts';
import { SourceError } from '../../model/errors.ts';
import type { UnsharpMask } from '../../model/recipe/recipe.ts';
import type { Picture } from '../picture.ts';
import { baseOf, type Frame, isDerived, type LayerSource, type MaskImage } from '../../layout/frame.ts';
import { walkLevels, withPicture, type Level } from './source/levels.ts';
import type { Rect } from '../../model/geometry.ts';
import { runPipeline } from './pipeline.ts';
import { readReference } from './source/referenced-images.ts';
import { openPicture } from './source/pixels.ts';
import { walkPyramid } from './pyramid/walk-pyramid.ts';
import { makeSource, type Opening, type Source } from './source/source.ts';
import { changeMask, applyAlphaMask } from './source/alpha-mask.ts';
import { shareReading } from './source/shared-reading.ts';
import { sharpenPicture } from './steps/unsharp-mask.ts';
import { rectKey, scaleKey, wholeOf } from '../../layout/reading.ts';

/** Takes the finished pixels of a frame; `draw` throws what went wrong with this rendition alone. */
export type Finish = (frame: Frame, draw: () => Promise<Picture>) => Promise<void>;

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
async function drawFrom(level: Level, frames: readonly Frame[], finish: Finish): Promise<void> {
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
        if (picture) for (const frame of same) await finish(frame, () => runPipeline(picture, frame));
      }
    }
  }
}

/** The levels of a region: those of a pyramid file where there is one, else halved here. */
function openLevels(
  { pyramid }: Opening,
  source: Source,
  region: Rect,
  frames: readonly Frame[],
): AsyncGenerator<Level, void, void> {
  const wanted = new Set(frames.map((frame) => baseOf(frame).level));
  return pyramid ? walkPyramid(pyramid, source, region, wanted) : walkLevels(source, Math.max(...wanted));
}

/** All frames of one region: down its levels, each rendition from its own, no level held longer than it is needed. */
async function drawRegion(opening: Opening, frames: readonly Frame[], finish: Finish): Promise<void> {
  const [first] = frames;
  if (!first) return;
  const { region } = baseOf(first);
  for await (const level of openLevels(opening, makeSource(opening, region), region, frames)) {
    await drawFrom(
      level,
      frames.filter((frame) => baseOf(frame).level === level.number),
      finish,
    );
  }
}

/** Draws frames of one opening, whatever they say of their source. */
async function drawOpened(opening: Opening, frames: readonly Frame[], finish: Finish): Promise<void> {
  for (const group of groupBy(frames, (frame) => rectKey(baseOf(frame).region)))
    await drawRegion(opening, group, finish);
}

/** The pixels of a single frame. */
async function drawAlone(opening: Opening, frame: Frame): Promise<Picture | undefined> {
  let drawn: Picture | undefined;
  await drawFrames(opening, [frame], async (_frame, draw) => {
    drawn = await draw();
  });
  return drawn;
}

async function drawMaskImage({ references }: Opening, { object, frame }: MaskImage): Promise<Picture | undefined> {
  return readReference(object, async () => references && drawAlone(await references(object), frame));
}

async function drawWhole(opening: Opening): Promise<Picture> {
  const window = wholeOf(opening.size);
  return makeSource(opening, window).read({ scaled: opening.size, window, kernel: 'lanczos3' });
}

/** The sources of frames that are not made of the master as it is. */
async function drawSource(opening: Opening, { inner, maskImage, mask }: LayerSource): Promise<Picture | undefined> {
  const alphaSource = maskImage && (await drawMaskImage(opening, maskImage));
  const drawn = inner ? await drawAlone(opening, inner) : await drawWhole(opening);
  const masked = drawn && alphaSource ? await applyAlphaMask(drawn, alphaSource) : drawn;
  return masked && mask ? changeMask(masked, mask) : masked;
}

/** Frames that are made of the same reply or masked master; what goes wrong with that, goes wrong with each of them. */
async function drawDerived(opening: Opening, frames: readonly Frame[], finish: Finish): Promise<void> {
  const [first] = frames;
  const drawn = first && (await drawSource(opening, baseOf(first).source).catch((error: unknown) => ({ error })));
  if (!drawn) return;
  if ('error' in drawn) {
    if (drawn.error instanceof SourceError) throw drawn.error;
    for (const frame of frames) await finish(frame, () => Promise.reject(drawn.error));
    return;
  }
  await drawOpened({ open: () => openPicture(drawn), size: drawn, orientation: 1 }, frames, finish);
}

/** All that a frame's pixels depend on, as plain data. */
function drawnBy(frame: Frame): unknown {
  const { region, reading, overhang, levelMask, source } = baseOf(frame);
  return [frame.recipe, region, reading, overhang, levelMask, madeOf(source)];
}

function madeOf({ inner, maskImage, mask }: LayerSource): unknown {
  return [inner && drawnBy(inner), maskImage && [maskImage.object, drawnBy(maskImage.frame)], mask];
}

/** Layers that are made of the same have the same text. */
const sourceKey = (source: LayerSource): string => JSON.stringify(madeOf(source));

/**
 * Draws the pixels of every frame and hands each to `finish`, one after the other. Levels belong to a region of the
 * master: regions that are equal share theirs. Throws SourceError where the master can not be decoded.
 */
export async function drawFrames(opening: Opening, frames: readonly Frame[], finish: Finish): Promise<void> {
  const derived = frames.filter((frame) => isDerived(baseOf(frame)));
  await drawOpened(
    opening,
    frames.filter((frame) => !derived.includes(frame)),
    finish,
  );
  for (const group of groupBy(derived, (frame) => sourceKey(baseOf(frame).source))) {
    await drawDerived(opening, group, finish);
  }
}
