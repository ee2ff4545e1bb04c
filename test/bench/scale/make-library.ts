import { mkdir } from 'node:fs/promises';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';

// What people put into one folder of a shop's library; more folders cost a walk more, larger ones nothing.
const FOLDER_SIZE = 500;

// The smallest side whose pixels, three bytes each, still hold a number and look like something.
const SIDE = 8;

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

function folderName(index: number): string {
  return `set-${String(Math.floor(index / FOLDER_SIZE)).padStart(4, '0')}`;
}

/** The folder that holds the first assets: renditions of these are made for real. */
export const FIRST_FOLDER = folderName(0);

/** A chunk of a PNG: length, type, data, checksum. */
function pngChunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, checksum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  checksum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, checksum]);
}

/** The rows of a slope of colour, each after its filter byte (none). The first pixels spell `index`: no two are alike. */
function pixelRows(index: number): Buffer {
  const stride = 1 + 3 * SIDE;
  const rows = Buffer.alloc(SIDE * stride);
  for (let at = 0; at < rows.length; at++) rows[at] = at % stride === 0 ? 0 : (at * 5 + index * 7) % 256;
  rows.writeUInt32BE(index, 1);
  return rows;
}

/** An RGB picture of 8 × 8 pixels as a PNG file; another one for every index. */
function tinyPng(index: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(SIDE, 0);
  header.writeUInt32BE(SIDE, 4);
  // Eight bits a sample, RGB.
  header.set([8, 2], 8);
  return Buffer.concat([
    SIGNATURE,
    pngChunk('IHDR', header),
    pngChunk('IDAT', deflateSync(pixelRows(index), { level: 1 })),
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
}

/** The paths of the masters of a library of `count`. */
export function* libraryPaths(count: number): Generator<string> {
  for (let index = 0; index < count; index++) {
    yield `${folderName(index)}/picture-${String(index).padStart(6, '0')}.png`;
  }
}

/** Writes `count` distinct masters into folders below `library`. */
export async function makeLibrary(library: string, count: number): Promise<void> {
  let index = 0;
  for (const path of libraryPaths(count)) {
    if (index % FOLDER_SIZE === 0) await mkdir(join(library, folderName(index)), { recursive: true });
    writeFileSync(join(library, path), tinyPng(index++));
  }
}
