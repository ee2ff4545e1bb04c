import path from 'node:path';
import type { Frame } from '../../layout/frame.ts';
import { renderingOf } from '../../layout/color-conversion.ts';
import { RenditionError } from '../../model/errors.ts';
import { makeScratch } from '../../system/scratch.ts';
import { decoderOf } from '../formats/index.ts';
import type { AnyPicture, Timing } from '../picture.ts';
import type { OpenTexts } from '../text/open-texts.ts';
import { ofOthers } from './by-rendering.ts';
import type { LoadProfile } from './color/load-profile.ts';
import { drawFrames } from './draw.ts';
import type { EncodeContext } from './output/encode.ts';
import { stackFrames } from './output/stack-frames.ts';
import type { Master } from './source/master.ts';
import { openForFrames } from './source/open-source.ts';
import { type OpenReferences, openReferenced } from './source/referenced-images.ts';

/** All that pixels are drawn of. */
interface MovingContext {
  readonly references: OpenReferences;
  readonly texts: OpenTexts | undefined;
  readonly loadProfile: LoadProfile;
}

/** Frames of an animation on top of each other, and how they are to be encoded. */
export interface Moving {
  readonly picture: AnyPicture;
  readonly frames: NonNullable<EncodeContext['frames']>;
}

/** The frames of a master that moves, each of which can be opened by itself. */
export interface OpenedFrames {
  readonly timing: Timing;
  readonly masterOf: (frame: number) => Master;
}

/** Pixels of all frames of a master, four bytes each in scratch: two hours of a small picture, no room for a hostile one. */
const MOST_PIXELS = 2_000_000_000;

/** Decodes all frames of a master into scratch, where they take as much room as their pixels. Throws SourceError, StorageError, RenditionError. */
export async function openFrames(master: Master, scratch: string): Promise<OpenedFrames> {
  const { frames } = decoderOf(master.facts.mime);
  if (frames === undefined) throw new RangeError(`expected a format whose frames are read, got ${master.facts.mime}`);
  const { width, height, pages } = master.facts;
  if (width * height * pages > MOST_PIXELS) {
    const expected = `expected frames of at most ${MOST_PIXELS / 1e6} megapixels together`;
    throw new RenditionError('RENDITION_TOO_LARGE', `${expected}, got ${pages} of ${width}×${height}`, {
      hint: 'Say `animation: first` for such masters, or make them smaller.',
    });
  }
  const file = path.join(await makeScratch(scratch, 'frames'), 'frames.tif');
  const timing = await frames(master.original ?? master.file, file);
  // They have 8 bits, whatever the master has.
  const facts = { ...master.facts, depth: Math.min(8, master.facts.depth) };
  return { timing, masterOf: (page) => ({ ...master, file, facts, page }) };
}

/**
 * The pixels of a frame of the recipe for each picture of a master that moves: read one after the other, so that of the master
 * no more than one is held. Throws SourceError, RenditionError.
 */
export async function drawMoving(frame: Frame, opened: OpenedFrames, means: MovingContext): Promise<Moving> {
  const { references, texts, loadProfile: load } = means;
  const rendering = renderingOf(frame.recipe);
  const drawn: AnyPicture[] = [];
  for (const page of opened.timing.delay.keys()) {
    // Each frame is small beside all that are drawn.
    const opening = await openForFrames(opened.masterOf(page), [frame], true, { rendering, load });
    const drawing = { ...opening, ...(texts && { drawText: texts.draw }) };
    const referenced = openReferenced(drawing, references, { rendering: ofOthers(rendering), load });
    await drawFrames(referenced, [frame], async (_frame, draw) => void drawn.push(await draw()));
  }
  return { picture: stackFrames(drawn), frames: { height: drawn[0]?.height ?? 0, timing: opened.timing } };
}
