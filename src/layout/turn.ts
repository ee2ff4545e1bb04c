import type { Rect, Size } from '../model/geometry.ts';
import type { FlipMode } from '../model/recipe/recipe.ts';

/** Mirrors and quarter turns, all eight of them: mirror along x, mirror along y, then exchange the axes. */
export interface Turn {
  readonly mirrorX: boolean;
  readonly mirrorY: boolean;
  readonly swap: boolean;
}

/** Leaves a picture as it is. */
export const NO_TURN: Turn = { mirrorX: false, mirrorY: false, swap: false };

/** The turn that `flip` asks for. */
export function flipTurn(flip: FlipMode | undefined): Turn {
  return { ...NO_TURN, mirrorX: flip === 'lr' || flip === 'lrud', mirrorY: flip === 'ud' || flip === 'lrud' };
}

/** Combines two mirrorings; undefined where they cancel out. */
export function bothFlips(one: FlipMode | undefined, other: FlipMode | undefined): FlipMode | undefined {
  const [a, b] = [flipTurn(one), flipTurn(other)];
  const [across, down] = [a.mirrorX !== b.mirrorX, a.mirrorY !== b.mirrorY];
  if (across && down) return 'lrud';
  return across ? 'lr' : down ? 'ud' : undefined;
}

/** The turn of a multiple of 90 degrees clockwise. */
export function quarterTurn(degrees: number): Turn {
  const quarters = (((degrees / 90) % 4) + 4) % 4;
  return { mirrorX: quarters >= 2, mirrorY: quarters === 1 || quarters === 2, swap: quarters % 2 === 1 };
}

/** A mirroring followed by a turn. */
export function afterMirror(mirror: Turn, then: Turn): Turn {
  return {
    mirrorX: mirror.mirrorX !== then.mirrorX,
    mirrorY: mirror.mirrorY !== then.mirrorY,
    swap: then.swap,
  };
}

/** Tells whether a mirrored layer rotates the opposite way: one mirror does that, two cancel out. */
export function isMirrored({ mirrorX, mirrorY }: Turn): boolean {
  return mirrorX !== mirrorY;
}

/** The size before a turn, of the size after it, and the other way round. */
export function sizeBeforeTurn(size: Size, { swap }: Turn): Size {
  return swap ? { width: size.height, height: size.width } : size;
}

/** The place of a rectangle of the turned picture (of size `of`) in the picture before the turn. */
export function beforeTurn(rect: Rect, of: Size, by: Turn): Rect {
  const size = sizeBeforeTurn(of, by);
  const turned = by.swap ? { x: rect.y, y: rect.x, width: rect.height, height: rect.width } : rect;
  return {
    ...turned,
    x: by.mirrorX ? size.width - turned.x - turned.width : turned.x,
    y: by.mirrorY ? size.height - turned.y - turned.height : turned.y,
  };
}
