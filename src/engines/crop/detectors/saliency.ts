import type { Picture } from '../../picture.ts';
import type { Detector } from '../detector.ts';
import { stretch, type Plane } from '../plane.ts';
import { fitSide, resamplePlane } from '../resample.ts';
import { barrierDistance } from '../saliency/barrier-distance.ts';
import { borderContrast } from '../saliency/border-contrast.ts';
import { labPicture, shrinkLab } from '../saliency/lab.ts';
import { toSubjectMap } from '../subject-map.ts';

/**
 * Longer sides at which barriers are looked for, in pixels: fine detail closes gaps in one that are open in the other.
 */
const SIDES = { fine: 160, coarse: 96 } as const;

/**
 * Photographers aim: how far from the middle, in picture sides, what stands out counts e^-½ = 0.61 of what it does
 * there.
 */
const AIM = 0.4;

/** An upper bound: a region that is only salient is never as certain as an object that was recognised. */
const MOST_SURE = 0.6;

/** The saliency of a picture: over barriers at two scales, and against the edges. */
function standsOut(look: Picture): Plane {
  const fine = labPicture(look, fitSide(look, SIDES.fine));
  const coarse = shrinkLab(fine, fitSide(look, SIDES.coarse));
  const { width, height } = fine;
  const near = stretch(barrierDistance(fine)).values;
  const far = resamplePlane(stretch(barrierDistance(coarse)).values, coarse, fine);
  const contrast = stretch(borderContrast(fine)).values;
  const values = contrast.map((value, i) => value + ((near[i] ?? 0) + (far[i] ?? 0)) / 2);
  return stretch({ width, height, values });
}

/** Squared, so that what stands out most decides, and weaker towards the edges. */
function aim({ values, width, height }: Plane): Plane {
  const aimed = values.map((value, i) => {
    const dx = ((i % width) + 0.5) / width - 0.5;
    const dy = (Math.floor(i / width) + 0.5) / height - 0.5;
    return value * value * Math.exp(-(dx * dx + dy * dy) / (2 * AIM * AIM));
  });
  return { width, height, values: aimed };
}

/** The share of a picture that the map does not point at, 0…1: 0 where everything stands out alike. */
function concentration({ values }: Plane): number {
  let [sum, squares] = [0, 0];
  for (const value of values) {
    sum += value;
    squares += value * value;
  }
  return squares === 0 ? 0 : 1 - (sum * sum) / (squares * values.length);
}

/**
 * The saliency of what stands out from the background, whatever it is: minimum barrier distance to the border (Zhang et al., "Minimum
 * Barrier Salient Object Detection at 80 FPS", ICCV 2015) at two scales plus contrast to the edges, with a soft prior
 * for the middle. It knows no thing by name and needs no network: without them it carries all.
 */
export const saliency: Detector = {
  name: 'saliency',
  version: '4',
  detect: async ({ picture }) => {
    const look = await picture();
    const plane = aim(standsOut(look));
    const sure = concentration(plane);
    // A picture of one colour has nothing in it.
    if (sure === 0) return { confidence: 0, subjects: [] };
    return { confidence: MOST_SURE * sure, subjects: [], map: toSubjectMap(plane) };
  },
};
