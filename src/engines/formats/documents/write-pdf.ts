import type { Rights } from '../../image/metadata/rights.ts';
import { CHANNELS, DEVICE_SPACES, points, type Samples } from './samples.ts';

/** The pixels as they are stored: plain, as the data of a PNG, or as a JPEG file. */
type PdfStream =
  | { readonly filter: 'none'; readonly data: Buffer }
  | { readonly filter: 'flate'; readonly data: Buffer }
  | { readonly filter: 'jpeg'; readonly data: Buffer };

export interface PdfPage extends Pick<Samples, 'width' | 'height' | 'pixelType'> {
  readonly stream: PdfStream;
  /** Pixels per inch: how large the page is. */
  readonly resolution: number;
  /** Bytes of the ICC profile to embed. */
  readonly profile?: Buffer;
  readonly rights: Rights;
}

/** The longest side of a page in units of user space (ISO 32000-1, annex C); larger pages have larger units. */
const MOST_UNITS = 14_400;

/** The entries between `<<` and `>>`. */
type Dictionary = Readonly<Record<string, string | number>>;

function printDictionary(entries: Dictionary): string {
  const items = Object.entries(entries).map(([key, value]) => `/${key} ${value}`);
  return `<< ${items.join(' ')} >>`;
}

function streamOf(entries: Dictionary, data: Buffer): Buffer {
  const head = `${printDictionary({ ...entries, Length: data.length })}\nstream\n`;
  return Buffer.concat([Buffer.from(head), data, Buffer.from('\nendstream')]);
}

/** Text as UTF-16 in hexadecimal digits: every letter, and nothing to escape. */
const printText = (text: string): string =>
  `<FEFF${Buffer.from(text, 'utf16le').swap16().toString('hex').toUpperCase()}>`;

/** ISO 32000-1, 7.4: raw samples have no filter; PNG's filters are predictor 15 of deflate. */
function filterOf({ stream, width, pixelType }: PdfPage): Dictionary {
  switch (stream.filter) {
    case 'none':
      return {};
    case 'flate': {
      const parameters = { Predictor: 15, Colors: CHANNELS[pixelType], BitsPerComponent: 8, Columns: width };
      return { Filter: '/FlateDecode', DecodeParms: printDictionary(parameters) };
    }
    case 'jpeg':
      // Adobe's CMYK JPEGs store inverted inks (0 = full ink), and so do those that libjpeg writes.
      return { Filter: '/DCTDecode', ...(pixelType === 'cmyk' && { Decode: '[1 0 1 0 1 0 1 0]' }) };
  }
}

function imageObject(page: PdfPage): Buffer {
  const { width, height, pixelType, stream, profile } = page;
  return streamOf(
    {
      Type: '/XObject',
      Subtype: '/Image',
      Width: width,
      Height: height,
      ColorSpace: profile ? '[/ICCBased 7 0 R]' : `/${DEVICE_SPACES[pixelType]}`,
      BitsPerComponent: 8,
      ...filterOf(page),
    },
    stream.data,
  );
}

function infoObject({ artist, copyright }: Rights): Buffer {
  const entries = {
    ...(artist !== undefined && { Author: printText(artist) }),
    ...(copyright !== undefined && { Subject: printText(copyright) }),
    Producer: '(dmx)',
  };
  return Buffer.from(printDictionary(entries));
}

/** Width and height of the page, and how many points its unit has. */
function pageUnits({ width, height, resolution }: PdfPage): { readonly box: string; readonly unit: number } {
  const unit = Math.max(1, Math.ceil(Math.max(points(width, resolution), points(height, resolution)) / MOST_UNITS));
  return { box: `${points(width, resolution * unit)} ${points(height, resolution * unit)}`, unit };
}

function objectsOf(page: PdfPage): readonly Buffer[] {
  const { box, unit } = pageUnits(page);
  const content = Buffer.from(`${box.replace(' ', ' 0 0 ')} 0 0 cm /I Do`);
  const pageEntries = {
    Type: '/Page',
    Parent: '2 0 R',
    MediaBox: `[0 0 ${box}]`,
    ...(unit > 1 && { UserUnit: unit }),
    Resources: '<< /XObject << /I 5 0 R >> >>',
    Contents: '4 0 R',
  };
  return [
    Buffer.from('<< /Type /Catalog /Pages 2 0 R >>'),
    Buffer.from('<< /Type /Pages /Kids [3 0 R] /Count 1 >>'),
    Buffer.from(printDictionary(pageEntries)),
    streamOf({}, content),
    imageObject(page),
    infoObject(page.rights),
    ...(page.profile ? [streamOf({ N: CHANNELS[page.pixelType] }, page.profile)] : []),
  ];
}

/**
 * A PDF of one page that is one picture (ISO 32000-1). No date and no random identifier in it: equal pictures give equal
 * bytes.
 */
export function writePdf(page: PdfPage): Buffer {
  // The second line tells transports that the file is no text (7.5.2).
  const chunks: Buffer[] = [Buffer.from('%PDF-1.6\n%\u00e2\u00e3\u00cf\u00d3\n', 'latin1')];
  const offsets: number[] = [];
  let at = chunks[0]?.length ?? 0;
  const add = (chunk: Buffer): void => {
    chunks.push(chunk);
    at += chunk.length;
  };
  const objects = objectsOf(page);
  for (const [i, body] of objects.entries()) {
    offsets.push(at);
    for (const part of [Buffer.from(`${i + 1} 0 obj\n`), body, Buffer.from('\nendobj\n')]) add(part);
  }
  const start = at;
  const rows = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  const size = objects.length + 1;
  const trailer = printDictionary({ Size: size, Root: '1 0 R', Info: '6 0 R' });
  add(Buffer.from(`xref\n0 ${size}\n0000000000 65535 f \n${rows}trailer\n${trailer}\nstartxref\n${start}\n%%EOF\n`));
  return Buffer.concat(chunks);
}
