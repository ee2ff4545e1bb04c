import type { FileHandle } from 'node:fs/promises';
import { SourceError } from '../../../model/errors.ts';
import { boxesIn, findBox, printBox } from '../foreign/boxes.ts';
import { type CodedFrame, printStill } from './still.ts';

/** Pictures one after the other (ISO/IEC 23008-12 §7): how many there are, and the first. */
export interface Sequence {
  readonly frames: number;
  /** Reads the first picture into a file of its own, of some kilobytes. Throws SourceError, or the system's error. */
  readonly readStill: (handle: FileHandle) => Promise<Buffer>;
}

/** A track of pictures or of their opacities. */
interface Track {
  readonly id: number;
  /** `pict`, `vide`: pictures; `auxv`: what belongs to those of another track. */
  readonly handler: string;
  readonly content: Buffer;
}

// The longest sequences have some thousand frames of a few dozen bytes each in their tables.
const MOST_FRAME_BYTES = 256 * 2 ** 20;

const damaged = (expected: string, got: string | number): SourceError =>
  new SourceError('SOURCE_CORRUPT', `expected ${expected} in a sequence of pictures, got ${got}`, {
    hint: 'Export or upload the master again; the file is damaged or was cut off.',
  });

/** Reads a number of a box. Throws SourceError where the box ends before. */
function numberAt(box: Buffer, at: number, bytes: 2 | 4): number {
  if (at + bytes > box.length) throw damaged(`${at + bytes} bytes in a box`, box.length);
  return box.readUIntBE(at, bytes);
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

function firstPlace(track: Track): number {
  const wide = tableOf(track, 'co64');
  if (wide === undefined) return numberAt(tableThere(track, 'stco'), 8, 4);
  return numberAt(wide, 8, 4) * 2 ** 32 + numberAt(wide, 12, 4);
}

// What a sample entry has before its boxes (ISO/IEC 14496-12 §12.1.3).
const VISUAL_ENTRY_BYTES = 78;

// Boxes of a sample entry that are properties of an item as well.
const PROPERTIES = /^(?:hvcC|av1C|colr|pixi|clli|mdcv)$/;

async function firstFrame(handle: FileHandle, track: Track): Promise<CodedFrame> {
  const [entry] = boxesIn(tableThere(track, 'stsd').subarray(8));
  if (!entry || entry.content.length < VISUAL_ENTRY_BYTES) throw damaged('a description of pictures', 'none');
  const sizes = tableThere(track, 'stsz');
  const same = numberAt(sizes, 4, 4);
  const bytes = same > 0 ? same : numberAt(sizes, 12, 4);
  if (bytes > MOST_FRAME_BYTES) throw damaged(`a picture of at most ${MOST_FRAME_BYTES} bytes`, bytes);
  const data = Buffer.alloc(bytes);
  const { bytesRead } = await handle.read(data, 0, bytes, firstPlace(track));
  if (bytesRead < bytes) throw damaged(`${bytes} bytes of a picture`, bytesRead);
  return {
    type: entry.type === 'hev1' ? 'hvc1' : entry.type,
    width: numberAt(entry.content, 24, 2),
    height: numberAt(entry.content, 26, 2),
    properties: boxesIn(entry.content.subarray(VISUAL_ENTRY_BYTES)).flatMap(({ type, content }) =>
      PROPERTIES.test(type) ? [printBox(type, content)] : [],
    ),
    data,
  };
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

/** Finds the pictures in a file's box of tracks; undefined where none is of pictures. Throws SourceError. */
export function findSequence(movie: Buffer): Sequence | undefined {
  const tracks = tracksOf(movie);
  const pictures = tracks.find(({ handler }) => handler === 'pict') ?? tracks.find(({ handler }) => handler === 'vide');
  if (pictures === undefined) return undefined;
  const opacity = opacityOf(tracks, pictures);
  const readStill = async (handle: FileHandle): Promise<Buffer> =>
    printStill([await firstFrame(handle, pictures), ...(opacity ? [await firstFrame(handle, opacity)] : [])]);
  return { frames: framesOf(pictures), readStill };
}
