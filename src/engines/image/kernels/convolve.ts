/** The offsets of the samples of a symmetric kernel. All counts are in samples. */
export interface Walk {
  /** The centre of the first output. */
  readonly first: number;
  /** From one tap to the next, and from one output to the next that shares its taps. */
  readonly stride: number;
}

/** Outputs that are computed together, one stride apart. */
export const TOGETHER = 4;

/**
 * The weights of a symmetric kernel, its centre first, as `convolve` wants them: an even number of pairs, at least 2.
 */
export function pairUp(weights: Float64Array): Float64Array {
  const paired = new Float64Array(Math.max(3, weights.length + ((weights.length + 1) % 2)));
  paired.set(weights);
  return paired;
}

// A tap costs less than the test whether its place is in the array, so each is loaded once for four outputs: half of the
// time of one output after the other. Measured as well: a loop over the pairs inside takes three times as long. Two, four
// or six pairs start a sum; more no longer fit the registers, and are added two at a time. All outputs add up in the same
// order, so that none depends on where it is among the four. Places are within the arrays: their makers see to it.

function startTwo(into: Float64Array, from: Float64Array, weights: Float64Array, { first, stride }: Walk): void {
  const w0 = weights[0] as number;
  const w1 = weights[1] as number;
  const w2 = weights[2] as number;
  for (let block = 0; block < into.length; block += 4 * stride) {
    for (let i = block, at = first + block - 2 * stride; i < block + stride; i++, at++) {
      let to = i;
      let next = at;
      const a = from[next] as number;
      const b = from[(next += stride)] as number;
      const c = from[(next += stride)] as number;
      const d = from[(next += stride)] as number;
      const e = from[(next += stride)] as number;
      const f = from[(next += stride)] as number;
      const g = from[(next += stride)] as number;
      const h = from[(next += stride)] as number;
      into[to] = w0 * c + w1 * (b + d) + w2 * (a + e);
      into[(to += stride)] = w0 * d + w1 * (c + e) + w2 * (b + f);
      into[(to += stride)] = w0 * e + w1 * (d + f) + w2 * (c + g);
      into[(to += stride)] = w0 * f + w1 * (e + g) + w2 * (d + h);
    }
  }
}

function startFour(into: Float64Array, from: Float64Array, weights: Float64Array, { first, stride }: Walk): void {
  const w4 = weights[4] as number;
  const w0 = weights[0] as number;
  const w1 = weights[1] as number;
  const w2 = weights[2] as number;
  const w3 = weights[3] as number;
  for (let block = 0; block < into.length; block += 4 * stride) {
    for (let i = block, at = first + block - 4 * stride; i < block + stride; i++, at++) {
      let to = i;
      let next = at;
      const a = from[next] as number;
      const b = from[(next += stride)] as number;
      const c = from[(next += stride)] as number;
      const d = from[(next += stride)] as number;
      const e = from[(next += stride)] as number;
      const f = from[(next += stride)] as number;
      const g = from[(next += stride)] as number;
      const h = from[(next += stride)] as number;
      const j = from[(next += stride)] as number;
      const k = from[(next += stride)] as number;
      const m = from[(next += stride)] as number;
      const n = from[(next += stride)] as number;
      into[to] = w0 * e + w1 * (d + f) + w2 * (c + g) + w3 * (b + h) + w4 * (a + j);
      into[(to += stride)] = w0 * f + w1 * (e + g) + w2 * (d + h) + w3 * (c + j) + w4 * (b + k);
      into[(to += stride)] = w0 * g + w1 * (f + h) + w2 * (e + j) + w3 * (d + k) + w4 * (c + m);
      into[(to += stride)] = w0 * h + w1 * (g + j) + w2 * (f + k) + w3 * (e + m) + w4 * (d + n);
    }
  }
}

function startSix(into: Float64Array, from: Float64Array, weights: Float64Array, { first, stride }: Walk): void {
  const w0 = weights[0] as number;
  const w1 = weights[1] as number;
  const w2 = weights[2] as number;
  const w3 = weights[3] as number;
  const w4 = weights[4] as number;
  const w5 = weights[5] as number;
  const w6 = weights[6] as number;
  for (let block = 0; block < into.length; block += 4 * stride) {
    for (let i = block, at = first + block - 6 * stride; i < block + stride; i++, at++) {
      let to = i;
      let next = at;
      const a = from[next] as number;
      const b = from[(next += stride)] as number;
      const c = from[(next += stride)] as number;
      const d = from[(next += stride)] as number;
      const e = from[(next += stride)] as number;
      const f = from[(next += stride)] as number;
      const g = from[(next += stride)] as number;
      const h = from[(next += stride)] as number;
      const j = from[(next += stride)] as number;
      const k = from[(next += stride)] as number;
      const m = from[(next += stride)] as number;
      const n = from[(next += stride)] as number;
      const p = from[(next += stride)] as number;
      const q = from[(next += stride)] as number;
      const r = from[(next += stride)] as number;
      const s = from[(next += stride)] as number;
      into[to] = w0 * g + w1 * (f + h) + w2 * (e + j) + w3 * (d + k) + w4 * (c + m) + w5 * (b + n) + w6 * (a + p);
      into[(to += stride)] =
        w0 * h + w1 * (g + j) + w2 * (f + k) + w3 * (e + m) + w4 * (d + n) + w5 * (c + p) + w6 * (b + q);
      into[(to += stride)] =
        w0 * j + w1 * (h + k) + w2 * (g + m) + w3 * (f + n) + w4 * (e + p) + w5 * (d + q) + w6 * (c + r);
      into[(to += stride)] =
        w0 * k + w1 * (j + m) + w2 * (h + n) + w3 * (g + p) + w4 * (f + q) + w5 * (e + r) + w6 * (d + s);
    }
  }
}

/** Two pairs more, from the `k`-th on. */
function addTwo(into: Float64Array, from: Float64Array, weights: Float64Array, walk: Walk, k: number): void {
  const { first, stride } = walk;
  const near = weights[k] as number;
  const far = weights[k + 1] as number;
  const across = (2 * k - 3) * stride;
  for (let block = 0; block < into.length; block += 4 * stride) {
    for (let i = block, at = first + block - (k + 1) * stride; i < block + stride; i++, at++) {
      let to = i;
      let next = at;
      const a = from[next] as number;
      const b = from[(next += stride)] as number;
      const c = from[(next += stride)] as number;
      const d = from[(next += stride)] as number;
      const e = from[(next += stride)] as number;
      const f = from[(next += across)] as number;
      const g = from[(next += stride)] as number;
      const h = from[(next += stride)] as number;
      const j = from[(next += stride)] as number;
      const m = from[(next += stride)] as number;
      into[to] = (into[to] as number) + near * (b + f) + far * (a + g);
      to += stride;
      into[to] = (into[to] as number) + near * (c + g) + far * (b + h);
      to += stride;
      into[to] = (into[to] as number) + near * (d + h) + far * (c + j);
      to += stride;
      into[to] = (into[to] as number) + near * (e + j) + far * (d + m);
    }
  }
}

/** The start of a sum that has at least so many weights. */
const STARTS = [
  { weights: 7, start: startSix },
  { weights: 5, start: startFour },
  { weights: 3, start: startTwo },
] as const;

/**
 * into[i] = weights[0] · centre + Σ weights[k] · (the sample k strides before it + the one k strides after it), where the
 * centre of into[i] is from[first + i]. There are whole blocks of `TOGETHER` strides of outputs.
 */
export function convolve(into: Float64Array, from: Float64Array, weights: Float64Array, walk: Walk): void {
  const started = STARTS.find((each) => each.weights <= weights.length) ?? STARTS[2];
  started.start(into, from, weights, walk);
  for (let k = started.weights; k < weights.length; k += 2) addTwo(into, from, weights, walk, k);
}

/** A symmetric kernel of which only every `step`-th sum is wanted. */
export interface SparseKernel {
  /** All weights from the first to the last, and zeros behind them. */
  readonly weights: Float64Array;
  readonly step: number;
  /** Pixels that it looks at before each that is wanted. */
  readonly before: number;
  /** And after the first of `TOGETHER` that are wanted. */
  readonly after: number;
}

/** Taps, a step apart each, that are added at a time: their weights stay in registers. */
const TAPS = 4;

/** Makes one of half a kernel, its centre first. */
export function makeSparse(half: Float64Array, step: number): SparseKernel {
  const before = half.length - 1;
  const count = 2 * before + 1;
  const weights = new Float64Array(step * TAPS * Math.ceil(count / step / TAPS));
  for (let i = 0; i < count; i++) weights[i] = half[Math.abs(i - before)] ?? 0;
  return { weights, step, before, after: weights.length - 1 - before + (TOGETHER - 1) * step };
}

/** Four taps a step apart, from the `k`-th on. Each sample is loaded once for four outputs. */
function addTaps(into: Float64Array, from: Float64Array, kernel: SparseKernel, walk: Walk, k: number): void {
  const { first, stride } = walk;
  const w0 = kernel.weights[k] as number;
  const w1 = kernel.weights[k + kernel.step] as number;
  const w2 = kernel.weights[k + 2 * kernel.step] as number;
  const w3 = kernel.weights[k + 3 * kernel.step] as number;
  const pace = kernel.step * stride;
  let start = first + (k - kernel.before) * stride;
  for (let block = 0; block < into.length; block += 4 * stride, start += 4 * pace) {
    for (let i = block, at = start; i < block + stride; i++, at++) {
      let to = i;
      let next = at;
      const a = from[next] as number;
      const b = from[(next += pace)] as number;
      const c = from[(next += pace)] as number;
      const d = from[(next += pace)] as number;
      const e = from[(next += pace)] as number;
      const f = from[(next += pace)] as number;
      const g = from[(next += pace)] as number;
      into[to] = (into[to] as number) + w0 * a + w1 * b + (w2 * c + w3 * d);
      to += stride;
      into[to] = (into[to] as number) + w0 * b + w1 * c + (w2 * d + w3 * e);
      to += stride;
      into[to] = (into[to] as number) + w0 * c + w1 * d + (w2 * e + w3 * f);
      to += stride;
      into[to] = (into[to] as number) + w0 * d + w1 * e + (w2 * f + w3 * g);
    }
  }
}

/**
 * The sums of `convolve` for every `step`-th pixel of `stride` samples: those of into[0…] have their centres from
 * from[first] on. There are whole blocks of `TOGETHER` strides of outputs.
 */
export function convolveSparsely(into: Float64Array, from: Float64Array, kernel: SparseKernel, walk: Walk): void {
  const count = 2 * kernel.before + 1;
  into.fill(0);
  for (let phase = 0; phase < kernel.step; phase++) {
    for (let k = phase; k < count; k += TAPS * kernel.step) addTaps(into, from, kernel, walk, k);
  }
}
