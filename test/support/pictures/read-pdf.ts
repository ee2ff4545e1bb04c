import { inflateSync } from 'node:zlib';

/** A PDF of one picture, read by its cross-reference table as a viewer would. */
export interface ReadPdf {
  readonly pages: number;
  readonly mediaBox: readonly number[];
  readonly unit: number;
  readonly width: number;
  readonly height: number;
  readonly space: string;
  readonly info: Readonly<Record<string, string>>;
  /** The picture's data as stored. */
  readonly stream: Buffer;
  /** Its samples, unpacked. */
  samples(): Buffer;
}

function need<T>(value: T | null | undefined, what: string): T {
  if (value === null || value === undefined) throw new Error(`expected ${what} in the PDF`);
  return value;
}

/** The bytes of every object, found by the table at the end and nowhere else. */
function objectsOf(file: Buffer): readonly Buffer[] {
  const text = file.toString('latin1');
  const start = Number(need(/startxref\n(\d+)\n%%EOF\n$/.exec(text), 'startxref')[1]);
  const table = need(
    /^xref\n0 (\d+)\n0000000000 65535 f \n((?:\d{10} 00000 n \n)+)trailer\n/.exec(text.slice(start)),
    'xref',
  );
  const offsets = [...need(table[2], 'rows').matchAll(/(\d{10}) 00000 n/g)].map(([, offset]) => Number(offset));
  if (offsets.length + 1 !== Number(table[1])) throw new Error('the table is not as long as it says');
  return offsets.map((offset, i) => {
    const head = `${i + 1} 0 obj\n`;
    if (!text.startsWith(head, offset)) throw new Error(`object ${i + 1} is not at ${offset}`);
    const next = offsets[i + 1] ?? start;
    return file.subarray(offset + head.length, next - '\nendobj\n'.length);
  });
}

/** PNG's filters (PNG 3, 9.2), undone. */
function unfilter(rows: Buffer, width: number, channels: number): Buffer {
  const stride = width * channels;
  const height = rows.length / (stride + 1);
  const out = Buffer.alloc(stride * height);
  for (let y = 0; y < height; y++) {
    const filter = rows[y * (stride + 1)];
    for (let x = 0; x < stride; x++) {
      const at = y * stride + x;
      const left = x < channels ? 0 : out[at - channels]!;
      const up = y === 0 ? 0 : out[at - stride]!;
      const corner = x < channels || y === 0 ? 0 : out[at - stride - channels]!;
      const near = [left, up, corner].toSorted(
        (a, b) => Math.abs(left + up - corner - a) - Math.abs(left + up - corner - b),
      );
      const guess = [0, left, up, (left + up) >> 1, near[0]!][filter!]!;
      out[at] = rows[y * (stride + 1) + 1 + x]! + guess;
    }
  }
  return out;
}

function textOf(value: string): string {
  const hex = /^<FEFF([0-9A-F]*)>$/.exec(value)?.[1];
  return hex === undefined ? value.slice(1, -1) : Buffer.from(hex, 'hex').swap16().toString('utf16le');
}

/** Reads a PDF that holds one page with one picture; throws where it is none. */
export function readPdf(file: Buffer): ReadPdf {
  const objects = objectsOf(file);
  const texts = objects.map((object) => object.toString('latin1'));
  const page = need(
    texts.find((text) => text.includes('/Type /Page ')),
    'a page',
  );
  const at = texts.findIndex((text) => text.includes('/Subtype /Image'));
  const image = need(texts[at], 'a picture');
  const info = need(
    texts.find((text) => text.includes('/Producer')),
    'an info dictionary',
  );
  const number = (name: string, text: string): number =>
    Number(need(new RegExp(`/${name} (\\d+)`).exec(text), name)[1]);
  const begin = image.indexOf('stream\n') + 7;
  const stream = need(objects[at], 'a picture').subarray(begin, begin + number('Length', image));
  const [width, height] = [number('Width', image), number('Height', image)];
  return {
    pages: number(
      'Count',
      need(
        texts.find((text) => text.includes('/Type /Pages')),
        'pages',
      ),
    ),
    mediaBox: need(/\/MediaBox \[([^\]]*)\]/.exec(page), 'a box')[1]!
      .split(' ')
      .map(Number),
    unit: page.includes('/UserUnit') ? number('UserUnit', page) : 1,
    width,
    height,
    space: need(/\/ColorSpace (\S+)/.exec(image), 'a colour space')[1]!,
    info: Object.fromEntries(
      [...info.matchAll(/\/(\w+) (<[^<>]*>|\([^)]*\))/g)].map(([, key, value]) => [key!, textOf(value!)]),
    ),
    stream,
    samples: () =>
      image.includes('/FlateDecode') ? unfilter(inflateSync(stream), width, number('Colors', image)) : stream,
  };
}
