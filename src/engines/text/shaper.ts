import * as bidi from 'bidi-js';
import type { FontName } from '../../model/text/found-font.ts';
import type { FontMeasures, Part, ShapedGlyph, Shaper, Shaping } from '../../layout/text/shaper.ts';
import { type OpenFont, type OpenFonts, unusableFont } from './open-fonts.ts';

/** A CommonJS package whose types are those of a module. */
const BIDI = (
  bidi.default as unknown as () => {
    getEmbeddingLevels(letters: string): { readonly levels: Uint8Array };
    getBidiCharTypeName(letter: string): string;
  }
)();

/** A letter of 16 bits for each class of the bidirectional algorithm that longer ones have; others run from the left. */
const STAND_INS: Readonly<Record<string, string>> = {
  R: '\u{5d0}',
  AL: '\u{627}',
  AN: '\u{660}',
  EN: '0',
  ET: '#',
  ON: '!',
  NSM: '\u{300}',
  BN: '\u{200b}',
};

/** Letters of the same classes, each half of a surrogate pair by itself: the package takes halves for letters from the left. */
const halved = (letters: string): string =>
  letters.replaceAll(/[\u{10000}-\u{10ffff}]/gu, (letter) =>
    (STAND_INS[BIDI.getBidiCharTypeName(letter)] ?? 'a').repeat(2),
  );

/** Letters from the first script that is written from the right on. */
const MAY_TURN =
  /[\u{590}-\u{8ff}\u{200f}\u{202b}\u{202e}\u{2067}\u{fb1d}-\u{fdff}\u{fe70}-\u{feff}\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/** Fonts that do not say how high their capitals are: as high as their H, else as most are. */
const USUAL_CAPITALS = 0.7;

function measuresOf({ engine }: OpenFonts, { font, unitsPerEm }: OpenFont): FontMeasures {
  const { ascender, descender } = font.hExtents();
  const { CAP_HEIGHT, UNDERLINE_OFFSET, UNDERLINE_SIZE } = engine.MetricsTag;
  const capital = font.glyph(72);
  const drawn = capital === undefined ? undefined : font.glyphExtents(capital)?.yBearing;
  const capitals = font.getMetricPosition(CAP_HEIGHT) ?? drawn ?? USUAL_CAPITALS * unitsPerEm;
  return {
    ascent: ascender / unitsPerEm,
    descent: -descender / unitsPerEm,
    capitals: capitals / unitsPerEm,
    underline: {
      offset: -font.getMetricPositionWithFallback(UNDERLINE_OFFSET) / unitsPerEm,
      thickness: font.getMetricPositionWithFallback(UNDERLINE_SIZE) / unitsPerEm,
    },
  };
}

/** Letters that a message names, of more that are missing. */
const MOST_NAMED = 12;

/** A letter with its number; marks stand on the sign that is there for them. */
function printLetter(letter: string): string {
  const number = (letter.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return `“${/\p{M}/u.test(letter) ? '\u{25cc}' : ''}${letter}” (U+${number})`;
}

/** Letters as they are listed, the first of many. */
function printLetters(letters: readonly string[]): string {
  const named = letters.slice(0, MOST_NAMED).map(printLetter);
  const more = letters.length > MOST_NAMED ? [`${letters.length - MOST_NAMED} more`] : [];
  return [...named, ...more].join(', ');
}

const ADVICE = 'Name a font that has them in `\\fonttbl`, with its file under `fonts` in dmx.yaml';
const isEmoji = (letter: string): boolean => /\p{Emoji_Presentation}|\p{Regional_Indicator}/u.test(letter);

/** The shaping of letters by HarfBuzz, with the fonts of a job. */
export class FontShaper implements Shaper {
  readonly #fonts: OpenFonts;
  readonly #measures = new Map<OpenFont, FontMeasures>();

  constructor(fonts: OpenFonts) {
    this.#fonts = fonts;
  }

  measures(name: FontName): FontMeasures {
    const font = this.#fonts.of(name);
    const known = this.#measures.get(font);
    if (known) return known;
    const measures = measuresOf(this.#fonts, font);
    this.#measures.set(font, measures);
    return measures;
  }

  shape(
    { letters, start, end }: Part,
    { font: name, kerning, ligatures, rightToLeft }: Shaping,
  ): readonly ShapedGlyph[] {
    const { engine } = this.#fonts;
    const { font, unitsPerEm } = this.#fonts.of(name);
    const buffer = new engine.Buffer();
    // With the letters around them, to which Arabic ones are joined whatever their looks.
    buffer.addText(letters, start, end - start);
    buffer.guessSegmentProperties();
    buffer.setDirection(rightToLeft ? engine.Direction.RTL : engine.Direction.LTR);
    const off = [...(kerning ? [] : ['kern']), ...(ligatures ? [] : ['liga', 'clig'])];
    engine.shape(
      font,
      buffer,
      off.map((tag) => new engine.Feature(tag, 0)),
    );
    return buffer.getGlyphInfosAndPositions().map((glyph) => {
      const { codepoint: id, cluster: at, xAdvance = 0, xOffset = 0, yOffset = 0 } = glyph;
      return { id, at, advance: xAdvance / unitsPerEm, x: xOffset / unitsPerEm, y: -yOffset / unitsPerEm };
    });
  }

  refuse(name: FontName, letters: string): never {
    const { font } = this.#fonts.of(name);
    const all = [...new Set(letters)];
    const missing = all.filter((letter) => font.glyph(letter.codePointAt(0) ?? 0) === undefined);
    const named = missing.length > 0 ? missing : all;
    const emoji = named.some(isEmoji) ? ': for emoji one such as Noto Color Emoji' : '';
    throw unusableFont(name, `one that lacks ${printLetters(named)}`, {
      advice: `${ADVICE}${emoji}. See docs/text.md.`,
    });
  }

  levels(letters: string): Uint8Array {
    if (!MAY_TURN.test(letters)) return new Uint8Array(letters.length);
    return BIDI.getEmbeddingLevels(halved(letters)).levels;
  }
}
