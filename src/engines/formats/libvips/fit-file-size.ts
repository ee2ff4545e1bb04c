import { RenditionError } from '../../../model/errors.ts';

/** A file and the quality it was encoded at. */
export interface Attempt {
  readonly bytes: Buffer;
  readonly quality: number;
}

/** 2⁷ is more than the hundred qualities and the one outcome that none fits. */
const MOST_ENCODES = 7;

/** The qualities that are still possible: `fits` does, `tooLarge` does not; 0 = none known to fit. */
interface Search {
  readonly fits: Attempt | undefined;
  readonly tooLarge: number;
  readonly left: number;
}

/**
 * Halving would need all seven encodes every time. So of the qualities that leave no more outcomes than the remaining
 * encodes can tell apart, the highest is tried: a file that fits at the quality asked for takes two or three, and no file more than seven.
 */
function nextQuality({ fits, tooLarge, left }: Search): number {
  const known = fits?.quality ?? 0;
  return Math.min(tooLarge - 1, known + 2 ** (left - 1));
}

/**
 * The best quality of 1…`best` whose file has at most `mostBytes`, taking it that files grow with quality; at most seven
 * encodes. Throws RenditionError (RENDITION_TOO_LARGE) where not even quality 1 fits.
 */
export async function encodeWithin(
  encode: (quality: number) => Promise<Buffer>,
  best: number,
  mostBytes: number,
): Promise<Attempt> {
  let search: Search = { fits: undefined, tooLarge: best + 1, left: MOST_ENCODES };
  let smallest = 0;
  while (search.tooLarge - (search.fits?.quality ?? 0) > 1) {
    const quality = nextQuality(search);
    const bytes = await encode(quality);
    const left = search.left - 1;
    if (bytes.length <= mostBytes) search = { ...search, fits: { bytes, quality }, left };
    else search = { ...search, tooLarge: quality, left };
    smallest = bytes.length;
  }
  if (search.fits) return search.fits;
  throw new RenditionError(
    'RENDITION_TOO_LARGE',
    `expected a file of at most ${mostBytes} bytes, got ${smallest} at quality 1`,
    { hint: 'Raise jpegSize, or ask for a smaller picture.' },
  );
}
