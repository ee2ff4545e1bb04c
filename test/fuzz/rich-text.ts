import { FontFinder } from '../../src/run/project/font-finder.ts';
import { readGlyphImage } from '../../src/engines/image/source/glyph-image.ts';
import { openTexts } from '../../src/engines/text/open-texts.ts';
import { RenditionError } from '../../src/model/errors.ts';
import type { TextSource, Typesetting } from '../../src/model/text/typesetting.ts';
import { fontsIn } from '../../src/serving/rtf/fonts-of.ts';
import { readRichText } from '../../src/serving/rtf/read-rich-text.ts';
import { mayThrow } from './may-throw.ts';
import type { FuzzedReader } from './reader.ts';

const SEEDS = [
  '{\\rtf1\\ansi{\\fonttbl{\\f0\\fcharset0 Arial;}}{\\colortbl;\\red255\\green0\\blue0;}\\f0\\fs48\\cf1 Big {\\b sale} now\\par}',
  "{\\fonttbl\\f Arial;}{\\*\\iscolortbl;ffffff;}\\f0\\fs40\\margl20\\vertalc\\ql\\cf1Heading caf\\'e9 \\u8364?",
  '\\fs36normal{\\super superscript}normal{\\sub sub}\\line{\\up20raised}{\\dn20 low}\\ul lined\\ulnone\\tab x',
  '{\\fs10\\copyfit100 A{\\fs20\\copyfit200 B}C}\\copyfitlines2\\copyfitmaxlines3',
  '\\qj\\fi400\\li200\\ri200\\sl360\\slmult1\\sb100\\sa100 The quick brown fox jumps over the lazy dog\\par\\qr {\\caps x}{\\scaps Yz}',
  '\\expnd8\\charscalex150\\charscaley50\\kerning0 wide {\\rtlch back} a-b-c',
];

const finder = new FontFinder([], undefined, '/');
const FITS = ['fixedRes', 'autoRes', 'maxRes'] as const;
const RUN = { reverse: true, start: 0.2, end: 0.9 };

/** How a text is set, by the number of its signs: each way with some of the inputs. */
function typesettingOf(length: number): Typesetting {
  const fit = FITS[length % 3] ?? 'fixedRes';
  if (length % 5 === 0) return { fit, angle: (length * 30) % 360 };
  if (length % 5 === 1) return { path: ['M', 0, 50, 'C', 30, 0, 60, 0, 90, 50, 'Z'], pathRun: RUN };
  return length % 5 === 2 ? { fit, flowPath: ['M', 0, 0, 'L', 90, 0, 'L', 45, 90, 'Z'] } : { fit };
}

/** Texts of layers: whatever they say, every letter gets a place, and drawing them ends. */
export const RICH_TEXT: FuzzedReader = {
  name: 'rich-text',
  seeds: SEEDS.map((text) => Buffer.from(text)),
  read: async (input) => {
    const text = input.toString().replaceAll(/\\fs\d{4,}/g, '\\fs90');
    const { length } = text;
    const source: TextSource = { kind: 'text', text, rules: length % 2 === 0 ? 'text' : 'textPs' };
    const fonts = fontsIn(readRichText(source)).map((font) => finder.find(font));
    const texts = await openTexts(fonts, readGlyphImage);
    const box = length % 7 === 0 ? {} : { width: 20 + (length % 90), height: 20 + (length % 60) };
    await mayThrow(async () => {
      const set = texts.setText(source, typesettingOf(length), box);
      if (!set.glyphs.every(({ x, y }) => Number.isFinite(x) && Number.isFinite(y)))
        throw new Error('a letter has no place');
      const scaled = { width: Math.min(100, set.width), height: Math.min(100, set.height) };
      await texts.draw(set, { scaled, window: { x: 0, y: 0, ...scaled } });
    }, RenditionError);
  },
};
