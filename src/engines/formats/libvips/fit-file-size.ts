import { RenditionError } from '../../../model/errors.ts';
import { bytesAt, qualityAt, type SizeCurve } from './size-seeds.ts';

/** A file and the quality it was encoded at. */
export interface Attempt {
  readonly bytes: Buffer;
  readonly quality: number;
}

/** The most encodes of a file whose quality is searched for. */
const MOST_ENCODES = 6;

/** Files that hardly grow with quality tell little of it. */
const SLOWEST = 0.3;

/** The share of the bytes that is aimed at where the file has to fit. */
const SURE_SHARE = 0.9;

/** A file of fewer of the bytes that it may have is worth a better one that is sure. */
const FAR_SHARE = 0.5;

/** The qualities that are still possible lie between the two; absent = none is known to be one. */
interface Search {
  readonly fits: Attempt | undefined;
  readonly over: Attempt | undefined;
  /** The last attempts, the latest first. */
  readonly tried: readonly Attempt[];
  /** Encodes that are left. */
  readonly left: number;
}

/** The order of a search. */
interface Fitting {
  /** The best quality, 1…100. */
  readonly best: number;
  readonly mostBytes: number;
  /** Sizes of most pictures by their quality. */
  readonly curve: SizeCurve;
  /** Files of the picture that are there already, the latest first, and the encodes that are left. */
  readonly known?: { readonly tried: readonly Attempt[]; readonly left: number };
}

/** The quality that has the most bytes allowed: as this picture differs from most, whose files grow faster or slower. */
function expectedQuality({ fits, over, tried, left }: Search, { mostBytes, curve }: Fitting): number {
  const [known, other] = fits && over ? [fits, over] : tried;
  if (known === undefined) return 100;
  const usual = bytesAt(curve, known.quality);
  const speed =
    other === undefined
      ? 1
      : Math.log(other.bytes.length / known.bytes.length) / Math.log(bytesAt(curve, other.quality) / usual);
  // With one more encode behind it something has to fit, for the last one would be the least quality of all; the last one has
  // to where what fits is far below.
  const isLast = fits === undefined ? left === 2 : left === 1 && fits.bytes.length < mostBytes * FAR_SHARE;
  const aim = Math.max(1, mostBytes) * (isLast ? SURE_SHARE : 1);
  return qualityAt(curve, usual * (aim / known.bytes.length) ** (1 / Math.max(speed, SLOWEST)));
}

/**
 * Tells whether sizes grow unlike those of most pictures: two files in a row are larger than they may be, as what is expected
 * comes nearer to what fits by small steps.
 */
function isStuck({ fits, over, tried: [last, before] }: Search): boolean {
  if (!fits || !last || !before) return false;
  return last === over && before.quality > last.quality;
}

/**
 * The next quality to try. Where halving what is left would find the best one with the encodes that are left, none is tried that
 * could leave more than that.
 */
function nextQuality(search: Search, fitting: Fitting): number {
  const { fits, over, left } = search;
  if (!over) return fitting.best;
  if (left === 1 && !fits) return 1;
  const [least, most] = [(fits?.quality ?? 0) + 1, over.quality - 1];
  const room = 2 ** (left - 1) - 1;
  const isSure = most - least <= 2 * room;
  const [from, to] = isSure ? [Math.max(least, most - room), Math.min(most, least + room)] : [least, most];
  const expected = Math.floor(expectedQuality(search, fitting));
  // With none behind it, twice as far: it has to fit.
  const wanted = left <= 2 && isStuck(search) ? 2 * expected - over.quality : expected;
  return Math.min(to, Math.max(from, wanted));
}

/**
 * The best quality up to that of the order whose file has at most so many bytes, taking it that files grow with quality: at most
 * six encodes, of which the first is at the best quality and the others where sizes of most pictures lead to. Of pictures whose
 * sizes grow quite unlike those it may be a little less than the best. Throws RenditionError (RENDITION_TOO_LARGE) where not
 * even quality 1 fits.
 */
export async function encodeWithin(encode: (quality: number) => Promise<Buffer>, fitting: Fitting): Promise<Attempt> {
  const { best, mostBytes, known: { tried, left } = { tried: [], left: MOST_ENCODES } } = fitting;
  const byQuality = tried.toSorted((a, b) => a.quality - b.quality);
  const isSmall = ({ bytes }: Attempt): boolean => bytes.length <= mostBytes;
  let search: Search = { fits: byQuality.findLast(isSmall), over: byQuality.find((one) => !isSmall(one)), tried, left };
  const isOpen = ({ fits, over, left: more }: Search): boolean =>
    more > 0 && (over?.quality ?? best + 1) - (fits?.quality ?? 0) > 1;
  while (isOpen(search)) {
    const quality = nextQuality(search, fitting);
    const attempt = { bytes: await encode(quality), quality };
    const found = attempt.bytes.length <= mostBytes ? { fits: attempt } : { over: attempt };
    search = { ...search, ...found, tried: [attempt, ...search.tried], left: search.left - 1 };
  }
  if (search.fits) return search.fits;
  const got = `${search.over?.bytes.length} at quality 1`;
  throw new RenditionError('RENDITION_TOO_LARGE', `expected a file of at most ${mostBytes} bytes, got ${got}`, {
    hint: 'Raise `maxBytes` (`jpegSize`), or ask for a smaller picture.',
  });
}
