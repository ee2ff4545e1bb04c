import type { FileHandle } from 'node:fs/promises';
import type { Size } from '../../../model/geometry.ts';
import type { Timing } from '../../picture.ts';
import { boxesIn, findBox, printBox } from '../../../system/iso-bmff.ts';
import { damaged, numberAt, readSamples, type SampleTables, samplesUpTo, sampleTicks } from './samples.ts';
import { type CodedFrame, printStill } from './still.ts';

/** Pictures one after the other (ISO/IEC 23008-12 §7): how many there are, and each by itself. */
export interface Sequence {
  readonly frames: number;
  /** The size of each frame in pixels, for AV1 tracks, whose frames can be decoded out of order. */
  readonly size: Size | undefined;
  /** Throws SourceError. */
  readonly timing: () => Timing;
  /**
   * Reads a picture into a file of its own; of one that is not the first together with those that it follows from, which a
   * decoder of AV1 takes for one picture, the last of them. Throws SourceError, or the system's error.
   */
  readonly readStill: (handle: FileHandle, frame?: number) => Promise<Buffer>;
}

/** A track of pictures or of their opacities. */
interface Track {
  readonly id: number;
  /** `pict`, `vide`: pictures; `auxv`: what belongs to those of another track. */
  readonly handler: string;
  readonly content: Buffer;
}

function tracksOf(movie: Buffer): readonly Track[] {
  return boxesIn(movie).flatMap(({ type, content }) => {
    if (type !== 'trak') return [];
    const header = findBox(content, 'tkhd');
    const handler = findBox(content, 'mdia', 'hdlr');
    if (!header || !handler) return [];
    const id = numberAt(header, header[0] === 1 ? 20 : 12, 4);
    return [{ id, handler: handler.toString('latin1', 8, 12), content }];
  });
}

function tableOf({ content }: Track, name: string): Buffer | undefined {
  return findBox(content, 'mdia', 'minf', 'stbl', name);
}

function tableThere(track: Track, name: string): Buffer {
  const table = tableOf(track, name);
  if (table === undefined) throw damaged(`a table ${name}`, 'none');
  return table;
}

const framesOf = (track: Track): number => numberAt(tableThere(track, 'stsz'), 8, 4);

function tablesOf(track: Track): SampleTables {
  const wide = tableOf(track, 'co64');
  return {
    sizes: tableThere(track, 'stsz'),
    chunks: wide ?? tableThere(track, 'stco'),
    wide: wide !== undefined,
    runs: tableThere(track, 'stsc'),
    keys: tableOf(track, 'stss'),
  };
}

// What a sample entry has before its boxes (ISO/IEC 14496-12 §12.1.3).
const VISUAL_ENTRY_BYTES = 78;

// Boxes of a sample entry that are properties of an item as well.
const PROPERTIES = /^(?:hvcC|av1C|colr|pixi|clli|mdcv)$/;

/** The description of a track's pictures: how they are coded, and their size. */
function entryOf(track: Track): Omit<CodedFrame, 'data'> {
  const [entry] = boxesIn(tableThere(track, 'stsd').subarray(8));
  if (!entry || entry.content.length < VISUAL_ENTRY_BYTES) throw damaged('a description of pictures', 'none');
  return {
    type: entry.type === 'hev1' ? 'hvc1' : entry.type,
    width: numberAt(entry.content, 24, 2),
    height: numberAt(entry.content, 26, 2),
    properties: boxesIn(entry.content.subarray(VISUAL_ENTRY_BYTES)).flatMap(({ type, content }) =>
      PROPERTIES.test(type) ? [printBox(type, content)] : [],
    ),
  };
}

async function readFrame(handle: FileHandle, track: Track, frame: number): Promise<CodedFrame> {
  const entry = entryOf(track);
  return { ...entry, data: await readSamples(handle, samplesUpTo(frame, tablesOf(track))) };
}

/** The track that tells the opacity of another's pictures. */
function opacityOf(tracks: readonly Track[], of: Track): Track | undefined {
  return tracks.find(({ handler, content }) => {
    const reference = findBox(content, 'tref', 'auxl');
    return (
      handler === 'auxv' && reference !== undefined && reference.length >= 4 && reference.readUInt32BE(0) === of.id
    );
  });
}

/** Milliseconds of each picture. */
function delaysOf(track: Track, frames: number): readonly number[] {
  const header = findBox(track.content, 'mdia', 'mdhd');
  if (header === undefined) throw damaged('a clock', 'none');
  const ticks = numberAt(header, header[0] === 1 ? 20 : 12, 4);
  return sampleTicks(tableThere(track, 'stts'), frames).map((time) => Math.round((1000 * time) / Math.max(1, ticks)));
}

/** A length that lasts for ever, in either version of a box. */
const FOR_EVER = new Set([2 ** 32 - 1, 2 ** 64 - 1]);

/** A length at a place of a box whose first byte says whether it has four bytes or eight. */
function lengthAt(box: Buffer, at: number): number {
  return box[0] === 1 ? numberAt(box, at, 4) * 2 ** 32 + numberAt(box, at + 4, 4) : numberAt(box, at, 4);
}

/** Times that pictures are shown, by the list that repeats them; without one browsers show them for ever. */
function loopOf({ content }: Track): number {
  const [list, header] = [findBox(content, 'edts', 'elst'), findBox(content, 'tkhd')];
  if (list === undefined || header === undefined) return 0;
  // The last bit of its flags.
  if ((numberAt(list, 2, 2) & 1) === 0) return 1;
  const whole = lengthAt(header, header[0] === 1 ? 28 : 20);
  return FOR_EVER.has(whole) ? 0 : Math.max(1, Math.ceil(whole / Math.max(1, lengthAt(list, 8))));
}

/** Finds the pictures in a file's box of tracks; undefined where none is of pictures. Throws SourceError. */
export function findSequence(movie: Buffer): Sequence | undefined {
  const tracks = tracksOf(movie);
  const pictures = tracks.find(({ handler }) => handler === 'pict') ?? tracks.find(({ handler }) => handler === 'vide');
  if (pictures === undefined) return undefined;
  const opacity = opacityOf(tracks, pictures);
  const readStill = async (handle: FileHandle, frame = 0): Promise<Buffer> => {
    const picture = await readFrame(handle, pictures, frame);
    return printStill([picture, ...(opacity ? [await readFrame(handle, opacity, frame)] : [])]);
  };
  const frames = framesOf(pictures);
  const timing = (): Timing => ({ delay: delaysOf(pictures, frames), loop: loopOf(pictures) });
  const entry = entryOf(pictures);
  return { frames, size: entry.type === 'av01' ? entry : undefined, timing, readStill };
}
