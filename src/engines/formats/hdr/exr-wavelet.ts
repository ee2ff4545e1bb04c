/** Values of 16 bits that stand in rows, some places apart. */
export interface WaveletPlane {
  readonly values: Uint16Array;
  /** The place of the first. */
  readonly start: number;
  readonly width: number;
  readonly height: number;
  /** From a value to the next one, and from a row to the next one. */
  readonly step: number;
  readonly stride: number;
}

const signed = (value: number): number => (value << 16) >> 16;

type Pair = (values: Uint16Array, low: number, high: number) => void;

/** Takes two values apart where all of them have 14 bits. */
const narrow: Pair = (values, low, high) => {
  const difference = signed(values[high] ?? 0);
  const sum = signed(values[low] ?? 0) + (difference & 1) + (difference >> 1);
  values[low] = sum;
  values[high] = sum - difference;
};

/** The wavelet of 16-bit values: the same, modulo 2¹⁶. */
const wide: Pair = (values, low, high) => {
  const [sum, difference] = [values[low] ?? 0, values[high] ?? 0];
  const second = sum - (difference >> 1);
  values[low] = difference + second - 0x8000;
  values[high] = second;
};

/** Undoes one step of the wavelets: of values that stand `half` apart. What is left over of a side has no partner there. */
function undoStep({ values, start, width, height, step, stride }: WaveletPlane, half: number, pair: Pair): void {
  const size = 2 * half;
  const [right, down] = [step * half, stride * half];
  const [full, fullRows] = [width - (width % size), height - (height % size)];
  const [hasColumn, hasRow] = [(width & half) > 0, (height & half) > 0];
  for (let y = 0; y < fullRows; y += size) {
    const row = start + y * stride;
    for (let at = row; at < row + full * step; at += size * step) {
      pair(values, at, at + down);
      pair(values, at + right, at + right + down);
      pair(values, at, at + right);
      pair(values, at + down, at + down + right);
    }
    if (hasColumn) pair(values, row + full * step, row + full * step + down);
  }
  if (!hasRow) return;
  const row = start + fullRows * stride;
  for (let at = row; at < row + full * step; at += size * step) pair(values, at, at + right);
}

/** Undoes the wavelets of OpenEXR's PIZ (ImfWav.cpp) in place. `most`: the largest value there is. */
export function undoWavelet(plane: WaveletPlane, most: number): void {
  const pair = most < 1 << 14 ? narrow : wide;
  let half = 1;
  while (4 * half <= Math.min(plane.width, plane.height)) half *= 2;
  if (Math.min(plane.width, plane.height) < 2) return;
  for (; half >= 1; half /= 2) undoStep(plane, half, pair);
}
