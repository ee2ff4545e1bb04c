import { open } from 'node:fs/promises';

import {
  codingOf,
  type ColorCoding,
  type Primaries,
  SRGB_PRIMARIES,
  unlessSrgb,
} from '../../image/color/coded-colors.ts';

/** Chunks that tell of colours, by name (PNG, third edition, §11.3.2). */
type Chunks = ReadonlyMap<string, Buffer>;

const WANTED: ReadonlySet<string> = new Set(['cICP', 'iCCP', 'sRGB', 'gAMA', 'cHRM']);

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

const FIXED = 100_000;

function primariesOf(chunk: Buffer | undefined): Primaries {
  if (chunk === undefined || chunk.length < 32) return SRGB_PRIMARIES;
  const [wx = 0, wy = 0, ...colors] = Array.from({ length: 8 }, (_, i) => chunk.readUInt32BE(4 * i) / FIXED);
  const all = [...colors, wx, wy] as unknown as Primaries;
  return [all[1], all[3], all[5], wy].every((y) => y > 0) ? all : SRGB_PRIMARIES;
}

/**
 * The coding of colours that a PNG tells, by the chunk that counts most; undefined = sRGB, or a profile says. Throws
 * the system's error.
 */
export async function readPngCoding(file: string): Promise<ColorCoding | undefined> {
  const chunks = await readChunks(file);
  const code = chunks.get('cICP');
  if (chunks.has('iCCP')) return undefined;
  if (code && code.length >= 4) return codingOf(code[0] ?? 2, code[1] ?? 2);
  if (chunks.has('sRGB')) return undefined;
  const gamma = chunks.get('gAMA');
  const value = gamma && gamma.length >= 4 ? gamma.readUInt32BE(0) : 0;
  const transfer = value > 0 ? { gamma: FIXED / value } : 'srgb';
  return unlessSrgb({ primaries: primariesOf(chunks.get('cHRM')), transfer });
}
