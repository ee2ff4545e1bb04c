import type { Frame } from '../../layout/frame.ts';
import { renderingOf } from '../../layout/color-conversion.ts';
import type { AnyPicture } from '../picture.ts';
import type { OpenTexts } from '../text/open-texts.ts';
import { ofOthers } from './by-rendering.ts';
import type { LoadProfile } from './color/load-profile.ts';
import { drawFrames } from './draw.ts';
import type { EncodeMeans } from './output/encode.ts';
import { readTiming, stackFrames } from './output/stack-frames.ts';
import type { Master } from './source/master.ts';
import { openForFrames } from './source/open-source.ts';
import { type OpenReferences, openReferenced } from './source/referenced-images.ts';

/** All that pixels are drawn of. */
interface MovingMeans {
  readonly master: Master;
  readonly references: OpenReferences;
  readonly texts: OpenTexts | undefined;
  readonly loadProfile: LoadProfile;
}

/** Frames of an animation on top of each other, and how they are to be encoded. */
export interface Moving {
  readonly picture: AnyPicture;
  readonly frames: NonNullable<EncodeMeans['frames']>;
}

/**
 * The pixels of a frame of the recipe for each picture of a master that moves: read one after the other, so that of the master
 * no more than one is held. Throws SourceError, RenditionError.
 */
export async function drawMoving(frame: Frame, means: MovingMeans): Promise<Moving> {
  const { master, references, texts, loadProfile: load } = means;
  const rendering = renderingOf(frame.recipe);
  const drawn: AnyPicture[] = [];
  for (let page = 0; page < master.facts.pages; page++) {
    const opening = await openForFrames({ ...master, page }, [frame], false, { rendering, load });
    const drawing = { ...opening, ...(texts && { drawText: texts.draw }) };
    const opened = openReferenced(drawing, references, { rendering: ofOthers(rendering), load });
    await drawFrames(opened, [frame], async (_frame, draw) => void drawn.push(await draw()));
  }
  const timing = await readTiming(master.file, drawn.length);
  return { picture: stackFrames(drawn), frames: { height: drawn[0]?.height ?? 0, timing } };
}
