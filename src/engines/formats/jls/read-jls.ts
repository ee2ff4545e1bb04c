import { mapTuple } from '../../../base/map-tuple.ts';
import { SourceError } from '../../../model/errors.ts';
import type { Size } from '../../../model/geometry.ts';
import { type MarkedCoding, nextSegment } from '../jpeg/next-segment.ts';
import { LsBits } from './bits.ts';
import { unmix } from './color-transform.ts';
import { LsContexts } from './contexts.ts';
import { LsRows, readLine, readPixels } from './lines.ts';
import { type LsPresets, scanParameters } from './parameters.ts';

/** The samples of a JPEG-LS, interleaved. */
export interface LsPicture extends Size {
  readonly components: number;
  /** Bits a sample. */
  readonly precision: number;
  readonly samples: Uint8Array | Uint16Array;
}

interface Frame extends LsPicture {
  /** Names of the components in the order of the samples. */
  readonly names: readonly number[];
}

/** The numbers that stand before a scan. */
interface Tables {
  frame?: Frame;
  presets?: LsPresets;
  /** Rows between restarts; 0 = none. */
  interval: number;
  /** The way in which colours are mixed; 0 = not. */
  transform: number;
}

// ITU-T T.87, table C.1, and those of T.81 that it takes over; Hewlett-Packard's note on mixed colours.
const MARKER = { frame: 0xf7, presets: 0xf8, end: 0xd9, scan: 0xda, interval: 0xdd, mixed: 0xe8 } as const;
const isOtherFrame = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xcc;
const FULL_RESOLUTION = 0x11;
const PRESET_NUMBERS = 1;
const WAYS = { planes: 0, lines: 1, pixels: 2 } as const;

function refuse(got: string): SourceError {
  return new SourceError(
    'SOURCE_FORMAT_UNSUPPORTED',
    `expected a JPEG-LS of a kind that dmx reads, got one of ${got}`,
    {
      hint: 'Save it as TIFF or PNG.',
    },
  );
}

function readFrame(data: Buffer, mostPixels: number): Frame {
  const [precision, height, width] = [data.readUInt8(0), data.readUInt16BE(1), data.readUInt16BE(3)];
  const names = Array.from({ length: data.readUInt8(5) }, (_, i) => data.readUInt8(6 + 3 * i));
  if (precision < 2 || precision > 16 || width === 0 || height === 0 || names.length === 0)
    throw new RangeError(`expected a frame of pixels, got ${width}×${height} of ${precision} bits`);
  if (width * height > mostPixels)
    throw new RangeError(`expected at most ${mostPixels} pixels, got ${width}×${height}`);
  if (names.length > 1 && names.some((_, i) => data.readUInt8(7 + 3 * i) !== FULL_RESOLUTION))
    throw refuse('colours at less than full resolution');
  const [components, count] = [names.length, width * height * names.length];
  const samples = precision > 8 ? new Uint16Array(count) : new Uint8Array(count);
  return { width, height, components, precision, names, samples };
}

function readPresets(data: Buffer): LsPresets {
  if (data.readUInt8(0) !== PRESET_NUMBERS) throw refuse('a palette, or of more than 65,535 pixels a side');
  const [most, first, second, third, reset] = mapTuple([1, 3, 5, 7, 9], (at) => data.readUInt16BE(at));
  return { most, thresholds: [first, second, third], reset };
}

/** A scan: its components by their places among the samples of a pixel, and how these follow each other. */
interface Scan {
  readonly frame: Frame;
  readonly places: readonly number[];
  readonly way: number;
  readonly open: (bits: LsBits) => LsContexts;
}

function openScan(data: Buffer, tables: Tables): Scan {
  const { frame, presets } = tables;
  if (frame === undefined) throw new RangeError('expected a frame before the first scan');
  const count = data.readUInt8(0);
  const places = Array.from({ length: count }, (_, i) => {
    if (data.readUInt8(2 + 2 * i) !== 0) throw refuse('a palette');
    return frame.names.indexOf(data.readUInt8(1 + 2 * i));
  });
  const [near, way, shift] = mapTuple([1, 2, 3], (i) => data.readUInt8(2 * count + i));
  if (places.length === 0 || places.includes(-1) || way > WAYS.pixels || (way === WAYS.planes && count > 1))
    throw new RangeError('expected components in a scan');
  if ((shift & 15) > 0) throw refuse('samples without their last bits');
  const parameters = scanParameters(presets, near, frame.precision);
  return { frame, places, way, open: (bits) => new LsContexts(bits, parameters) };
}

/** Copies rows to their places among the samples of a picture. */
function keepRows(
  { width, components, samples }: Frame,
  rows: readonly LsRows[],
  places: readonly number[],
  y: number,
) {
  for (const [i, { row }] of rows.entries()) {
    let to = y * width * components + (places[i] ?? 0);
    for (let x = 1; x <= width; x++, to += components) samples[to] = row[x] ?? 0;
  }
}

/** Reads a scan into the samples of its frame; answers its end. Throws RangeError. */
function readScan({ frame, places, way, open }: Scan, bits: LsBits, interval: number): number {
  const { width, height } = frame;
  const rows = places.map(() => new LsRows(width));
  const band = interval || height;
  for (let start = 0; start < height; start += band) {
    if (start > 0) bits.restart();
    const contexts = open(bits);
    for (const one of rows) one.clear();
    for (let y = start; y < Math.min(height, start + band); y++) {
      for (const one of rows) one.next();
      if (way === WAYS.pixels) readPixels(rows, width, contexts);
      else for (const one of rows) readLine(one, width, contexts);
      keepRows(frame, rows, places, y);
    }
  }
  return bits.end;
}

// T.87, A.1: data of a scan have a 0 as their first bit behind a byte of ones.
const CODING = { name: 'JPEG-LS', isMarker: (byte: number) => byte >= 0x80 } as const satisfies MarkedCoding;

/** Reads a marker segment before the scans. Throws SourceError, RangeError. */
function takeSegment(tables: Tables, marker: number, data: Buffer, mostPixels: number): void {
  if (isOtherFrame(marker)) throw refuse('another coding');
  if (marker === MARKER.frame) {
    if (tables.frame !== undefined) throw new RangeError('expected one frame of a JPEG-LS, got a second one');
    tables.frame = readFrame(data, mostPixels);
  }
  if (marker === MARKER.presets) tables.presets = readPresets(data);
  if (marker === MARKER.interval) tables.interval = data.readUIntBE(0, Math.min(4, data.length));
  if (marker === MARKER.mixed && data.toString('latin1', 0, 4) === 'mrfx') tables.transform = data.readUInt8(4);
}

/**
 * Reads a JPEG-LS (ITU-T T.87), without loss or nearly so: its components as they are stored. Takes a bounded time for each pixel,
 * whatever the file holds. Throws SourceError, or RangeError where it is damaged or has more than so many pixels.
 */
export function readJls(file: Buffer, mostPixels = Infinity): LsPicture {
  const tables: Tables = { interval: 0, transform: 0 };
  let left = Infinity;
  for (let at = 2; left > 0;) {
    const { marker, data, end } = nextSegment(file, at, CODING);
    at = end;
    if (marker === MARKER.end) throw new RangeError('expected all components of a JPEG-LS, got an end before the last');
    if (marker === MARKER.scan) {
      const scan = openScan(data, tables);
      at = readScan(scan, new LsBits(file, at), tables.interval);
      left -= scan.places.length;
      continue;
    }
    takeSegment(tables, marker, data, mostPixels);
    if (marker === MARKER.frame) left = tables.frame?.components ?? Infinity;
  }
  const { frame, transform } = tables;
  if (frame === undefined) throw new RangeError('expected a frame of a JPEG-LS, got none');
  if (transform > 0 && frame.components === 3) unmix(frame.samples, transform, frame.precision);
  return frame;
}
