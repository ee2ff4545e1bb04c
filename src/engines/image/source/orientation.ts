import type { Sharp } from 'sharp';
import type { NormalRect, Rect, Size } from '../../../model/geometry.ts';
import type { AnyPicture } from '../../picture.ts';
import { turnPicture, turnPipeline } from './turn.ts';
import { beforeTurn, NO_TURN, sizeBeforeTurn, type Turn } from '../../../layout/turn.ts';

// EXIF 2.32, tag 0x0112: what is done to the stored picture to see it upright, by value 1…8.
const TURNS: readonly Turn[] = [
  NO_TURN,
  { ...NO_TURN, mirrorX: true },
  { ...NO_TURN, mirrorX: true, mirrorY: true },
  { ...NO_TURN, mirrorY: true },
  { ...NO_TURN, swap: true },
  { ...NO_TURN, mirrorY: true, swap: true },
  { mirrorX: true, mirrorY: true, swap: true },
  { ...NO_TURN, mirrorX: true, swap: true },
];

function turnBy(orientation: number): Turn {
  return TURNS[orientation - 1] ?? NO_TURN;
}

/** The size of the stored picture whose upright size this is, and the other way round. */
export function turnSize(size: Size, orientation: number): Size {
  return sizeBeforeTurn(size, turnBy(orientation));
}

/** The place of a rectangle of the upright picture (of size `of`) in the stored one. */
export function toStored(rect: Rect, of: Size, orientation: number): Rect {
  return beforeTurn(rect, of, turnBy(orientation));
}

/** The place of a point of the stored picture in the upright one; fractions. */
export function toUpright([x, y]: readonly [number, number], orientation: number): readonly [number, number] {
  const { mirrorX, mirrorY, swap } = turnBy(orientation);
  const across = mirrorX ? 1 - x : x;
  const down = mirrorY ? 1 - y : y;
  return swap ? [down, across] : [across, down];
}

/** A box of the stored picture as it lies on the upright one; fractions. */
export function toUprightBox([x, y, width, height]: NormalRect, orientation: number): NormalRect {
  const [[ax, ay], [bx, by]] = [toUpright([x, y], orientation), toUpright([x + width, y + height], orientation)];
  return [Math.min(ax, bx), Math.min(ay, by), Math.abs(bx - ax), Math.abs(by - ay)];
}

/** Turns stored pixels upright, exactly. */
export function turnUpright<P extends AnyPicture>(picture: P, orientation: number): Promise<P> {
  return turnPicture(picture, turnBy(orientation));
}

/** The same of what a pipeline holds. */
export const turnStored = (pipeline: Sharp, orientation: number): Sharp => turnPipeline(pipeline, turnBy(orientation));
