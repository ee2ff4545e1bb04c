import type { FileHandle } from 'node:fs/promises';
import { boxesIn, findBox } from '../../../system/iso-bmff.ts';
import { readAt } from '../../../system/read-at.ts';

/** A piece of a file. */
export interface Place {
  readonly at: number;
  readonly bytes: number;
}

const FUJI = 'FUJIFILMCCD-RAW ';

// The place of the JPEG, and its bytes.
const FUJI_JPEG = 84;

/** The JPEG in a raw of Fujifilm; undefined where a file is none. */
export async function placesInFuji(handle: FileHandle): Promise<readonly Place[] | undefined> {
  const head = await readAt(handle, 0, FUJI_JPEG + 8);
  if (!head.toString('latin1').startsWith(FUJI)) return undefined;
  return [{ at: head.readUInt32BE(FUJI_JPEG), bytes: head.readUInt32BE(FUJI_JPEG + 4) }];
}

const CR3 = 'ftypcrx ';

// Canon's has forty kilobytes; it stands behind the type of the file.
const MOST_MOVIE_BYTES = 2 ** 24;

/** The `moov` box of a CR3; undefined for other files. */
async function readMovie(handle: FileHandle): Promise<Buffer | undefined> {
  const type = await readAt(handle, 0, CR3.length + 4);
  if (type.toString('latin1', 4) !== CR3) return undefined;
  const start = type.readUInt32BE(0);
  const head = await readAt(handle, start, 8);
  if (head.length < 8 || head.toString('latin1', 4) !== 'moov') return Buffer.alloc(0);
  return readAt(handle, start + 8, Math.min(MOST_MOVIE_BYTES, Math.max(8, head.readUInt32BE(0)) - 8));
}

/** The place of the one sample that a track of a CR3 has; its bytes are said for all samples, or for each. */
function sampleOf(track: Buffer): readonly Place[] {
  const table = findBox(track, 'mdia', 'minf', 'stbl');
  const [sizes, places] = [table && findBox(table, 'stsz'), table && findBox(table, 'co64')];
  // Version and flags stand in front, and a count.
  if (sizes === undefined || places === undefined || sizes.length < 12 || places.length < 16) return [];
  const same = sizes.readUInt32BE(4);
  const bytes = same > 0 || sizes.length < 16 ? same : sizes.readUInt32BE(12);
  return [{ at: Number(places.readBigUInt64BE(8)), bytes }];
}

/** The samples of the tracks in a CR3 of Canon, of which one is the JPEG; undefined where a file is none. */
export async function placesInBoxes(handle: FileHandle): Promise<readonly Place[] | undefined> {
  const movie = await readMovie(handle);
  return movie && boxesIn(movie).flatMap(({ type, content }) => (type === 'trak' ? sampleOf(content) : []));
}

// Of the box of Canon's own: sixteen bytes of its name stand in front of the boxes in it.
const NAME_BYTES = 16;

/** The first directory of the EXIF that a CR3 of Canon has, as a TIFF; undefined where a file is none. */
export async function canonExif(handle: FileHandle): Promise<Buffer | undefined> {
  const movie = await readMovie(handle);
  const own = movie && findBox(movie, 'uuid');
  return own && findBox(own.subarray(NAME_BYTES), 'CMT1');
}
