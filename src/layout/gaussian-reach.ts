/** Pixels that a blur looks at on each side: 3.5 sigma, beyond which 0.05 % of a Gaussian lies. */
export function gaussianReach(sigma: number): number {
  return Math.max(1, Math.ceil(3.5 * sigma));
}

/** Least sigma in steps of a grid. With 0.85 what a mask adds errs by 1.5 % at most (−37 dB, by design). */
const LEAST_SIGMA = 0.85;

/** Least step of a grid: at every second pixel the detour costs more than it saves. */
const LEAST_STEP = 3;

/** Every how many pixels a blur is computed: pictures that are cut at multiples of it are blurred as in one piece. */
export function gridStep(sigma: number): number {
  const step = Math.floor(sigma / LEAST_SIGMA);
  return step < LEAST_STEP ? 1 : step;
}

/** As far as a blur looks, from the points of its grid that lie around a pixel. */
export function blurReach(sigma: number): number {
  return gaussianReach(sigma) + 2 * gridStep(sigma);
}
