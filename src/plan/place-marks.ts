import type { Rect, Size } from '../model/geometry.ts';
import {
  cornersOfRect,
  type Marked,
  type PlacedArea,
  type PlacedMark,
  type PlacedMarks,
  pointsOfPlace,
} from '../model/hotspots.ts';
import type { FoundImage } from '../model/recipe/referenced-image.ts';
import { FULL_SIZE } from '../model/recipe/recipe-tree.ts';
import type { PictureRecipe, Recipe } from '../model/recipe/recipe.ts';
import { makeFrame } from '../layout/make-frame.ts';
import type { Mark } from '../layout/marks.ts';
import { originalBeside } from '../layout/original.ts';
import type { SourcePicture } from '../layout/source-region.ts';

/** A rendition in which marks are to be placed. */
export interface MarkedRendition {
  readonly recipe: Recipe;
  readonly facts: SourcePicture;
  /** The window of its smart crop, in whole pixels of the upright master. */
  readonly window?: Rect;
  readonly references?: readonly FoundImage[];
}

const HOTSPOT = 'hotspot ';
const TARGET = 'target ';

/** Six digits are a hundredth of a pixel in the largest pictures. */
const rounded = (value: number): number => Math.round(value * 1e6) / 1e6;

function marksOf({ hotspots = [], zoomTargets = [] }: Marked): readonly Mark[] {
  return [
    ...hotspots.map((hotspot, i) => ({ name: `${HOTSPOT}${i}`, points: pointsOfPlace(hotspot) })),
    ...zoomTargets.map(({ rect }, i) => ({ name: `${TARGET}${i}`, points: cornersOfRect(rect) })),
  ];
}

const pointsOf = ({ points }: Mark): PlacedMark['points'] => points.map(([x, y]) => [rounded(x), rounded(y)] as const);

function placedOf(marks: readonly Mark[], prefix: string): readonly PlacedMark[] {
  return marks.flatMap((mark) =>
    mark.name.startsWith(prefix)
      ? [
          {
            index: Number(mark.name.slice(prefix.length)),
            points: pointsOf(mark),
          },
        ]
      : [],
  );
}

/** A pyramid shows its master whole, within the margins of its profile. */
function pictureOf(recipe: Recipe): PictureRecipe {
  if (recipe.kind === 'picture') return recipe;
  return { ...FULL_SIZE, ...(recipe.master && { master: recipe.master }) };
}

/** The places of marks in a rendition of a size; pixels. */
export interface MarkedView extends PlacedMarks {
  readonly size: Size;
  /** Hotspots and the areas of maps, front to back. */
  readonly map: readonly (PlacedMark | PlacedArea)[];
}

function mapOf(marks: readonly Mark[]): MarkedView['map'] {
  return marks.flatMap((mark): MarkedView['map'] =>
    mark.attributes ? [{ attributes: mark.attributes, points: pointsOf(mark) }] : placedOf([mark], HOTSPOT),
  );
}

/** By their numbers: a picture may show more than once, and layers are told from the front. */
const placedMarks = (marks: readonly Mark[]): PlacedMarks => ({
  hotspots: placedOf(marks, HOTSPOT),
  zoomTargets: placedOf(marks, TARGET),
});

/**
 * The places of hotspots and zoom targets in a rendition, through its geometry: crops, turns, mirrors, margins and
 * perspectives. Throws RenditionError where there is no such rendition, or a picture that it names is not there.
 */
export function placeMarks(marked: Marked, rendition: MarkedRendition): MarkedView {
  const { recipe, facts, window, references = [] } = rendition;
  const original = originalBeside(recipe, { ...facts, marks: marksOf(marked) }, references);
  const { marks = [], view } = makeFrame(pictureOf(recipe), original, window);
  return { size: view, map: mapOf(marks), ...placedMarks(marks) };
}
