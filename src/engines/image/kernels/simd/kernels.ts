import { readFileSync } from 'node:fs';
import { packageFile } from '../../../../system/package-files.ts';

/** The functions of `src/kernels/`, by name. Addresses are bytes of their memory, `count` samples. */
export interface Kernels {
  readonly loadBytes: (into: number, from: number, count: number) => void;
  readonly loadWords: (into: number, from: number, count: number) => void;
  readonly storeBytes: (into: number, from: number, count: number) => void;
  readonly storeWords: (into: number, from: number, count: number) => void;
  readonly premultiply: (row: number, count: number, channels: number, full: number) => void;
  readonly unpremultiply: (row: number, count: number, channels: number, full: number) => void;
  readonly repeatEnds: (row: number, count: number, channels: number, before: number, after: number) => void;
  readonly convolveAcross: (
    into: number,
    from: number,
    weights: number,
    pairs: number,
    stride: number,
    count: number,
  ) => void;
  readonly convolveDown: (into: number, rows: number, weights: number, pairs: number, count: number) => void;
  readonly convolveSparsely: (
    into: number,
    from: number,
    weights: number,
    pairs: number,
    step: number,
    points: number,
    channels: number,
  ) => void;
  readonly widen: (into: number, from: number, spline: number, step: number, width: number, channels: number) => void;
  readonly weighRows: (into: number, rows: number, weights: number, count: number) => void;
  readonly sumAcross: (
    into: number,
    from: number,
    places: number,
    weights: number,
    width: number,
    channels: number,
  ) => void;
  readonly sumRows: (into: number, rows: number, weights: number, count: number) => void;
  readonly reduceDown: (into: number, rows: number, weights: number, pairs: number, count: number) => void;
  readonly reduceWordsDown: (into: number, rows: number, weights: number, pairs: number, count: number) => void;
  readonly reduceAcross: (
    into: number,
    from: number,
    course: number,
    pairs: number,
    width: number,
    pixel: number,
  ) => void;
  readonly reduceWordsAcross: (
    into: number,
    from: number,
    course: number,
    pairs: number,
    width: number,
    pixel: number,
  ) => void;
  readonly transposeBytes: (
    into: number,
    intoStep: number,
    intoRow: number,
    from: number,
    fromStep: number,
    fromRow: number,
    blocks: number,
    room: number,
  ) => void;
  readonly transposeWords: (
    into: number,
    intoStep: number,
    intoRow: number,
    from: number,
    fromStep: number,
    fromRow: number,
    blocks: number,
    room: number,
  ) => void;
  readonly addRows: (sums: number, table: number, rows: number, count: number) => void;
  readonly addWordRows: (sums: number, table: number, rows: number, count: number) => void;
  readonly meanRow: (into: number, sums: number, of: number, count: number) => void;
  readonly meanWordRow: (into: number, sums: number, of: number, count: number) => void;
  readonly shrinkAcross: (into: number, from: number, of: number, width: number, channels: number) => void;
  readonly shrinkWordsAcross: (into: number, from: number, of: number, width: number, channels: number) => void;
  readonly repeatPixels: (row: number, length: number, pixel: number, before: number, after: number) => void;
  readonly widenBytes: (into: number, from: number, count: number) => void;
  readonly narrowWords: (into: number, from: number, count: number) => void;
  readonly multiplyAlpha: (row: number, count: number) => void;
  readonly divideAlpha: (row: number, count: number) => void;
  readonly addDifference: (
    into: number,
    row: number,
    blurred: number,
    count: number,
    amount: number,
    threshold: number,
  ) => void;
  readonly toBrightness: (
    into: number,
    row: number,
    weights: number,
    width: number,
    channels: number,
    colors: number,
  ) => void;
  readonly addBrightness: (
    row: number,
    blurred: number,
    weights: number,
    width: number,
    channels: number,
    colors: number,
    amount: number,
    threshold: number,
  ) => void;
  readonly loadPixels: (into: number, from: number, count: number, channels: number) => void;
  readonly findPlaces: (
    into: number,
    tile: number,
    stride: number,
    taps: number,
    course: number,
    x: number,
    y: number,
    count: number,
  ) => void;
  readonly sumPlaces: (into: number, places: number, stride: number, count: number) => void;
  readonly layOver: (row: number, picture: number, count: number, channels: number) => void;
  readonly layBlended: (row: number, picture: number, count: number, channels: number, way: number) => void;
  readonly paintRow: (into: number, plane: number, count: number, color: number, alpha: number) => void;
  readonly gateRow: (row: number, plane: number, count: number, outside: number) => void;
  readonly clear: (at: number, count: number) => void;
  readonly multiplyRows: (into: number, one: number, other: number, count: number) => void;
  readonly toXyb: (red: number, green: number, blue: number, count: number) => void;
  readonly compareRow: (sums: number, one: number, other: number, blurs: number, count: number) => void;
  readonly raiseRow: (row: number, other: number, count: number) => void;
  readonly spreadRow: (into: number, from: number, count: number, pixel: number, span: number) => void;
  readonly approachRow: (row: number, other: number, count: number, share: number) => void;
  readonly invertRow: (row: number, count: number) => void;
  readonly paletteBytes: () => number;
  readonly beginPalette: (table: number, colors: number, count: number) => void;
  readonly mapRows: (
    rows: number,
    count: number,
    channels: number,
    table: number,
    colors: number,
    share: number,
    errors: number,
  ) => void;
  readonly coverClear: (into: number, row: number, count: number, color: number) => number;
  readonly addNoise: (
    row: number,
    count: number,
    channels: number,
    x: number,
    y: number,
    scale: number,
    isGaussian: boolean,
    isMonochrome: boolean,
  ) => void;
  readonly dissolveRow: (
    into: number,
    from: number,
    count: number,
    channels: number,
    x: number,
    y: number,
    salt: number,
  ) => void;
  readonly premultiplyBytes: (row: number, count: number) => void;
  readonly unpremultiplyBytes: (row: number, count: number) => void;
  readonly takeAlpha: (into: number, row: number, count: number) => void;
  readonly copyScan: (into: number, from: number, end: number, state: number) => number;
  readonly combineCodes: (table: number) => void;
  readonly walkCodes: (state: number, plan: number, blocks: number, units: number, limit: number) => number;
  readonly showGround: (into: number, row: number, count: number, channels: number) => void;
}

/** The memory of the kernels; what grows takes its buffer away. */
interface KernelMemory {
  readonly buffer: ArrayBuffer;
  readonly grow: (pages: number) => number;
}

/** The kernels of this process, and the memory that they work in. */
type Started = Kernels & { readonly memory: KernelMemory };

/** Compiling without waiting, which the types leave out. */
const compile = WebAssembly.Module as unknown as new (bytes: Uint8Array) => WebAssembly.Module;

let started: Started | undefined;

/** Starts the kernels when they are first asked for: one to two milliseconds. */
export function startKernels(): Started {
  if (started) return started;
  const { exports } = new WebAssembly.Instance(new compile(readFileSync(packageFile('dist/kernels.wasm'))), {});
  return (started = exports as unknown as Started);
}
