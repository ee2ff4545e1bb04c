import { type FileHandle, open } from 'node:fs/promises';
import { constants, gunzipSync } from 'node:zlib';

import type * as FileType from 'file-type';

import { MASTER_FORMATS, masterFormat } from '../model/formats/master-formats.ts';
import { isSoundOnly } from './sound-only.ts';
import { holdsSensorData } from './tiff-raw.ts';
import { xmlRoot } from './xml-root.ts';

// What file-type asks for at most when it is handed a buffer.
const HEAD_BYTES = 4100;

// Comments and document types may precede the root element; beyond this it is not searched.
const XML_BYTES = 1 << 16;

// A byte order mark and white space may stand before it, in UTF-16 with zeros between.
const XML = /^(?:\xEF\xBB\xBF|\xFF\xFE|\xFE\xFF)?[\s\0]*</;

// The type of camera raws whose maker `file-type` does not know.
const OTHER_RAW = MASTER_FORMATS.find(({ sensor }) => sensor);

const isRaw = (mime: string): boolean => OTHER_RAW !== undefined && masterFormat(mime)?.name === OTHER_RAW.name;

/** The library that knows a hundred types; loaded for the first file that needs it. */
const fileType = (): Promise<typeof FileType> => import('file-type');

/**
 * Types told without file-type: the frequent ones, because it is slow (0.5 ms); those it does not know; and those it takes
 * for nothing when they are damaged, which a person wants to hear about.
 */
const TOLD = MASTER_FORMATS.filter(({ begins }) => begins !== undefined);

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

/** The type of an XML file by its first element. */
async function drawing(handle: FileHandle, head: Buffer): Promise<string | null> {
  return drawingOf(head.length < HEAD_BYTES ? head : await read(handle, XML_BYTES));
}

function drawingOf(bytes: Buffer): string | null {
  const root = xmlRoot(decode(bytes));
  return MASTER_FORMATS.find((format) => root !== undefined && format.xmlRoot === root)?.mime ?? null;
}

/** The type of a compressed XML file (svgz) by its first element; no more is unpacked than the first bytes give. */
function packedDrawing(head: Buffer): string | null {
  try {
    return drawingOf(gunzipSync(head, { finishFlush: constants.Z_SYNC_FLUSH }).subarray(0, XML_BYTES));
  } catch {
    return null;
  }
}

/**
 * Tells whether bytes are text: none that begins otherwise than with `<` or `%` (PostScript, PDF) is a picture or clip.
 */
function isProse(head: Buffer, begin: string): boolean {
  return !begin.startsWith('%') && head.every((byte) => byte > 31 || (byte > 8 && byte < 14));
}

async function guess(handle: FileHandle, head: Buffer, begin: string): Promise<string | null> {
  if (isProse(head, begin)) return null;
  const mime = (await (await fileType()).fileTypeFromBuffer(head))?.mime ?? null;
  if (mime === 'application/gzip') return packedDrawing(head) ?? mime;
  const mayBeSound = mime !== null && masterFormat(mime)?.mayBeSound === true;
  return mayBeSound && (await isSoundOnly(handle)) ? 'audio/mp4' : mime;
}

// Canon's mark behind the header of its TIFFs.
const CR2 = 'CR';
const CLASSIC = /^(?:II\*|MM\0\*)/;

/** The type of a TIFF: of a camera raw, whose maker `file-type` knows, or of a picture, whoever made the camera. */
async function sniffTiff(file: string, handle: FileHandle, begin: string, plain: string): Promise<string> {
  const mime = (await (await fileType()).fileTypeFromFile(file))?.mime ?? plain;
  const known = isRaw(mime);
  if (!CLASSIC.test(begin) || begin.startsWith(CR2, 8) || (mime !== plain && !known)) return mime;
  const raw = known ? mime : OTHER_RAW?.mime;
  return raw !== undefined && (await holdsSensorData(handle)) ? raw : plain;
}

/**
 * The MIME type of a file as its bytes say, never its name; null where they say nothing. Reads a few kilobytes. MP4 and
 * QuickTime files that hold only sound come as `audio/mp4`. Throws the system's error when the file cannot be read.
 */
export async function sniff(file: string): Promise<string | null> {
  const handle = await open(file, 'r');
  try {
    const head = await read(handle, HEAD_BYTES);
    const begin = head.toString('latin1');
    const told = TOLD.find(({ begins }) => begins?.(begin));
    if (told) return told.ambiguous ? await sniffTiff(file, handle, begin, told.mime) : told.mime;
    return XML.test(begin) ? await drawing(handle, head) : await guess(handle, head, begin);
  } finally {
    await handle.close();
  }
}
