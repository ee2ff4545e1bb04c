import { mapTuple } from '../../../base/map-tuple.ts';
import { open } from 'node:fs/promises';

import {
  areSound,
  codingOf,
  type ColorCoding,
  type Primaries,
  SRGB_PRIMARIES,
  type Transfer,
  unlessSrgb,
} from '../../image/color/coded-colors.ts';

/** Chunks that tell of colours and frames, by name (PNG, third edition, §11.3.2 and §11.3.6). */
type Chunks = ReadonlyMap<string, Buffer>;

const WANTED: ReadonlySet<string> = new Set(['cICP', 'iCCP', 'sRGB', 'gAMA', 'cHRM', 'acTL']);

// All of them stand before the pixels; no file has as many other chunks there.
const MOST_CHUNKS = 1_000;

async function readChunks(file: string): Promise<Chunks> {
  await using handle = await open(file, 'r');
  const found = new Map<string, Buffer>();
  const head = Buffer.alloc(8);
  for (let at = 8, i = 0; i < MOST_CHUNKS; i++) {
    if ((await handle.read(head, 0, 8, at)).bytesRead < 8) break;
    const [length, name] = [head.readUInt32BE(0), head.toString('latin1', 4, 8)];
    if (name === 'IDAT' || name === 'IEND') break;
    if (WANTED.has(name) && !found.has(name)) {
      const data = Buffer.alloc(Math.min(length, 32));
      await handle.read(data, 0, data.length, at + 8);
      found.set(name, data);
    }
    at += 12 + length;
  }
  return found;
}

const SRGB: ColorCoding = { primaries: SRGB_PRIMARIES, transfer: 'srgb' };

const FIXED = 100_000;

function primariesOf(chunk: Buffer | undefined): Primaries {
  if (chunk === undefined || chunk.length < 32) return SRGB_PRIMARIES;
  const [wx, wy, rx, ry, gx, gy, bx, by] = mapTuple(
    [0, 4, 8, 12, 16, 20, 24, 28],
    (at) => chunk.readUInt32BE(at) / FIXED,
  );
  const all: Primaries = [rx, ry, gx, gy, bx, by, wx, wy];
  return areSound(all) ? all : SRGB_PRIMARIES;
}

// ITU-T H.273: as the file's writer likes.
const UNSPECIFIED = 2;

/** Code points that say something (PNG, third edition, §11.3.2.6). */
function codeOf(chunk: Buffer | undefined): readonly [primaries: number, transfer: number] | undefined {
  if (chunk === undefined || chunk.length < 4) return undefined;
  const [primaries = UNSPECIFIED, transfer = UNSPECIFIED] = chunk;
  return primaries === UNSPECIFIED && transfer === UNSPECIFIED ? undefined : [primaries, transfer];
}

function transferOf(chunk: Buffer | undefined): Transfer {
  const value = chunk && chunk.length >= 4 ? chunk.readUInt32BE(0) : 0;
  return value > 0 ? { gamma: FIXED / value } : 'srgb';
}

/** Tells whether a PNG embeds a profile, sound or not. Throws the system's error. */
export const embedsProfile = async (file: string): Promise<boolean> => (await readChunks(file)).has('iCCP');

/**
 * The colour coding of a PNG by the chunk of highest priority (PNG 3rd edition §11.3.2: cICP, iCCP, sRGB, then gAMA and
 * cHRM). 'sRGB' where that is the result; undefined where no chunk tells, or the ICC profile does (`tagged`: a valid
 * one). Throws the system's error.
 */
export async function readPngCoding(file: string, tagged: boolean): Promise<ColorCoding | 'sRGB' | undefined> {
  const chunks = await readChunks(file);
  const code = codeOf(chunks.get('cICP'));
  // With both an ICC profile and an sRGB chunk, sRGB has to be stated: libvips would use the profile.
  if (code) return codingOf(...code) ?? (tagged ? SRGB : 'sRGB');
  if (tagged) return undefined;
  if (chunks.has('sRGB')) return 'sRGB';
  if (!chunks.has('gAMA') && !chunks.has('cHRM')) return undefined;
  const primaries = primariesOf(chunks.get('cHRM'));
  return unlessSrgb({ primaries, transfer: transferOf(chunks.get('gAMA')) }) ?? 'sRGB';
}

// Of a number in a PNG (third edition, §7.1): what is larger is none.
const MOST = 2 ** 31 - 1;

/** Number of frames of an animation; 1 without an acTL chunk, or one with no frames. Throws the system's error. */
export async function readPngFrames(file: string): Promise<number> {
  const control = (await readChunks(file)).get('acTL');
  const told = control && control.length >= 4 ? control.readUInt32BE(0) : 1;
  return told > MOST ? 1 : Math.max(1, told);
}
