import { SourceError } from '../../../model/errors.ts';
import type { Size } from '../../../model/geometry.ts';
import { type CodeTable, makeCodeTable, ScanBits } from './lossless-codes.ts';
import { type MarkedCoding, nextSegment } from './next-segment.ts';

/** The samples of a JPEG without loss, interleaved. */
export interface LosslessPicture extends Size {
  readonly components: number;
  /** Bits a sample. */
  readonly precision: number;
  readonly samples: Uint16Array;
}

interface Frame extends LosslessPicture {
  /** Names of the components in the order of the samples. */
  readonly names: readonly number[];
}

/** The tables and the frame that stand before a scan. */
interface Tables {
  frame?: Frame;
  readonly codes: Map<number, CodeTable>;
  /** Pixels between restarts; 0 = none. */
  interval: number;
}

// ITU-T T.81, table B.1.
const MARKER = { frame: 0xc3, codes: 0xc4, end: 0xd9, scan: 0xda, interval: 0xdd } as const;
// Start-of-frame markers for other coding processes.
const isOtherFrame = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && ![0xc3, 0xc4, 0xc8, 0xcc].includes(marker);
const NO_STEPS = 0x11;
const MOST_COMPONENTS = 4;

function refuse(got: string): SourceError {
  return new SourceError('SOURCE_FORMAT_UNSUPPORTED', `expected a JPEG of a kind that dmx reads, got one of ${got}`, {
    hint: 'Save it as TIFF or PNG.',
  });
}

function readFrame(data: Buffer, mostPixels: number): Frame {
  const [precision, height, width] = [data.readUInt8(0), data.readUInt16BE(1), data.readUInt16BE(3)];
  const components = data.readUInt8(5);
  const steps = Array.from({ length: components }, (_, i) => data.readUInt8(7 + 3 * i));
  const names = steps.map((_, i) => data.readUInt8(6 + 3 * i));
  if (precision < 2 || precision > 16 || width === 0 || height === 0 || components === 0)
    throw new RangeError(`expected a frame of pixels, got ${width}×${height} of ${precision} bits`);
  if (width * height > mostPixels)
    throw new RangeError(`expected at most ${mostPixels} pixels, got ${width}×${height}`);
  if (components > MOST_COMPONENTS || steps.some((step) => step !== steps[0] || (components > 1 && step !== NO_STEPS)))
    throw refuse('colours at less than full resolution without loss');
  return { width, height, components, precision, names, samples: new Uint16Array(width * height * components) };
}

function readCodes(data: Buffer, codes: Map<number, CodeTable>): void {
  for (let at = 0; at < data.length;) {
    const counts = data.subarray(at + 1, at + 17);
    const total = counts.reduce((sum, count) => sum + count, 0);
    codes.set(data.readUInt8(at), makeCodeTable(counts, data.subarray(at + 17, at + 17 + total)));
    at += 17 + total;
  }
}

/** Predicts a sample by those at the left, above, and above at the left (table H.1). */
const PREDICTORS: readonly ((left: number, above: number, corner: number) => number)[] = [
  () => 0,
  (left) => left,
  (_left, above) => above,
  (_left, _above, corner) => corner,
  (left, above, corner) => left + above - corner,
  (left, above, corner) => left + ((above - corner) >> 1),
  (left, above, corner) => above + ((left - corner) >> 1),
  (left, above) => (left + above) >> 1,
];

/** A component of a scan: its place among the samples of a pixel, and its codes. */
interface Channel {
  readonly place: number;
  readonly codes: CodeTable;
}

function channelsOf(data: Buffer, { names }: Frame, codes: Tables['codes']): Channel[] {
  return Array.from({ length: data.readUInt8(0) }, (_, i) => {
    const [place, table] = [names.indexOf(data.readUInt8(1 + 2 * i)), codes.get(data.readUInt8(2 + 2 * i) >> 4)];
    if (place < 0 || table === undefined) throw new RangeError('expected a component with codes in a scan');
    return { place, codes: table };
  });
}

/** A scan: what it is about, and how samples are predicted. */
interface Scan {
  readonly frame: Frame;
  readonly channels: readonly Channel[];
  readonly predict: (left: number, above: number, corner: number) => number;
  /** Bits that samples lack at their end. */
  readonly shift: number;
}

/** Reads the header of a scan. Throws RangeError. */
function openScan(data: Buffer, { frame, codes }: Tables): Scan {
  if (frame === undefined) throw new RangeError('expected a frame before the first scan');
  const channels = channelsOf(data, frame, codes);
  const shift = data.readUInt8(3 + 2 * channels.length) & 15;
  const predict = PREDICTORS[data.readUInt8(1 + 2 * channels.length)];
  if (predict === undefined || shift >= frame.precision) throw new RangeError('expected a predictor of samples');
  return { frame, channels, predict, shift };
}

/** Reads a row; one that nothing stands before is predicted from its left alone. */
function readRow({ frame, channels, predict, shift }: Scan, bits: ScanBits, y: number, isFirst: boolean): void {
  const { width, components, precision, samples } = frame;
  const row = width * components;
  const start = y * row;
  for (let at = start; at < start + row; at += components) {
    for (const { place, codes } of channels) {
      const to = at + place;
      const [left = 0, above = 0] = [samples[to - components], samples[to - row]];
      let predicted = at === start ? above : predict(left, above, samples[to - row - components] ?? 0);
      if (isFirst) predicted = at === start ? 1 << (precision - shift - 1) : left;
      samples[to] = predicted + bits.difference(codes);
    }
  }
}

/** Reads a scan into the samples of its frame, and answers where it ends. Throws SourceError, RangeError. */
function readScan(scan: Scan, bits: ScanBits, interval: number): number {
  const { width, height, components, samples } = scan.frame;
  if (interval % width !== 0) throw refuse('restarts within rows without loss');
  const rows = interval / width || height;
  for (let y = 0; y < height; y++) {
    if (y > 0 && y % rows === 0) bits.restart();
    readRow(scan, bits, y, y % rows === 0);
  }
  for (const { place } of scan.shift > 0 ? scan.channels : [])
    for (let i = place; i < samples.length; i += components) samples[i] = (samples[i] ?? 0) << scan.shift;
  return bits.end;
}

// T.81, B.1.1.5: a byte of ones in the data of a scan is followed by one of zeros.
const CODING = { name: 'JPEG', isMarker: (byte: number) => byte !== 0 } as const satisfies MarkedCoding;

/**
 * Reads a JPEG without loss in Huffman codes (ITU-T T.81, process 14), which no kept library reads of every depth: its
 * components as they are stored. Throws SourceError, or RangeError where it is damaged or has more than so many pixels.
 */
export function readLossless(jpeg: Buffer, mostPixels = Infinity): LosslessPicture {
  const tables: Tables = { codes: new Map(), interval: 0 };
  let left = Infinity;
  for (let at = 2; left > 0;) {
    const { marker, data, end } = nextSegment(jpeg, at, CODING);
    at = end;
    if (marker === MARKER.end) throw new RangeError('expected all components of a JPEG, got an end before the last');
    if (isOtherFrame(marker)) throw refuse('another coding than Huffman codes without loss');
    if (marker === MARKER.codes) readCodes(data, tables.codes);
    if (marker === MARKER.interval) tables.interval = data.readUInt16BE(0);
    if (marker === MARKER.frame) {
      tables.frame = readFrame(data, mostPixels);
      left = tables.frame.components;
    }
    if (marker === MARKER.scan) {
      const scan = openScan(data, tables);
      at = readScan(scan, new ScanBits(jpeg, at), tables.interval);
      left -= scan.channels.length;
    }
  }
  const { frame } = tables;
  if (frame === undefined) throw new RangeError('expected a frame of a JPEG, got none');
  return frame;
}
