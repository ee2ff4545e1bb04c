import type { FileHandle } from 'node:fs/promises';
import { type ExrFile, pieceBytes, placeOf } from './exr-file.ts';
import type { Role } from './exr-channels.ts';
import { type ExrPart, rowsOf } from './exr-header.ts';
import { bytesOf, channelsOf, eachRun, type ExrPiece, type PieceChannel, unpackPiece } from './exr-piece.ts';

/** The samples of a channel, row by row: floats of 16 bits as their bits, or of 32 bits. */
export interface ExrPlane {
  readonly samples: Uint16Array | Float32Array;
  readonly columns: number;
  readonly rows: number;
  /** The first of the places that it has samples at, and how far they are apart. */
  readonly first: readonly [x: number, y: number];
  readonly step: readonly [x: number, y: number];
}

export type ExrPlanes = ReadonlyMap<Role, ExrPlane>;

const FLOATS_OF_16 = 1;

const firstOf = (place: number, step: number): number => Math.ceil(place / step) * step;

function makePlane({ channel, samples, rows }: PieceChannel, { left, top }: ExrPiece): ExrPlane {
  const { type, sampling } = channel;
  const count = samples * rows;
  return {
    samples: type === FLOATS_OF_16 ? new Uint16Array(count) : new Float32Array(count),
    ...{ columns: samples, rows, step: sampling, first: [firstOf(left, sampling[0]), firstOf(top, sampling[1])] },
  };
}

/** The box of a piece by what stands in front of it: the number of its first row, or of its tile. */
function boxOf(part: ExrPart, head: readonly number[]): ExrPiece {
  const [left, top, right, bottom] = part.window;
  const [x = 0, y = 0] = head;
  const { tile } = part;
  const box = tile
    ? { left: left + x * tile[0], top: top + y * tile[1], width: tile[0], height: tile[1] }
    : { left, top: x, width: part.width, height: rowsOf(part) ?? 1 };
  if (box.left < left || box.left > right || box.top < top || box.top > bottom) {
    throw new RangeError('expected a piece of an OpenEXR that lies in its picture');
  }
  return {
    ...box,
    width: Math.min(box.width, right - box.left + 1),
    height: Math.min(box.height, bottom - box.top + 1),
  };
}

/** Copies the samples of a piece to where they lie in the planes; bytes of both are in the order of this machine. */
function place(
  bytes: Buffer,
  piece: ExrPiece,
  channels: readonly PieceChannel[],
  planes: readonly (ExrPlane | undefined)[],
) {
  let at = 0;
  eachRun(piece, channels, (i, row) => {
    const { samples = 0, bytes: size = 2 } = channels[i] ?? {};
    const plane = planes[i];
    if (plane) {
      const column = (firstOf(piece.left, plane.step[0]) - plane.first[0]) / plane.step[0];
      const line = (firstOf(piece.top, plane.step[1]) - plane.first[1]) / plane.step[1] + row;
      const target = new Uint8Array(plane.samples.buffer, size * (line * plane.columns + column), size * samples);
      target.set(bytes.subarray(at, at + size * samples));
    }
    at += size * samples;
  });
}

const wholeOf = ({ window, width, height }: ExrPart): ExrPiece => ({ left: window[0], top: window[1], width, height });

// What a piece takes beside the planes: packed, unpacked, as numbers, as planes and as rows.
const PIECE_COPIES = 5;

/** The bytes that `readPlanes` takes: channels of the picture, and all channels of the largest piece. */
export function planesBytes(part: ExrPart, roles: ReadonlyMap<string, Role>): number {
  const whole = wholeOf(part);
  const channels = channelsOf(part, whole);
  const planes = bytesOf(channels.filter(({ channel }) => roles.has(channel.name)));
  const [width, height] = part.tile ?? [part.width, rowsOf(part) ?? 1];
  const piece = { ...whole, width: Math.min(width, part.width), height: Math.min(height, part.height) };
  return planes + PIECE_COPIES * bytesOf(channelsOf(part, piece));
}

/** Reads the pieces of a picture as they are packed. Throws SourceError where the file is cut off, RangeError where it is damaged. */
export async function* readPieces(handle: FileHandle, file: ExrFile) {
  for (const at of file.places) {
    const found = await placeOf(handle, file, at);
    const piece = boxOf(file.part, found.head);
    const channels = channelsOf(file.part, piece);
    yield { piece, channels, packed: await pieceBytes(handle, found, channels) };
  }
}

/**
 * Unpacks the channels of a picture, piece by piece. Throws SourceError where the file is cut off, RangeError or what zlib throws where it is
 * damaged.
 */
export async function readPlanes(handle: FileHandle, file: ExrFile): Promise<ExrPlanes> {
  const { part, choice } = file;
  const whole = wholeOf(part);
  const planes = channelsOf(part, whole).map((one) =>
    choice.roles.has(one.channel.name) ? makePlane(one, whole) : undefined,
  );
  for await (const { piece, channels, packed } of readPieces(handle, file)) {
    place(unpackPiece(part, packed, piece, channels), piece, channels, planes);
  }
  return new Map(
    part.channels.flatMap(({ name }, i) => {
      const [role, plane] = [choice.roles.get(name), planes[i]];
      return role && plane ? [[role, plane] as const] : [];
    }),
  );
}
