/** Where the samples of a symmetric kernel lie. All counts are in samples. */
export interface Walk {
  /** The centre of the first output. */
  readonly first: number;
  /** From one tap to the next. */
  readonly stride: number;
}

/** The weights of a symmetric kernel, its centre first, as `convolve` wants them: an even number of pairs, at least 2. */
export function pairUp(weights: Float64Array): Float64Array {
  const paired = new Float64Array(Math.max(3, weights.length + ((weights.length + 1) % 2)));
  paired.set(weights);
  return paired;
}

const sample = (samples: Float64Array, at: number): number => samples[at] ?? 0;

// Two or four pairs a pass, over neighbours. Measured: a loop over the pairs inside takes three times as long, a pass for
// each pair twice, one for eight six times, for its places no longer fit the registers, and steps that are not one twice.

function startTwo(into: Float64Array, from: Float64Array, weights: Float64Array, { first, stride }: Walk): void {
  const [w0, w1, w2] = [sample(weights, 0), sample(weights, 1), sample(weights, 2)];
  const two = 2 * stride;
  for (let i = 0, at = first; i < into.length; i++, at++) {
    const near = w0 * sample(from, at) + w1 * (sample(from, at - stride) + sample(from, at + stride));
    into[i] = near + w2 * (sample(from, at - two) + sample(from, at + two));
  }
}

function startFour(into: Float64Array, from: Float64Array, weights: Float64Array, { first, stride }: Walk): void {
  const [w0, w1, w2] = [sample(weights, 0), sample(weights, 1), sample(weights, 2)];
  const [w3, w4] = [sample(weights, 3), sample(weights, 4)];
  const two = 2 * stride;
  const three = 3 * stride;
  const four = 4 * stride;
  for (let i = 0, at = first; i < into.length; i++, at++) {
    const near = w0 * sample(from, at) + w1 * (sample(from, at - stride) + sample(from, at + stride));
    const middle = w2 * (sample(from, at - two) + sample(from, at + two));
    const far = w3 * (sample(from, at - three) + sample(from, at + three));
    into[i] = near + middle + far + w4 * (sample(from, at - four) + sample(from, at + four));
  }
}

/** Two pairs more, from the `k`-th on. */
function addTwo(into: Float64Array, from: Float64Array, weights: Float64Array, walk: Walk, k: number): void {
  const { first, stride } = walk;
  const w0 = sample(weights, k);
  const w1 = sample(weights, k + 1);
  const near = k * stride;
  const far = near + stride;
  for (let i = 0, at = first; i < into.length; i++, at++) {
    const sum = sample(into, i) + w0 * (sample(from, at - near) + sample(from, at + near));
    into[i] = sum + w1 * (sample(from, at - far) + sample(from, at + far));
  }
}

/** into[i] = weights[0] · centre + Σ weights[k] · (the sample k strides before it + the one k strides after it). */
export function convolve(into: Float64Array, from: Float64Array, weights: Float64Array, walk: Walk): void {
  let k = 3;
  if (weights.length < 5) startTwo(into, from, weights, walk);
  else {
    startFour(into, from, weights, walk);
    k = 5;
  }
  for (; k < weights.length; k += 2) addTwo(into, from, weights, walk, k);
}

/** The weights of a symmetric kernel as `convolveSparsely` wants them: a multiple of four pairs. */
export function fourfold(weights: Float64Array): Float64Array {
  const padded = new Float64Array(1 + 4 * Math.ceil((weights.length - 1) / 4));
  padded.set(weights);
  return padded;
}

/** The same for pixels of `channels` samples, of which only every `step`-th is wanted; its taps are pixels. */
export function convolveSparsely(
  into: Float64Array,
  from: Float64Array,
  weights: Float64Array,
  { first, stride: channels }: Walk,
  step: number,
): void {
  const [two, three, four] = [2 * channels, 3 * channels, 4 * channels];
  for (let c = 0; c < channels; c++) {
    for (let i = c, at = first + c; i < into.length; i += channels, at += step * channels) {
      let sum = sample(weights, 0) * sample(from, at);
      for (let k = 1, left = at, right = at; k < weights.length; k += 4, left -= four, right += four) {
        const near = sample(weights, k) * (sample(from, left - channels) + sample(from, right + channels));
        const next = sample(weights, k + 1) * (sample(from, left - two) + sample(from, right + two));
        const third = sample(weights, k + 2) * (sample(from, left - three) + sample(from, right + three));
        sum += near + next + third + sample(weights, k + 3) * (sample(from, left - four) + sample(from, right + four));
      }
      into[i] = sum;
    }
  }
}
