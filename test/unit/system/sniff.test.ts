import { readdirSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';

import { masterFormat } from '../../../src/model/formats/master-formats.ts';
import { sniff } from '../../../src/system/sniff.ts';
import { ownFolder, writeFiles } from '../../support/files/own-folder.ts';
import { sharedFolder } from '../../support/files/repository.ts';

async function sniffed(bytes: string | Buffer): Promise<string | null> {
  const folder = ownFolder();
  writeFiles(folder, { 'looks-like.txt': bytes });
  return sniff(path.join(folder, 'looks-like.txt'));
}

const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1');
const PNG = '\x89PNG\r\n\x1A\n';

/** A box of an MP4 or QuickTime file. */
function box(type: string, ...content: readonly Buffer[]): Buffer {
  const inside = Buffer.concat(content);
  const head = Buffer.alloc(8);
  head.writeUInt32BE(8 + inside.length);
  head.write(type, 4, 'latin1');
  return Buffer.concat([head, inside]);
}

const typed = (...brands: readonly [string, ...string[]]): Buffer =>
  box('ftyp', latin1(brands[0]), Buffer.alloc(4), ...brands.slice(1).map(latin1));

const track = (handler: string): Buffer =>
  box(
    'trak',
    box('tkhd', Buffer.alloc(20)),
    box('mdia', box('hdlr', Buffer.alloc(8), latin1(handler), Buffer.alloc(12))),
  );

/** A TIFF of one directory, or of one that points to another, whose samples are these; made by a camera of Sony. */
function tiffOf(photometric: number, inside = false): Buffer {
  const rows = 2;
  const bytes = Buffer.alloc(8 + 2 + 12 * rows + 4 + 2 + 12 + 4 + 8);
  bytes.write('II*\0\x08', 'latin1');
  const [first, second] = [8, 8 + 2 + 12 * rows + 4];
  const field = (at: number, tag: number, type: number, count: number, value: number): void => {
    bytes.writeUInt16LE(tag, at);
    bytes.writeUInt16LE(type, at + 2);
    bytes.writeUInt32LE(count, at + 4);
    bytes.writeUInt32LE(value, at + 8);
  };
  bytes.writeUInt16LE(rows, first);
  field(first + 2, 271, 2, 5, second + 18);
  field(first + 14, inside ? 330 : 262, inside ? 4 : 3, 1, inside ? second : photometric);
  bytes.writeUInt16LE(1, second);
  field(second + 2, 262, 3, 1, photometric);
  bytes.write('SONY', second + 18, 'latin1');
  return bytes;
}

describe('sniff', () => {
  it.each([
    ['image/x-canon-crw', latin1('II\x1a\0\0\0HEAPCCDR\x02\0')],
    ['image/x-minolta-mrw', latin1('\0MRM\0\0\n\f\0PRD')],
    ['image/x-sigma-x3f', latin1('FOVb\0\0\x02\0')],
    ['image/x-phaseone-iiq', latin1('II*\0\x08\n\0\0IIIICwaR')],
    ['image/x-phaseone-iiq', latin1('MM\0*\0\0\n\x08MMMMRawT')],
  ])('tells %s of cameras whose raws look like nothing else, or like TIFFs', async (mime, bytes) => {
    expect(await sniffed(bytes)).toBe(mime);
  });

  it.each([
    ['image/tiff', tiffOf(2)],
    ['image/tiff', tiffOf(2, true)],
    ['image/x-raw', tiffOf(32_803)],
    ['image/x-raw', tiffOf(34_892, true)],
  ])('tells %s by what the samples are, not by who made the camera', async (mime, bytes) => {
    expect(await sniffed(bytes)).toBe(mime);
  });

  it.each([
    ['image/jpeg', latin1('\xFF\xD8\xFF\xE0')],
    ['image/jpeg', latin1('\xFF\xD8\0\x01\x02\xFE\xFF\xE0\0\x10JFIF')],
    ['image/jls', latin1('\xFF\xD8\xFF\xF7\0')],
    ['image/x-dds', latin1('DDS \x7C\0\0\0')],
    ['image/x-pcx', latin1(`\x0A\x05\x01\x08${'\0'.repeat(124)}`)],
    ['image/x-sgi', latin1(`\x01\xDA\x01\x01\0\x03${'\0'.repeat(8)}`)],
    ['image/qoi', latin1('qoif\0\0\0\x01')],
    ['image/x-ilbm', latin1('FORM\0\x01\x2A\xCEILBMBMHD')],
    ['image/x-ilbm', latin1('FORM\0\x01\x2A\xCEPBM BMHD')],
    ['image/x-dpx', latin1('SDPX\0\0\x08\0V1.0')],
    ['image/x-dpx', latin1('XPDS\0\x08\0\0V2.0')],
    ['image/jls', latin1('\xFF\xD8\xFF\xFE\0\x04hi\xFF\xF7\0\x0B')],
    ['image/jpeg', latin1('\xFF\xD8\xFF\xFE\0\x04hi\xFF\xC0\0\x0B\xFF\xF7')],
    ['image/jp2', latin1('\0\0\0\x0CjP  \r\n\x87\n\0\0\0\x14ftypjph ')],
    ['image/x-os2-icon', latin1(`BA\x28${'\0'.repeat(11)}CI\x1A${'\0'.repeat(11)}\x0C\0\0\0`)],
    ['image/x-portable-anymap', 'P7\nWIDTH 1\n'],
    ['image/x-portable-anymap', 'Pf\n3 4\n-1.0\n'],
    ['image/png', latin1(`${PNG}damaged from here on`)],
    ['image/png', latin1(`${PNG}\0\0\0\rIHDR....IDAT then acTL`)],
    ['image/apng', latin1(`${PNG}\0\0\0\rIHDR.............\0\0\0\x08acTL....IDAT`)],
    ['image/gif', latin1('GIF89a')],
    ['image/webp', latin1('RIFF\x10\0\0\0WEBPVP8 ')],
    ['image/tiff', latin1('II*\0\x08\0\0\0')],
    ['image/tiff', latin1('MM\0+\0\x08\0\0')],
    ['image/avif', typed('avif', 'mif1')],
    ['image/avif', typed('mif1', 'miaf', 'avif')],
    ['image/heic', typed('heic', 'mif1')],
    ['image/heic', typed('    ', 'mif1', 'heic')],
    ['image/heif', typed('mif1', 'miaf')],
    ['image/x-canon-cr3', typed('crx ', 'isom')],
    ['image/bmp', latin1(`BM${'\0'.repeat(60)}`)],
    ['image/vnd.adobe.photoshop', latin1(`8BPS\0\x01${'\0'.repeat(30)}`)],
    ['image/vnd.radiance', '#?RADIANCE\nFORMAT=32-bit_rle_rgbe\n'],
    ['image/x-exr', latin1('v/1\x01\x02\0\0\0')],
    ['image/x-portable-anymap', 'P5\n# made by hand\n 10 20 255\n'],
    ['image/jxl', latin1('\xFF\x0A\0\0')],
    ['application/pdf', '%PDF-1.7\n'],
    ['application/eps', '%!PS-Adobe-3.0 EPSF-3.0\n'],
    ['application/postscript', '%!PS-Adobe-3.0\n'],
    ['application/mxf', latin1('\x06\x0E\x2B\x34\x02\x05\x01\x01\x0D\x01\x02\x01\x01\x02\0\0')],
    ['video/mp4', Buffer.concat([typed('isom', 'mp42'), box('moov', track('vide'), track('soun'))])],
    ['video/quicktime', Buffer.concat([typed('qt  '), box('mdat', Buffer.alloc(9999)), box('moov', track('vide'))])],
    ['video/webm', latin1('\x1A\x45\xDF\xA3\x87\x42\x82\x84webm')],
    ['video/vnd.avi', latin1('RIFF\x10\0\0\0AVI LIST')],
  ])('knows %s, and so does the table of masters', async (mime, bytes) => {
    expect(await sniffed(bytes)).toBe(mime);
    expect(masterFormat(mime)).toBeDefined();
  });

  it.each([
    ['nothing', ''],
    ['prose', 'P6 is a kind of picture; GIF8 is none.'],
    ['prose of many lines', 'BMW, RIFF, II*\n'.repeat(1000)],
    ['a cut-off mark', latin1('\xFF\xD8')],
    ['HTML with a drawing in it', '<!DOCTYPE html><html><svg xmlns="http://www.w3.org/2000/svg"/></html>'],
    ['XML', '<?xml version="1.0"?><playlist/>'],
    ['an element whose name only begins like one', '<svgx/>'],
    ['a comment without end', `<!-- <svg> ${'x'.repeat(100_000)}`],
  ])('knows %s for no picture', async (_what, bytes) => {
    expect(await sniffed(bytes)).toBeNull();
  });

  it.each([
    ['plain', '<svg xmlns="http://www.w3.org/2000/svg"/>'],
    ['a prefix', '<s:svg xmlns:s="http://www.w3.org/2000/svg"/>'],
    ['a byte order mark and white space', '\uFEFF \n\t<svg>'],
    ['everything that may stand before it', '<?xml version="1.0"?>\n<!-- > <html> -->\n<?x y?><!DOCTYPE svg>\n<svg\n>'],
    ['entities', '<!DOCTYPE svg [ <!ENTITY a "<html>"> <!-- b --> ] >\n<svg/>'],
    ['a long licence', `<!-- ${'all rights reserved '.repeat(1000)} --><svg/>`],
  ])('knows a drawing with %s', async (_what, text) => {
    expect(await sniffed(text)).toBe('image/svg+xml');
  });

  it('knows a compressed drawing from other archives', async () => {
    expect(await sniffed(gzipSync('<svg xmlns="http://www.w3.org/2000/svg"/>'))).toBe('image/svg+xml');
    expect(await sniffed(gzipSync(`<!-- ${randomBytes(9000).toString('hex')} --><svg/>`))).toBe('application/gzip');
    expect(await sniffed(gzipSync('<html><svg/></html>'))).toBe('application/gzip');
    expect(await sniffed(gzipSync(Buffer.alloc(50_000_000)))).toBe('application/gzip');
    expect(await sniffed(latin1('\x1F\x8B\x08damaged'))).toBe('application/gzip');
  });

  it('knows a drawing in UTF-16', async () => {
    const text = '\uFEFF<?xml version="1.0" encoding="UTF-16"?><svg/>';
    const little = Buffer.from(text, 'utf16le');
    expect(await sniffed(little)).toBe('image/svg+xml');
    expect(await sniffed(Buffer.from(little).swap16())).toBe('image/svg+xml');
  });

  it('knows sound alone for no clip', async () => {
    expect(await sniffed(Buffer.concat([typed('isom'), box('moov', track('soun'))]))).toBe('audio/mp4');
    expect(await sniffed(Buffer.concat([typed('M4A '), box('moov', track('soun'))]))).toBe('audio/x-m4a');
    expect(masterFormat('audio/mp4')).toBeUndefined();
  });

  it('leaves a clip whose tracks cannot be read to the engine', async () => {
    const endless = Buffer.alloc(8);
    endless.write('free', 4);
    const broken = [
      Buffer.alloc(0),
      box('moov'),
      box('moov', latin1('\xFF\xFF\xFF\xFFtrak')),
      box('moov', latin1('\0\0\0\x02trak')),
      Buffer.concat([latin1('\0\0\0\x01moov'), Buffer.alloc(8, 0xff)]),
      endless,
      Buffer.concat(Array.from({ length: 5_000 }, () => box('free'))),
    ];
    for (const rest of broken) expect(await sniffed(Buffer.concat([typed('isom'), rest]))).toBe('video/mp4');
  });

  it('throws the error of the system', async () => {
    await expect(sniff(path.join(ownFolder(), 'none'))).rejects.toMatchObject({ code: 'ENOENT' });
    await expect(sniff(ownFolder())).rejects.toMatchObject({ code: 'EISDIR' });
  });
});

describe('sniff, of real files', () => {
  const corpus = sharedFolder('corpus');

  /** Files whose first bytes say what their name says, by the end of the name. */
  const KINDS: Readonly<Record<string, RegExp>> = {
    jpg: /^image\/jpeg$/,
    jpeg: /^image\/jpeg$/,
    png: /^image\/a?png$/,
    webp: /^image\/webp$/,
    gif: /^image\/gif$/,
    tif: /^image\/tiff$/,
    tiff: /^image\/tiff$/,
    avif: /^image\/avif$/,
    heic: /^image\/heic$/,
    svg: /^image\/svg\+xml$/,
    svgz: /^image\/svg\+xml$/,
    psd: /^image\/vnd\.adobe\.photoshop$/,
    jp2: /^image\/jp2$/,
    hdr: /^image\/vnd\.radiance$/,
    pgm: /^image\/x-portable-anymap$/,
    mp4: /^(video|audio)\/mp4$/,
    mov: /^video\/quicktime$/,
    mkv: /^video\/matroska$/,
    webm: /^video\/(webm|matroska)$/,
    tsv: /^null$/,
    vtt: /^(null|text\/vtt)$/,
    srt: /^null$/,
  };

  it.skipIf(corpus === undefined).each(['photos', 'formats', 'video', 'captions'])('knows all of %s', async (name) => {
    const folder = path.join(corpus ?? '', name);
    for (const file of readdirSync(folder)) {
      const kind = KINDS[path.extname(file).slice(1).toLowerCase()];
      expect(kind, file).toBeDefined();
      expect(`${await sniff(path.join(folder, file))}`, file).toMatch(kind ?? /never/);
    }
  });

  it.skipIf(corpus === undefined)('finds the one clip that has no picture', async () => {
    const clips = readdirSync(path.join(corpus ?? '', 'video')).filter((file) => file.endsWith('.mp4'));
    const mimes = await Promise.all(clips.map((file) => sniff(path.join(corpus ?? '', 'video', file))));
    expect(clips.filter((_, i) => mimes[i] === 'audio/mp4')).toEqual(['sample_audio_only.mp4']);
  });

  it.skipIf(corpus === undefined)('answers for every hostile file', async () => {
    const folder = path.join(corpus ?? '', 'hostile');
    for (const file of readdirSync(folder)) {
      const mime = await sniff(path.join(folder, file));
      expect(mime === null || /^[a-z]+\/[\w.+-]+$/i.test(mime), `${file}: ${mime}`).toBe(true);
    }
  });
});
