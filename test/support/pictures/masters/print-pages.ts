/** A page of one colour. Of a PDF sides are points, of a TIFF pixels. */
export interface PlainPage {
  readonly width: number;
  readonly height: number;
  /** 0…255. */
  readonly color: readonly [red: number, green: number, blue: number];
  /** Of a TIFF: a smaller copy of another page. */
  readonly thumbnail?: true;
}

/** Prints a PDF of pages. */
export function printPdfPages(pages: readonly PlainPage[]): Buffer {
  const kids = pages.map((_, i) => `${3 + 2 * i} 0 R`).join(' ');
  const objects = [
    '<</Type/Catalog/Pages 2 0 R>>',
    `<</Type/Pages/Count ${pages.length}/Kids[${kids}]>>`,
    ...pages.flatMap(({ width, height, color }, i) => {
      const drawn = `${color.map((value) => value / 255).join(' ')} rg 0 0 ${width} ${height} re f`;
      return [
        `<</Type/Page/Parent 2 0 R/MediaBox[0 0 ${width} ${height}]/Contents ${4 + 2 * i} 0 R>>`,
        `<</Length ${drawn.length}>>stream\n${drawn}\nendstream`,
      ];
    }),
  ];
  let text = '%PDF-1.4\n';
  const places = objects.map((object, i) => {
    const at = text.length;
    text += `${i + 1} 0 obj\n${object}\nendobj\n`;
    return `${String(at).padStart(10, '0')} 00000 n \n`;
  });
  const table = `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${places.join('')}`;
  return Buffer.from(
    `${text}${table}trailer<</Size ${objects.length + 1}/Root 1 0 R>>\nstartxref\n${text.length}\n%%EOF\n`,
  );
}

/** The directory of a page that stands at a place, its pixels behind it. */
function printPage({ width, height, color, thumbnail }: PlainPage, at: number, last: boolean): Buffer {
  const fields = [
    [254, thumbnail ? 1 : 0],
    [256, width],
    [257, height],
    [258, 8],
    [259, 1],
    [262, 2],
    [273, 0],
    [277, 3],
    [278, height],
    [279, 3 * width * height],
  ] as const;
  const directory = Buffer.alloc(2 + 12 * fields.length + 4);
  directory.writeUInt16LE(fields.length);
  for (const [i, [tag, value]] of fields.entries()) {
    const place = 2 + 12 * i;
    directory.writeUInt16LE(tag, place);
    directory.writeUInt16LE(4, place + 2);
    directory.writeUInt32LE(1, place + 4);
    directory.writeUInt32LE(tag === 273 ? at + directory.length : value, place + 8);
  }
  const pixels = Buffer.alloc(3 * width * height, Uint8Array.from(color));
  if (!last) directory.writeUInt32LE(at + directory.length + pixels.length, directory.length - 4);
  return Buffer.concat([directory, pixels]);
}

/** Prints a TIFF of pages, none of them packed. */
export function printTiffPages(pages: readonly PlainPage[]): Buffer {
  const parts: Buffer[] = [Buffer.from('II*\0\x08\0\0\0', 'latin1')];
  let at = 8;
  for (const [i, page] of pages.entries()) {
    const part = printPage(page, at, i === pages.length - 1);
    parts.push(part);
    at += part.length;
  }
  return Buffer.concat(parts);
}
