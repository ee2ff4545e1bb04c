import { createReadStream, createWriteStream } from 'node:fs';
import { open, rename, type FileHandle } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { VideoFacts } from '../../../model/asset.ts';
import { printBox, printFullBox, readBoxHead } from '../../../system/iso-bmff.ts';
import { topBoxes, type BoxPlace } from './top-boxes.ts';
import { readAt } from '../../../system/read-at.ts';

const STEREO_MODES = { 'top-bottom': 1, 'side-by-side': 2 } as const;

/**
 * The metadata that says that a picture lies around its viewer (Spherical Video V2, Google's spatial-media specification): an
 * equirectangular one, whole, seen straight ahead.
 */
export function sphericalBoxes({ stereo }: VideoFacts): Buffer {
  const eyes = stereo === undefined ? 0 : STEREO_MODES[stereo];
  const pose = printFullBox('prhd', 0, 0, Buffer.alloc(12));
  const projection = printBox('proj', pose, printFullBox('equi', 0, 0, Buffer.alloc(16)));
  const source = printFullBox('svhd', 0, 0, Buffer.from('dmx\0', 'latin1'));
  return Buffer.concat([printFullBox('st3d', 0, 0, Buffer.from([eyes])), printBox('sv3d', source, projection)]);
}

/** A box whose content has changed, its size put right. */
function resized(parts: readonly Buffer[]): Buffer {
  const whole = Buffer.concat(parts);
  whole.writeUInt32BE(whole.length, 0);
  return whole;
}

/** A box with its children changed; `head` bytes stand before the first of them. */
function withChildren(whole: Buffer, head: number, change: (type: string, child: Buffer) => Buffer): Buffer {
  // A box that is not whole has none.
  if (whole.length < head) return whole;
  const parts = [whole.subarray(0, head)];
  for (let at = head; at + 8 <= whole.length;) {
    const { type, bytes } = readBoxHead(whole, at);
    if (bytes < 8 || at + bytes > whole.length) break;
    parts.push(change(type, whole.subarray(at, at + bytes)));
    at += bytes;
  }
  return resized(parts);
}

type Change = (child: Buffer) => Buffer;

/** Follows a path of container boxes and changes the end of the last one. */
function descend(whole: Buffer, [next, ...way]: readonly string[], change: Change): Buffer {
  if (next === undefined) return change(whole);
  return withChildren(whole, 8, (type, child) => (type === next ? descend(child, way, change) : child));
}

const SAMPLES = ['mdia', 'minf', 'stbl'] as const;

/** Adds boxes to every description of the picture's samples. */
export function describePicture(moov: Buffer, added: Buffer): Buffer {
  return descend(moov, ['trak'], (trak) => {
    // The head of a track with a picture.
    if (!trak.includes('vmhd', 0, 'latin1')) return trak;
    return descend(trak, [...SAMPLES, 'stsd'], (stsd) =>
      // Version, flags and the number of descriptions stand before them.
      withChildren(stsd, 16, (_type, sample) => resized([sample, added])),
    );
  });
}

/** Shifts the chunk offsets of a moov box, for media data after boxes that grew. */
export function moveSamples(moov: Buffer, by: number): Buffer {
  const moved = (wide: boolean) => (table: Buffer) => {
    const copy = Buffer.from(table);
    const bytes = wide ? 8 : 4;
    for (let at = 16; at + bytes <= copy.length; at += bytes) {
      if (wide) copy.writeBigUInt64BE(BigInt.asUintN(64, copy.readBigUInt64BE(at) + BigInt(by)), at);
      else copy.writeUInt32BE((copy.readUInt32BE(at) + by) >>> 0, at);
    }
    return copy;
  };
  const narrow = descend(moov, ['trak', ...SAMPLES, 'stco'], moved(false));
  return descend(narrow, ['trak', ...SAMPLES, 'co64'], moved(true));
}

/** The boxes of a file that come before its first sample, and that box itself; by type. */
async function describingBoxes(handle: FileHandle): Promise<ReadonlyMap<string, BoxPlace>> {
  const found = new Map<string, BoxPlace>();
  for await (const box of topBoxes(handle)) {
    found.set(box.type, box);
    if (found.has('moov') && found.has('mdat')) break;
  }
  return found;
}

/** A file with its moov box replaced. */
async function rewrite(file: string, { offset, bytes }: BoxPlace, moov: Buffer): Promise<void> {
  const aside = `${file}.spherical`;
  async function* parts(): AsyncGenerator<Buffer> {
    if (offset > 0) yield* createReadStream(file, { end: offset - 1 }) as AsyncIterable<Buffer>;
    yield moov;
    yield* createReadStream(file, { start: offset + bytes }) as AsyncIterable<Buffer>;
  }
  await pipeline(Readable.from(parts()), createWriteStream(aside));
  await rename(aside, file);
}

/**
 * Marks an MP4 file as spherical (360°) where its master is: ffmpeg's filters drop that. Projections other than
 * equirectangular are not marked.
 */
export async function keepSpherical(file: string, facts: VideoFacts): Promise<void> {
  if (facts.projection !== 'equirectangular') return;
  const handle = await open(file, 'r');
  try {
    const boxes = await describingBoxes(handle);
    const [place, samples] = [boxes.get('moov'), boxes.get('mdat')];
    if (place === undefined) return;
    const moov = await readAt(handle, place.offset, place.bytes);
    const told = describePicture(moov, sphericalBoxes(facts));
    const behind = samples !== undefined && samples.offset > place.offset;
    await rewrite(file, place, behind ? moveSamples(told, told.length - moov.length) : told);
  } finally {
    await handle.close();
  }
}
