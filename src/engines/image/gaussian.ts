/** Fills `into` (width × channels samples) with row `y` of the picture. */
export type ReadRow = (y: number, into: Float32Array) => void;

/** A picture that is read and blurred row by row. */
export interface Rows {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  readonly read: ReadRow;
}

/** Answers a blurred row; rows must be asked for in ascending order, and a row is valid until the next is asked for. */
export type BlurredRow = (y: number) => Float32Array;

/**
 * Half of a normalised Gaussian, half the centre first, each weight the mean over three sub-samples of its pixel: a sampled
 * Gaussian is far from a true one below a sigma of one half (ImageMagick integrates the same way). Cut at 3.5 sigma,
 * beyond which 0.05 % of the weight lies: under one level of 255 even at the largest amount.
 */
export function gaussianWeights(sigma: number): Float64Array {
  const reach = Math.max(1, Math.ceil(3.5 * sigma));
  const weights = Float64Array.from({ length: reach + 1 }, (_, at) => {
    const density = (x: number): number => Math.exp(-(x * x) / (2 * sigma * sigma));
    return density(at - 1 / 3) + density(at) + density(at + 1 / 3);
  });
  const sum = weights.reduce((total, weight, at) => total + (at === 0 ? weight : 2 * weight), 0);
  return weights.map((weight, at) => (at === 0 ? weight / 2 : weight) / sum);
}

/** Pairs of samples of equal weight, by their offsets; the centre is its own pair, hence its halved weight. */
interface Pairs {
  readonly weights: Float64Array;
  readonly before: Int32Array;
  readonly after: Int32Array;
}

const at = (samples: Float32Array, i: number): number => samples[i] ?? 0;
const weightAt = (weights: Float64Array, k: number): number => weights[k] ?? 0;
const offsetAt = (offsets: Int32Array, k: number): number => offsets[k] ?? 0;

function addTwoPairs(into: Float32Array, from: Float32Array, { weights, before, after }: Pairs, k: number): void {
  const [w0, w1] = [weightAt(weights, k), weightAt(weights, k + 1)];
  const [b0, b1] = [offsetAt(before, k), offsetAt(before, k + 1)];
  const [a0, a1] = [offsetAt(after, k), offsetAt(after, k + 1)];
  for (let i = 0; i < into.length; i++) {
    const first = w0 * (at(from, b0 + i) + at(from, a0 + i));
    into[i] = at(into, i) + first + w1 * (at(from, b1 + i) + at(from, a1 + i));
  }
}

/** Two pairs twice in one pass: half the time of two passes. */
function addFourPairs(into: Float32Array, from: Float32Array, { weights, before, after }: Pairs, k: number): void {
  const [w0, w1, w2, w3] = [0, 1, 2, 3].map((j) => weightAt(weights, k + j)) as [number, number, number, number];
  const [b0, b1, b2, b3] = [0, 1, 2, 3].map((j) => offsetAt(before, k + j)) as [number, number, number, number];
  const [a0, a1, a2, a3] = [0, 1, 2, 3].map((j) => offsetAt(after, k + j)) as [number, number, number, number];
  for (let i = 0; i < into.length; i++) {
    const first = w0 * (at(from, b0 + i) + at(from, a0 + i)) + w1 * (at(from, b1 + i) + at(from, a1 + i));
    const second = w2 * (at(from, b2 + i) + at(from, a2 + i)) + w3 * (at(from, b3 + i) + at(from, a3 + i));
    into[i] = at(into, i) + first + second;
  }
}

/** into[i] = Σ weights[k] · (from[before[k] + i] + from[after[k] + i]). */
function convolve(into: Float32Array, from: Float32Array, pairs: Pairs): void {
  into.fill(0);
  const count = pairs.weights.length;
  let k = 0;
  for (; k + 2 < count; k += 4) addFourPairs(into, from, pairs, k);
  if (k < count) addTwoPairs(into, from, pairs, k);
}

/** Fills the margins of a padded row with its first and last pixel. */
function repeatEdges(padded: Float32Array, margin: number, channels: number): void {
  const end = padded.length - margin;
  for (let i = 0; i < margin; i++) {
    padded[i] = padded[margin + (i % channels)] ?? 0;
    padded[end + i] = padded[end - channels + (i % channels)] ?? 0;
  }
}

/** Separable, exact: a ring of rows blurred sideways, combined downwards. */
function blurDirectly({ width, height, channels, read }: Rows, sigma: number): BlurredRow {
  const weights = gaussianWeights(sigma);
  const reach = weights.length - 1;
  const samples = width * channels;
  const margin = reach * channels;
  const padded = new Float32Array(samples + 2 * margin);
  const row = padded.subarray(margin, margin + samples);
  const ring = new Float32Array((2 * reach + 1) * samples);
  const start = (y: number): number => (Math.min(height - 1, Math.max(0, y)) % (2 * reach + 1)) * samples;
  const sideways: Pairs = {
    weights,
    before: Int32Array.from(weights, (_, k) => margin - k * channels),
    after: Int32Array.from(weights, (_, k) => margin + k * channels),
  };
  const downwards: Pairs = { weights, before: new Int32Array(reach + 1), after: new Int32Array(reach + 1) };
  const out = new Float32Array(samples);
  let filled = 0;
  return (y) => {
    for (; filled <= Math.min(height - 1, y + reach); filled++) {
      read(filled, row);
      repeatEdges(padded, margin, channels);
      convolve(ring.subarray(start(filled), start(filled) + samples), padded, sideways);
    }
    for (let k = 0; k <= reach; k++) {
      downwards.before[k] = start(y - k);
      downwards.after[k] = start(y + k);
    }
    convolve(out, ring, downwards);
    return out;
  };
}

/** Means of `factor` × `factor` blocks, `margin` blocks of repeated edge around them. */
function shrink({ width, height, channels, read }: Rows, factor: number, margin: number): Rows {
  const across = Math.ceil(width / factor) + 2 * margin;
  const down = Math.ceil(height / factor) + 2 * margin;
  const row = new Float32Array(width * channels);
  const share = 1 / (factor * factor);
  let held = -1;
  return {
    width: across,
    height: down,
    channels,
    read: (y, into) => {
      into.fill(0);
      for (let line = (y - margin) * factor; line < (y - margin + 1) * factor; line++) {
        const at = Math.min(height - 1, Math.max(0, line));
        if (at !== held) read(at, row);
        held = at;
        addBlocks(into, row, { factor, margin, channels, share });
      }
    },
  };
}

interface Blocks {
  readonly factor: number;
  readonly margin: number;
  readonly channels: number;
  readonly share: number;
}

/** Adds a row to the block sums of its line. */
function addBlocks(into: Float32Array, row: Float32Array, { factor, margin, channels, share }: Blocks): void {
  const last = row.length - channels;
  for (let block = 0, to = 0; to < into.length; block++, to += channels) {
    const start = (block - margin) * factor * channels;
    for (let c = 0; c < channels; c++) {
      let sum = 0;
      for (let i = 0; i < factor; i++) sum += row[Math.min(last, Math.max(0, start + i * channels)) + c] ?? 0;
      into[to + c] = (into[to + c] ?? 0) + share * sum;
    }
  }
}

/**
 * A wide Gaussian by way of a smaller picture: block means, an exact blur, linear interpolation back. The variances of
 * the means, (f² − 1) / 12, and of the interpolation, f² / 6 on average, are taken off the blur's, so the whole has
 * the sigma asked for.
 */
function blurCoarsely(rows: Rows, sigma: number, factor: number): BlurredRow {
  const variance = sigma * sigma - (factor * factor - 1) / 12 - (factor * factor) / 6;
  const smallSigma = Math.sqrt(variance) / factor;
  const margin = gaussianWeights(smallSigma).length;
  const small = shrink(rows, factor, margin);
  const blurred = blurAll(small, smallSigma);
  const { channels, width } = rows;
  const length = small.width * channels;
  const line = new Float32Array(length);
  const out = new Float32Array(width * channels);
  // Centres of blocks lie half a block in; the margin shifts them by whole blocks.
  const position = (i: number): number => (i + 0.5) / factor - 0.5 + margin;
  return (y) => {
    const above = Math.floor(position(y));
    interpolate(line, blurred.subarray(above * length), blurred.subarray((above + 1) * length), position(y) - above);
    for (let x = 0; x < width; x++) {
      const left = Math.floor(position(x));
      const share = position(x) - left;
      for (let c = 0, from = left * channels; c < channels; c++, from++) {
        const value = line[from] ?? 0;
        out[x * channels + c] = value + share * ((line[from + channels] ?? 0) - value);
      }
    }
    return out;
  };
}

function interpolate(into: Float32Array, first: Float32Array, second: Float32Array, share: number): void {
  for (let i = 0; i < into.length; i++) {
    const value = first[i] ?? 0;
    into[i] = value + share * ((second[i] ?? 0) - value);
  }
}

function blurAll(rows: Rows, sigma: number): Float32Array {
  const row = blurDirectly(rows, sigma);
  const length = rows.width * rows.channels;
  const all = new Float32Array(length * rows.height);
  for (let y = 0; y < rows.height; y++) all.set(row(y), y * length);
  return all;
}

/**
 * Blurs with a Gaussian of `sigma` pixels (> 0), edges repeated. Above a sigma of 3 the work is done on a picture
 * shrunk by the power of two that leaves a sigma between 1.5 and 3: the kernel stays under 23 taps whatever the radius.
 */
export function gaussianBlur(rows: Rows, sigma: number): BlurredRow {
  const factor = 2 ** Math.max(0, Math.floor(Math.log2(sigma / 1.5)));
  return factor === 1 ? blurDirectly(rows, sigma) : blurCoarsely(rows, sigma, factor);
}
