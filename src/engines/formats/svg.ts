import { writeFile } from 'node:fs/promises';
import { decodeText } from '../../base/decode-text.ts';
import { readXml } from '../../base/xml.ts';
import { type Comment, embeddedMetadata } from '../image/metadata/embedded-metadata.ts';
import type { ImageFacts } from '../../model/asset.ts';
import { SourceError } from '../../model/errors.ts';
import type { MasterLimits } from '../../model/master-limits.ts';
import { openFile } from '../image/source/master.ts';
import type { Decoder } from './decoder.ts';
import { drawMeasured, hasOtherLengths, measure } from './libvips/draw-measured.ts';
import { probeWithLibvips, toFacts } from './libvips/read-with-libvips.ts';
import { hasLetters, readyLetters } from './svg/letters.ts';
import { isUnrecognized, readDrawing, readDrawingText } from './svg/read-drawing.ts';
import { requestsIn } from './svg/requests.ts';
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

/** The facts of a drawing; where libvips does not know the file for one, of its text, which is written for it then. */
async function factsOf(file: string, mime: string, text: string, limits: MasterLimits): Promise<ImageFacts> {
  if (!isUnrecognized(text)) return probeWithLibvips(file, mime, limits);
  return { ...toFacts(mime, await openFile(Buffer.from(text, 'latin1')).metadata()), rewriteBytes: text.length };
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
    const letters = hasLetters(text) && ({ letters: true } as const);
    const requests = requestsIn(text);
    const asks = requests.length > 0 && { requests };
    const facts = { ...(await factsOf(file, mime, text, limits)), ...words, ...named, ...asks, ...letters };
    if (!hasOtherLengths(text)) return facts;
    if (letters) await readyLetters();
    const size = await measure(text);
    // The drawing in colours and alpha, and libvips' own copy of it.
    return { ...facts, ...size, alpha: true, rewriteBytes: 8 * size.width * size.height };
  },
  // Its probing held it to the limits.
  rewrite: async (file, target) => {
    const text = await readDrawingText(file, { maxdrawing: Infinity });
    if (hasOtherLengths(text)) return drawMeasured(text, target);
    await writeFile(target, text, 'latin1');
  },
};

export const svg = { decoder, encoder: undefined };
