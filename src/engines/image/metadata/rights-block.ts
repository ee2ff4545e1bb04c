import type { Rights } from './rights.ts';

// Baseline TIFF tags, which EXIF 2.32 takes over.
const ARTIST = 0x013b;
const COPYRIGHT = 0x8298;

/** An EXIF block that says just this, as UTF-8: libvips' own writer turns every other letter into a plain one. */
export function makeExifBlock({ artist, copyright }: Rights): Buffer {
  const fields = [
    ...(artist === undefined ? [] : [[ARTIST, artist] as const]),
    ...(copyright === undefined ? [] : [[COPYRIGHT, copyright] as const]),
  ];
  const directory = Buffer.alloc(8 + 2 + fields.length * 12 + 4);
  // TIFF 6.0, section 2: byte order, 42, where the directory lies; its count; tag, type 2 (ASCII), length, place of each.
  directory.write('II*\0', 'latin1');
  directory.writeUInt32LE(8, 4);
  directory.writeUInt16LE(fields.length, 8);
  const texts: Buffer[] = [];
  let end = directory.length;
  for (const [i, [tag, text]] of fields.entries()) {
    const bytes = Buffer.from(`${text}\0`);
    // Up to four bytes stand in the entry itself; longer ones begin at even places.
    const held = Buffer.concat([bytes, Buffer.alloc(Math.max(4 - bytes.length, bytes.length % 2, 0))]);
    const at = 10 + i * 12;
    directory.writeUInt16LE(tag, at);
    directory.writeUInt16LE(2, at + 2);
    directory.writeUInt32LE(bytes.length, at + 4);
    if (bytes.length <= 4) {
      held.copy(directory, at + 8);
      continue;
    }
    directory.writeUInt32LE(end, at + 8);
    texts.push(held);
    end += held.length;
  }
  return Buffer.concat([directory, ...texts]);
}

const ESCAPES: Readonly<Record<string, string>> = { '<': '&lt;', '>': '&gt;', '&': '&amp;' };

const escapeXml = (text: string): string => text.replace(/[<>&]/g, (letter) => ESCAPES[letter] ?? letter);

/** The same as an XMP packet (XMP part 1, Dublin Core), for TIFF files, into which libvips writes no EXIF. */
export function makeXmpPacket({ artist, copyright }: Rights): string {
  const item = (attributes: string, text: string): string => `<rdf:li${attributes}>${escapeXml(text)}</rdf:li>`;
  const creator = artist === undefined ? '' : `<dc:creator><rdf:Seq>${item('', artist)}</rdf:Seq></dc:creator>`;
  const rights =
    copyright === undefined
      ? ''
      : `<dc:rights><rdf:Alt>${item(' xml:lang="x-default"', copyright)}</rdf:Alt></dc:rights>`;
  return [
    '<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">',
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">',
    '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">',
    `${creator}${rights}</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="r"?>`,
  ].join('');
}
