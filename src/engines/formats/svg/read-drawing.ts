import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';

import { printBytes } from '../../../base/bytes.ts';
import { SourceError } from '../../../model/errors.ts';
import { beyondLimit, type MasterLimits } from '../../../model/master-limits.ts';
import { toSourceError } from '../../image/source-error.ts';
import { outsideReference } from './outside-references.ts';
import { isRequest } from './requests.ts';

const GZIP = 0x1f_8b;

const WISH = 'Simplify the drawing, or export it as a picture';

/** The bytes of a stream. Throws SourceError for more than `most`. */
async function readBounded(stream: AsyncIterable<Buffer>, most: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of stream) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > most) {
      const message = `expected a drawing of at most ${printBytes(most, { binary: true })} of text, got more`;
      throw beyondLimit('maxdrawing', message, WISH);
    }
  }
  return Buffer.concat(chunks);
}

// What an XML text says of its encoding, which it is no longer in.
const DECLARATION = /^\uFEFF?<\?xml\b[^>]*\?>/;

// libvips takes text for a drawing that has this among its first letters: behind a long licence or a prefix it has not.
const KNOWN = /<svg/i;
const KNOWN_LETTERS = 1000;
const MARK = '<!--<svg-->';

/** Adds the comment that libvips takes a drawing by, behind what has to stand first. */
function marked(text: string): string {
  const [first = ''] = /^(?:\xEF\xBB\xBF)?(?:<\?xml\b[^>]*\?>)?/.exec(text) ?? [];
  return `${first}${MARK}${text.slice(first.length)}`;
}

/** Tells whether libvips would not take the file for a drawing that has this text. */
export const isUnrecognized = (text: string): boolean => text.slice(0, KNOWN_LETTERS).includes(MARK);

/**
 * The bytes of a drawing as text, a letter a byte: UTF-16 becomes UTF-8, in all other encodings the marks of XML are what
 * they are in ASCII.
 */
function plainText(bytes: Buffer): string {
  const [first, second] = bytes;
  const wide =
    first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : undefined;
  if (wide === undefined) {
    const narrow = bytes.toString('latin1');
    return KNOWN.test(narrow.slice(0, KNOWN_LETTERS)) ? narrow : marked(narrow);
  }
  const text = new TextDecoder(wide).decode(bytes).replace(DECLARATION, '');
  return marked(Buffer.from(text).toString('latin1'));
}

/** The text of a drawing, unpacked where it is compressed (svgz). */
export async function readDrawingText(file: string, { maxdrawing }: Pick<MasterLimits, 'maxdrawing'>): Promise<string> {
  const packed = createReadStream(file);
  try {
    const bytes = await readBounded(packed, maxdrawing);
    if (bytes.length < 2 || bytes.readUInt16BE(0) !== GZIP) return plainText(bytes);
    const unpacked = createGunzip();
    unpacked.end(bytes);
    return plainText(await readBounded(unpacked, maxdrawing));
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
 * The text of a drawing. Throws SourceError where it exceeds the limits, or refers to other files: librsvg would load
 * those beside it, whoever owns them, and silently leave out the others. Requests for pictures of the library are
 * allowed: the recipe lists these.
 */
export async function readDrawing(file: string, limits: MasterLimits): Promise<string> {
  const text = await readDrawingText(file, limits);
  const { maxelements } = limits;
  if (hasMoreElements(text, maxelements))
    throw beyondLimit('maxelements', `expected a drawing of at most ${maxelements} elements, got more`, WISH);
  const reference = outsideReference(text, isRequest);
  if (reference === undefined) return text;
  throw new SourceError('SOURCE_FORMAT_UNSUPPORTED', `expected a drawing that holds all its parts, got ${reference}`, {
    hint: 'Embed the pictures, style sheets and parts that it refers to, and save it again.',
  });
}
