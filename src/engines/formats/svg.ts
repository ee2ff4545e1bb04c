import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';

import { SourceError } from '../../model/errors.ts';
import { toSourceError } from '../image/source-error.ts';
import type { Decoder } from './decoder.ts';
import { probeWithLibvips } from './libvips/read-with-libvips.ts';
import { drawMeasured, hasOtherLengths, measure } from './libvips/draw-measured.ts';
import { outsideReference } from './svg/outside-references.ts';

// Drawings of maps have some megabytes of text; what is made of it in memory is ten times as large.
const MOST_TEXT_BYTES = 32 * 2 ** 20;

// librsvg holds some 1.7 kB of an element: these take 340 MB, and maps have some ten thousand of them.
const MOST_ELEMENTS = 200_000;

const GZIP = 0x1f_8b;

function tooLarge(file: string, most: string): SourceError {
  return new SourceError('SOURCE_TOO_LARGE', `expected a drawing of at most ${most}, got more`, {
    place: file,
    hint: 'Simplify the drawing, or export it as a picture.',
  });
}

/** The bytes of a stream. Throws SourceError for more than a drawing needs. */
async function readBounded(stream: AsyncIterable<unknown>, file: string): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of stream) {
    chunks.push(chunk as Buffer);
    bytes += (chunk as Buffer).length;
    if (bytes > MOST_TEXT_BYTES) throw tooLarge(file, `${MOST_TEXT_BYTES / 2 ** 20} MB of text`);
  }
  return Buffer.concat(chunks);
}

/**
 * The text of a drawing, unpacked where it is compressed (svgz). In every encoding that libvips takes for a drawing the
 * marks of XML are what they are in ASCII.
 */
async function readText(file: string): Promise<string> {
  const packed = createReadStream(file);
  try {
    const bytes = await readBounded(packed, file);
    if (bytes.length < 2 || bytes.readUInt16BE(0) !== GZIP) return bytes.toString('latin1');
    const unpacked = createGunzip();
    unpacked.end(bytes);
    return (await readBounded(unpacked, file)).toString('latin1');
  } catch (error) {
    throw toSourceError(error);
  } finally {
    packed.destroy();
  }
}

/** Tells whether a text has more tags that open an element than that. */
function hasMoreElements(text: string, most: number): boolean {
  let count = 0;
  for (const _tag of text.matchAll(/<[A-Za-z_]/g)) if (++count > most) return true;
  return false;
}

/**
 * Throws SourceError where a drawing has more elements than any needs, or is made of other files too: librsvg would
 * draw those that lie beside it, whosever they are, and leave out the others without a word.
 */
function checkText(text: string, file: string): void {
  if (hasMoreElements(text, MOST_ELEMENTS)) throw tooLarge(file, `${MOST_ELEMENTS.toLocaleString('en-US')} elements`);
  const reference = outsideReference(text);
  if (reference === undefined) return;
  throw new SourceError('SOURCE_FORMAT_UNSUPPORTED', `expected a drawing that holds all its parts, got ${reference}`, {
    place: file,
    hint: 'Embed the pictures, style sheets and parts that it refers to, and save it again.',
  });
}

const decoder: Decoder = {
  check: async (file) => checkText(await readText(file), file),
  probe: async (file, mime) => {
    const text = await readText(file);
    checkText(text, file);
    const facts = await probeWithLibvips(file, mime);
    if (!hasOtherLengths(text)) return facts;
    const size = await measure(file);
    // The drawing in colours and alpha, and libvips' own copy of it.
    return { ...facts, ...size, alpha: true, rewriteBytes: 8 * size.width * size.height };
  },
  rewrite: drawMeasured,
};

export const svg = { decoder, encoder: undefined };
