import { type FileHandle, open } from 'node:fs/promises';

import { fileTypeFromBuffer, fileTypeFromFile } from 'file-type';

import { isSoundOnly } from './sound-only.ts';
import { xmlRoot } from './xml-root.ts';

// What file-type asks for at most when it is handed a buffer.
const HEAD_BYTES = 4100;

// Licences and document types stand before the first element of some drawings; what begins later than this is none.
const XML_BYTES = 1 << 16;

/** A format known by bytes at a fixed place, written as Latin-1. */
interface Signature {
  readonly mime: string;
  readonly bytes: string;
  readonly at?: number;
}

/**
 * Formats told without file-type: the frequent ones, because it is slow (0.5 ms); those it does not know; and those it
 * takes for nothing when they are damaged, which a person wants to hear about.
 */
const SIGNATURES: readonly Signature[] = [
  { mime: 'image/jpeg', bytes: '\xFF\xD8\xFF' },
  { mime: 'image/png', bytes: '\x89PNG\r\n\x1A\n' },
  { mime: 'image/gif', bytes: 'GIF87a' },
  { mime: 'image/gif', bytes: 'GIF89a' },
  { mime: 'image/webp', bytes: 'WEBP', at: 8 },
  { mime: 'image/vnd.radiance', bytes: '#?RADIANCE\n' },
  { mime: 'image/vnd.radiance', bytes: '#?RGBE\n' },
  { mime: 'image/x-exr', bytes: 'v/1\x01' },
  // Classic and big, both byte orders.
  { mime: 'image/tiff', bytes: 'II*\0' },
  { mime: 'image/tiff', bytes: 'MM\0*' },
  { mime: 'image/tiff', bytes: 'II+\0' },
  { mime: 'image/tiff', bytes: 'MM\0+' },
];

const NETPBM = /^P[1-6]\s(?:#[^\n]*\n|\s)*\d+\s+\d+\s/;

// A byte order mark and white space may stand before it, in UTF-16 with zeros between.
const XML = /^(?:\xEF\xBB\xBF|\xFF\xFE|\xFE\xFF)?[\s\0]*</;

const MP4 = new Set(['video/mp4', 'video/quicktime', 'video/x-m4v', 'video/3gpp', 'video/3gpp2']);

async function read(handle: FileHandle, bytes: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(bytes);
  const { bytesRead } = await handle.read(buffer, 0, bytes, 0);
  return buffer.subarray(0, bytesRead);
}

function decode(bytes: Buffer): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  return new TextDecoder().decode(bytes);
}

async function isDrawing(handle: FileHandle, head: Buffer): Promise<boolean> {
  const bytes = head.length < HEAD_BYTES ? head : await read(handle, XML_BYTES);
  return xmlRoot(decode(bytes)) === 'svg';
}

/** Whether bytes are text: none that begins otherwise than with `<` or `%` (PostScript, PDF) is a picture or clip. */
function isProse(head: Buffer, begin: string): boolean {
  return !begin.startsWith('%') && head.every((byte) => byte > 31 || (byte > 8 && byte < 14));
}

function signatureOf(begin: string): string | undefined {
  return SIGNATURES.find(({ bytes, at = 0 }) => begin.startsWith(bytes, at))?.mime;
}

/** The brands of a file of boxes (`ftyp`), the major one first, its version between them; empty for other files. */
function brands(begin: string): readonly string[] {
  if (!begin.startsWith('ftyp', 4)) return [];
  return begin.slice(8, Math.min(64, begin.codePointAt(3) ?? 0)).match(/[^]{4}/g) ?? [];
}

/** What the signature leaves open, and how it is settled. */
async function refine(mime: string, file: string, head: Buffer, begin: string): Promise<string | null> {
  if (mime === 'image/tiff') {
    // Camera raws are TIFFs, and which one stands anywhere in the file.
    return (await fileTypeFromFile(file))?.mime ?? mime;
  }
  if (mime === 'image/png') {
    const control = begin.indexOf('acTL');
    return control > 0 && !begin.slice(0, control).includes('IDAT') ? 'image/apng' : mime;
  }
  // JPEG-LS begins as JPEG does.
  return mime === 'image/jpeg' && head[3] === 0xf7 ? 'image/jls' : mime;
}

/** The picture a file of boxes holds: many writers name its brand second, after a general one or none. */
function boxedPicture(begin: string): string | undefined {
  const named = new Set(brands(begin));
  if (named.has('avif') || named.has('avis')) return 'image/avif';
  return named.has('heic') || named.has('heix') ? 'image/heic' : undefined;
}

async function guess(handle: FileHandle, head: Buffer, begin: string): Promise<string | null> {
  const boxed = boxedPicture(begin);
  if (boxed !== undefined) return boxed;
  if (NETPBM.test(begin)) return 'image/x-portable-anymap';
  if (isProse(head, begin)) return null;
  const mime = (await fileTypeFromBuffer(head))?.mime ?? null;
  return mime !== null && MP4.has(mime) && (await isSoundOnly(handle)) ? 'audio/mp4' : mime;
}

/**
 * The MIME type of a file as its bytes say, never its name; null where they say nothing. Reads a few kilobytes. MP4 and
 * QuickTime files that hold only sound come as `audio/mp4`. Compressed drawings (svgz) are archives, not pictures. Throws
 * the system's error when the file cannot be read.
 */
export async function sniff(file: string): Promise<string | null> {
  const handle = await open(file, 'r');
  try {
    const head = await read(handle, HEAD_BYTES);
    const begin = head.toString('latin1');
    const signature = signatureOf(begin);
    if (signature !== undefined) return await refine(signature, file, head, begin);
    if (!XML.test(begin)) return await guess(handle, head, begin);
    return (await isDrawing(handle, head)) ? 'image/svg+xml' : null;
  } finally {
    await handle.close();
  }
}
