import { groupBy } from '../../base/group-by.ts';
import { type Rendering, renderingOf } from '../../layout/color-conversion.ts';
import type { Frame } from '../../layout/frame.ts';

/** Frames by the colours that they are drawn in. */
export function byRendering(frames: readonly Frame[]): readonly (readonly [Rendering, readonly Frame[]])[] {
  const inColors = frames.map((frame) => ({ frame, rendering: renderingOf(frame.recipe) }));
  return groupBy(inColors, ({ rendering }) => JSON.stringify(rendering)).flatMap((alike) => {
    const [first] = alike;
    return first ? [[first.rendering, alike.map(({ frame }) => frame)] as const] : [];
  });
}

/** The rendering of referenced images: the source profile that is assumed for the master does not apply to them. */
export const ofOthers = ({ source: _source, ...rendering }: Rendering): Rendering => rendering;
