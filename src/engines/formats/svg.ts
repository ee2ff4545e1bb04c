import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';

import { SourceError } from '../../model/errors.ts';
import { toSourceError } from '../image/source-error.ts';
import { readWithLibvips } from './libvips/read-with-libvips.ts';

// Drawings of maps have some megabytes of text; what is made of it in memory is ten times as large.
const MOST_UNPACKED_BYTES = 32 * 2 ** 20;

async function isCompressed(file: string): Promise<boolean> {
  await using handle = await open(file, 'r');
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(2), 0, 2, 0);
  return bytesRead === 2 && buffer.readUInt16BE(0) === 0x1f_8b;
}

function tooLarge(file: string): SourceError {
  const most = MOST_UNPACKED_BYTES / 2 ** 20;
  return new SourceError('SOURCE_TOO_LARGE', `expected a drawing of at most ${most} MB when it is unpacked, got more`, {
    place: file,
    hint: 'Simplify the drawing, or export it as a picture.',
  });
}

/** Throws SourceError where a compressed drawing (svgz) unpacks to more than any drawing needs, or is damaged. */
async function checkUnpacked(file: string): Promise<void> {
  if (!(await isCompressed(file))) return;
  const packed = createReadStream(file);
  const unpacked = createGunzip();
  packed.on('error', (error) => unpacked.destroy(error)).pipe(unpacked);
  let bytes = 0;
  try {
    for await (const chunk of unpacked) {
      bytes += (chunk as Buffer).length;
      if (bytes > MOST_UNPACKED_BYTES) throw tooLarge(file);
    }
  } catch (error) {
    throw toSourceError(error);
  } finally {
    packed.destroy();
  }
}

export const svg = { decoder: readWithLibvips({ check: checkUnpacked }), encoder: undefined };
