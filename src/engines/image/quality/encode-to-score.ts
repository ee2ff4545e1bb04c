import type { OutputFormat } from '../../../model/formats/output-formats.ts';
import type { Output } from '../../../model/recipe/recipe.ts';
import type { AnyPicture, Picture } from '../../picture.ts';
import { sharp } from '../libvips.ts';
import { toBytes, toPicture } from '../source/pixels.ts';
import { type Attempt, encodeWithin } from '../../formats/libvips/fit-file-size.ts';
import { sizeCurve } from '../../formats/libvips/size-seeds.ts';
import { subsampleChroma } from './subsample-chroma.ts';
import { sampleOf } from './sample.ts';
import { searchQuality, type Probe } from './search-quality.ts';
import { seedQuality } from './seeds.ts';
import { likenessTo } from './ssimulacra2.ts';

/** A file that reaches the target score, as far as its format can. */
export interface ScoredFile {
  readonly bytes: Buffer;
  readonly quality: number;
  /** SSIMULACRA 2.1; absent where the limit of bytes did not allow the target. */
  readonly score?: number;
  /** Present where the picture decided whether chroma is subsampled. */
  readonly fullChroma?: boolean;
}

/** The most encodes: of a picture that is scored as a whole; of the sample of a large one, and then of all of that. */
const ENCODES = { whole: 6, sample: 3, large: 3 } as const;

/** The same where the file size is limited too: of a large picture one more encode measures the bytes of the whole. */
const SIZED_ENCODES = { whole: 6, sample: 2, large: 4 } as const;

/** Qualities above it cost much and show next to nothing; of AVIF and WebP too. */
const BEST = 98;

/** The score that coding costs in addition to chroma subsampling: with less room no quality reaches the target cheaply. */
const CHROMA_ROOM = 8;

/**
 * Encoders that use sharp YUV while a target score is searched. It costs bytes: of 27 photographs 11 reach the target at the same
 * quality without it, in 4 % fewer bytes in the median.
 */
const SHARP_YUV_ENCODERS: readonly (string | null)[] = ['webp'];

/** The margin above the target score from which a file mostly reaches it without sharp YUV too. */
const SPARE = 0.25;

/** The output of a file, and the encoder that makes it of a picture. */
interface ScoreOrder {
  readonly format: OutputFormat;
  readonly output: Partial<Output> & { readonly target: number };
  readonly encode: (picture: AnyPicture, output: Partial<Output>) => Promise<Buffer>;
  /** The most bytes of the file; its quality is then the best one tried. */
  readonly mostBytes?: number;
}

/** The order of a file that is larger than it may be. */
interface FitOrder extends Pick<ScoreOrder, 'format'> {
  readonly best: number;
  readonly mostBytes: number;
  readonly tried: readonly Probe<Buffer>[];
  /** Encodes of its sample. */
  readonly sampled: readonly Probe<Buffer>[];
}

/** The pixels of a file as they are in it, whatever profile it names. */
async function pixelsOf(file: Buffer, { channels }: Picture): Promise<Picture> {
  const opened = sharp(file, { ignoreIcc: true, limitInputPixels: false });
  return toPicture(channels === 4 ? opened.ensureAlpha() : opened.removeAlpha());
}

/** The file of the best quality that has at most so many bytes, of a picture that was encoded before. */
async function fitted(
  write: (quality: number) => Promise<Buffer>,
  { format, best, mostBytes, tried, sampled }: FitOrder,
): Promise<Attempt> {
  const left = SIZED_ENCODES.whole - tried.length - sampled.length;
  const attempts = tried.map(({ file, quality }) => ({ bytes: file, quality }));
  const curve = sizeCurve(format.encoder);
  return encodeWithin(write, { best, mostBytes, curve, known: { tried: attempts, left } });
}

/** Chroma subsampling, where the picture decides. */
function chromaOf(
  shown: Picture,
  likeness: (made: Picture) => number,
  { format, asked: { fullChroma, target } }: { readonly format: OutputFormat; readonly asked: ScoreOrder['output'] },
): Pick<ScoredFile, 'fullChroma'> {
  if (!format.chroma || fullChroma !== undefined) return {};
  return { fullChroma: likeness(subsampleChroma(shown)) < target + CHROMA_ROOM };
}

/** The same file without sharp YUV, where it reaches the target score without that and one encode is left to check it. */
async function withoutSharpYuv(
  found: Probe<Buffer>,
  { format, target, left }: { readonly format: OutputFormat; readonly target: number; readonly left: number },
  probe: (quality: number) => Promise<Probe<Buffer>>,
): Promise<Probe<Buffer>> {
  if (!SHARP_YUV_ENCODERS.includes(format.encoder) || left <= 0 || found.score < target + SPARE) return found;
  const plain = await probe(found.quality);
  return plain.score >= target && plain.file.length < found.file.length ? plain : found;
}

/**
 * Encodes a picture at the least quality whose file has the score that is asked, up to the quality of the output: at most six
 * encodes, of which the first three of a large picture are of a sample. Colours of JPEG are stored in full where nothing
 * else is said and halving them would be seen.
 */
export async function encodeToScore(
  picture: AnyPicture,
  { format, output: asked, encode, mostBytes = Infinity }: ScoreOrder,
): Promise<ScoredFile> {
  const { target, quality: most = BEST, ...rest } = asked;
  const sample = sampleOf(picture);
  const part = sample.of(picture);
  const seed = (wanted: number): number => seedQuality(format.encoder ?? '', wanted);
  const shown = toBytes(part);
  const likeness = likenessTo(shown);
  const full = chromaOf(shown, likeness, { format, asked });
  const probing =
    (of: AnyPicture, alike: (made: Picture) => number, how: Partial<Output> = { target }) =>
    async (tried: number): Promise<Probe<Buffer>> => {
      const made = await encode(of, { ...rest, ...full, ...how, quality: tried });
      return { quality: tried, file: made, score: alike(await pixelsOf(made, shown)) };
    };
  const search = { target, most };
  const encodes = mostBytes === Infinity ? ENCODES : SIZED_ENCODES;
  const near = sample.isPart
    ? await searchQuality({ ...search, seed, encodes: encodes.sample, probe: probing(part, likeness) })
    : undefined;
  const alike = near ? likenessTo(toBytes(picture)) : likeness;
  const found = await searchQuality({
    ...search,
    seed: near ? (wanted) => near.quality + seed(wanted) - seed(near.score) : seed,
    encodes: near ? encodes.large : encodes.whole,
    probe: probing(picture, alike),
    isTooLarge: ({ length }) => length > mostBytes,
  });
  const { quality, tried } = found;
  const sampled = near?.tried ?? [];
  if (found.file.length <= mostBytes) {
    const left = encodes.whole - tried.length - sampled.length;
    const { file, score } = await withoutSharpYuv(found, { format, target, left }, probing(picture, alike, {}));
    return { bytes: file, quality, score: Math.round(score * 10) / 10, ...full };
  }
  const write = async (at: number): Promise<Buffer> => encode(picture, { ...rest, ...full, quality: at });
  return { ...(await fitted(write, { format, best: quality, mostBytes, tried, sampled })), ...full };
}
