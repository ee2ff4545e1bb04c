import { brotliDecompressSync } from 'node:zlib';

/** W3C WOFF 2.0, sections 4 and 5: bytes of the head. */
const HEAD = 48;
/** The places at which the head says how large what is packed is, and the font unpacked. */
const PACKED_BYTES = 20;
const FONT_BYTES = 16;
/** No font is larger; a hostile file says any number. */
const MOST_BYTES = 2 ** 27;

/** Tables by the numbers that they have in the directory; 63 = the tag follows. */
const TAGS =
  'cmap head hhea hmtx maxp name OS/2 post cvt_ fpgm glyf loca prep CFF_ VORG EBDT EBLC gasp hdmx kern LTSH PCLT VDMX vhea vmtx BASE GDEF GPOS GSUB EBSC JSTF MATH CBDT CBLC COLR CPAL SVG_ sbix acnt avar bdat bloc bsln cvar fdsc feat fmtx fvar gvar hsty just lcar mort morx opbd prop trak Zapf Silf Glat Gloc Feat Sill'
    .split(' ')
    .map((tag) => tag.replace('_', ' '));

interface Row {
  readonly tag: string;
  /** Bytes among what is packed. */
  readonly size: number;
}

/** Reads the directory, whose numbers are as long as they need to be. */
class Directory {
  readonly #bytes: Buffer;
  at = HEAD;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  #number(): number {
    let value = 0;
    for (let i = 0; i < 5; i++) {
      const byte = this.#bytes.readUInt8(this.at++);
      value = value * 128 + (byte & 127);
      if (byte < 128) return value;
    }
    throw new RangeError('a number of the font is too long');
  }

  row(): Row {
    const flags = this.#bytes.readUInt8(this.at++);
    const tag = TAGS[flags & 63] ?? this.#bytes.toString('latin1', this.at, this.at + 4);
    if ((flags & 63) === 63) this.at += 4;
    const size = this.#number();
    const outlines = tag === 'glyf' || tag === 'loca';
    // A transform is the default for glyf and loca (version 0 = transformed), the exception for other tables.
    const changed = outlines ? flags >> 6 !== 3 : flags >> 6 !== 0;
    return { tag, size: changed ? this.#number() : size };
  }
}

/** Throws where a font is larger than any is. */
export function checkWoff2(bytes: Buffer): void {
  if (bytes.readUInt32BE(FONT_BYTES) > MOST_BYTES) throw new RangeError('the font is too large');
}

/**
 * Tables of a font in WOFF2 that are as they were: those of outlines and widths may be changed. Throws where it is damaged, and
 * for collections.
 */
export function woff2Tables(bytes: Buffer): ReadonlyMap<string, Buffer> {
  if (bytes.toString('latin1', 4, 8) === 'ttcf') throw new RangeError('a collection of fonts is not read');
  const directory = new Directory(bytes);
  const rows = Array.from({ length: bytes.readUInt16BE(12) }, () => directory.row());
  const end = directory.at + bytes.readUInt32BE(PACKED_BYTES);
  const unpacked = brotliDecompressSync(bytes.subarray(directory.at, end), { maxOutputLength: MOST_BYTES });
  let at = 0;
  return new Map(
    rows.map(({ tag, size }) => {
      const table = unpacked.subarray(at, at + size);
      at += size;
      return [tag, table];
    }),
  );
}
