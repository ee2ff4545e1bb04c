import type { Effort, Output } from '../recipe/recipe.ts';

/** The time that writing a pixel of a photograph takes on one core of a usual machine, and the bytes it comes to. */
interface Writing {
  readonly nanoseconds: number;
  readonly bytes: number;
}

/** Estimates for progress and scheduling, never limits. `palette`: pixels are quantised to a palette. */
export type WritingOf = (output: Partial<Output>, pixels: { readonly palette: boolean }) => Writing;

// Bytes a pixel of a JPEG of a megapixel by quality.
const JPEG_BYTES = [
  [0, 0.02],
  [50, 0.05],
  [80, 0.1],
  [90, 0.18],
  [95, 0.32],
  [100, 0.8],
] as const;

/** Bytes a pixel of a JPEG of a quality, between those of the table. */
function jpegBytes(quality: number): number {
  const above = Math.max(
    1,
    JPEG_BYTES.findIndex(([known]) => known >= quality),
  );
  const [[low, few], [high, many]] = [JPEG_BYTES[above - 1] ?? JPEG_BYTES[0], JPEG_BYTES[above] ?? JPEG_BYTES[5]];
  return few + ((many - few) * (quality - low)) / (high - low);
}

const USUAL_QUALITY = 80;

/** Time and bytes of the other efforts, in those of `balanced`. */
type EffortFactors = Readonly<Record<Exclude<Effort, 'balanced'>, readonly [time: number, bytes: number]>>;

function withEffort({ nanoseconds, bytes }: Writing, { effort }: Partial<Output>, factors: EffortFactors): Writing {
  const [time, size] = effort === undefined || effort === 'balanced' ? [1, 1] : factors[effort];
  return { nanoseconds: nanoseconds * time, bytes: bytes * size };
}

// As the tables of the encoders have them.
const JPEG_EFFORTS: EffortFactors = { fast: [0.6, 1.03], small: [4.4, 0.83] };
const PNG_EFFORTS: EffortFactors = { fast: [0.4, 1.79], small: [3, 0.94] };
const WEBP_EFFORTS: EffortFactors = { fast: [0.5, 1.04], small: [2, 0.96] };
const AVIF_EFFORTS: EffortFactors = { fast: [0.3, 1.09], small: [4.4, 0.98] };

const samplesOf = ({ pixelType }: Partial<Output>): number => ({ gray: 1, rgb: 3, cmyk: 4 })[pixelType ?? 'rgb'];

export const jpegWriting: WritingOf = (output) => {
  const { quality = USUAL_QUALITY, fullChroma = false, maxKilobytes } = output;
  const full = fullChroma ? 1.25 : 1;
  // A quality is searched for in some attempts.
  const plain = { nanoseconds: (maxKilobytes === undefined ? 18 : 100) * full, bytes: jpegBytes(quality) * full };
  return withEffort(plain, output, JPEG_EFFORTS);
};

export const pngWriting: WritingOf = (output, { palette }) =>
  palette
    ? { nanoseconds: 300, bytes: 0.5 }
    : withEffort({ nanoseconds: 90, bytes: samplesOf(output) * 0.25 }, output, PNG_EFFORTS);

export const gifWriting: WritingOf = () => ({ nanoseconds: 300, bytes: 0.6 });

export const webpWriting: WritingOf = (output) => {
  const { compression, quality = USUAL_QUALITY } = output;
  if (compression === 'lossless') return { nanoseconds: 500, bytes: 1.2 };
  return withEffort({ nanoseconds: 130, bytes: jpegBytes(quality) * 0.65 }, output, WEBP_EFFORTS);
};

export const avifWriting: WritingOf = (output) => {
  const { compression, quality = USUAL_QUALITY } = output;
  if (compression === 'lossless') return { nanoseconds: 1500, bytes: 1.3 };
  return withEffort({ nanoseconds: 800, bytes: jpegBytes(quality) * 0.5 }, output, AVIF_EFFORTS);
};

export const tiffWriting: WritingOf = (output) => {
  if (output.compression === 'jpeg') return jpegWriting(output, { palette: false });
  const samples = samplesOf(output);
  const packed = output.compression === 'lzw' || output.compression === 'zip';
  return packed ? { nanoseconds: 60, bytes: samples * 0.65 } : { nanoseconds: 8, bytes: samples };
};

export const epsWriting: WritingOf = (output) => ({ nanoseconds: 25, bytes: samplesOf(output) * 0.3 });
