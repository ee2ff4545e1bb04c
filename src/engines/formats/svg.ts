import { decodeText } from '../../base/decode-text.ts';
import { readXml } from '../../base/xml.ts';
import { type Comment, embeddedMetadata } from '../image/metadata/embedded-metadata.ts';
import { SourceError } from '../../model/errors.ts';
import type { Decoder } from './decoder.ts';
import { drawMeasured, hasOtherLengths, measure } from './libvips/draw-measured.ts';
import { probeWithLibvips } from './libvips/read-with-libvips.ts';
import { readDrawing, readDrawingText } from './svg/read-drawing.ts';
import { variableSide, variablesIn } from './svg/variables.ts';

// Title and description stand first in a drawing (SVG 2, 5.8).
const MOST_LETTERS = 2 ** 16;
const MOST_ELEMENTS = 100;
const KEYWORDS: Readonly<Partial<Record<string, string>>> = { title: 'Title', desc: 'Description' };

/** The words of a drawing about itself. `text`: a letter a byte. */
function commentsOf(text: string): readonly Comment[] {
  const start = decodeText(Buffer.from(text.slice(0, MOST_LETTERS), 'latin1')).text;
  const drawing = readXml(start, MOST_ELEMENTS).children.find(({ name }) => name.replace(/^.*:/, '') === 'svg');
  return (drawing?.children ?? []).flatMap(({ name, text: words }) => {
    const keyword = KEYWORDS[name.replace(/^.*:/, '')];
    return keyword === undefined ? [] : [{ keyword, text: words }];
  });
}

const decoder: Decoder = {
  probe: async (file, mime, limits) => {
    const text = await readDrawing(file, limits);
    const words = await embeddedMetadata({ comments: [...commentsOf(text)] });
    const side = variableSide(text);
    if (side !== undefined)
      throw new SourceError('SOURCE_FORMAT_UNSUPPORTED', `expected a drawing whose sides are numbers, got ${side}`, {
        hint: 'Write them as numbers: `wid`, `hei` and `size` scale what comes of it.',
      });
    const variables = variablesIn(text);
    const named = variables.length > 0 && { variables };
    const facts = { ...(await probeWithLibvips(file, mime, limits)), ...words, ...named };
    if (!hasOtherLengths(text)) return facts;
    const size = await measure(text);
    // The drawing in colours and alpha, and libvips' own copy of it.
    return { ...facts, ...size, alpha: true, rewriteBytes: 8 * size.width * size.height };
  },
  // Its probing held it to the limits.
  rewrite: async (file, target) => drawMeasured(await readDrawingText(file, { maxdrawing: Infinity }), target),
};

export const svg = { decoder, encoder: undefined };
