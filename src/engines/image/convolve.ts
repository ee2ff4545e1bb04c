/** Where the samples of a symmetric kernel lie. All counts are in samples. */
export interface Walk {
  /** The centre of the first output. */
  readonly first: number;
  /** From one tap to the next. */
  readonly stride: number;
  /** Outputs that lie side by side and are walked one after the other: the channels, or 1 where all is contiguous. */
  readonly lanes: number;
  /** From the centre of one output to that of the next in its lane. */
  readonly advance: number;
}

/** The weights of a symmetric kernel, its centre first, as `convolve` wants them: an even number of pairs, at least 2. */
export function pairUp(weights: Float64Array): Float64Array {
  const paired = new Float64Array(Math.max(3, weights.length + ((weights.length + 1) % 2)));
  paired.set(weights);
  return paired;
}

const sample = (samples: Float32Array, at: number): number => samples[at] ?? 0;

// Two or four pairs a pass. Measured: a loop over the pairs inside takes three times as long, a pass for each pair twice,
// and one for eight six times, for its places no longer fit the registers.

function startTwo(into: Float32Array, from: Float32Array, weights: Float64Array, walk: Walk): void {
  const { first, stride, lanes, advance } = walk;
  const [w0 = 0, w1 = 0, w2 = 0] = weights;
  const two = 2 * stride;
  for (let lane = 0; lane < lanes; lane++) {
    for (let i = lane, at = first + lane; i < into.length; i += lanes, at += advance) {
      const near = w0 * sample(from, at) + w1 * (sample(from, at - stride) + sample(from, at + stride));
      into[i] = near + w2 * (sample(from, at - two) + sample(from, at + two));
    }
  }
}

function startFour(into: Float32Array, from: Float32Array, weights: Float64Array, walk: Walk): void {
  const { first, stride, lanes, advance } = walk;
  const [w0 = 0, w1 = 0, w2 = 0, w3 = 0, w4 = 0] = weights;
  const two = 2 * stride;
  const three = 3 * stride;
  const four = 4 * stride;
  for (let lane = 0; lane < lanes; lane++) {
    for (let i = lane, at = first + lane; i < into.length; i += lanes, at += advance) {
      const near = w0 * sample(from, at) + w1 * (sample(from, at - stride) + sample(from, at + stride));
      const middle = w2 * (sample(from, at - two) + sample(from, at + two));
      const far = w3 * (sample(from, at - three) + sample(from, at + three));
      into[i] = near + middle + far + w4 * (sample(from, at - four) + sample(from, at + four));
    }
  }
}

/** Two pairs more, from the `k`-th on. */
function addTwo(into: Float32Array, from: Float32Array, weights: Float64Array, walk: Walk, k: number): void {
  const { first, stride, lanes, advance } = walk;
  const w0 = weights[k] ?? 0;
  const w1 = weights[k + 1] ?? 0;
  const near = k * stride;
  const far = near + stride;
  for (let lane = 0; lane < lanes; lane++) {
    for (let i = lane, at = first + lane; i < into.length; i += lanes, at += advance) {
      const sum = sample(into, i) + w0 * (sample(from, at - near) + sample(from, at + near));
      into[i] = sum + w1 * (sample(from, at - far) + sample(from, at + far));
    }
  }
}

/** into[i] = weights[0] · centre + Σ weights[k] · (the sample k strides before it + the one k strides after it). */
export function convolve(into: Float32Array, from: Float32Array, weights: Float64Array, walk: Walk): void {
  let k = 3;
  if (weights.length < 5) startTwo(into, from, weights, walk);
  else {
    startFour(into, from, weights, walk);
    k = 5;
  }
  for (; k < weights.length; k += 2) addTwo(into, from, weights, walk, k);
}
