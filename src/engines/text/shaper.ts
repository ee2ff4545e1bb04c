import * as bidi from 'bidi-js';
import type { FontName } from '../../model/text/found-font.ts';
import type { FontMeasures, ShapedGlyph, Shaper, Shaping } from '../../layout/text/shaper.ts';
import { type OpenFont, type OpenFonts, unusableFont } from './open-fonts.ts';

/** A CommonJS package whose types are those of a module. */
const BIDI = (
  bidi.default as unknown as () => { getEmbeddingLevels(letters: string): { readonly levels: Uint8Array } }
)();
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

/** The letter that a font has no glyph for. */
function missing(name: FontName, letters: string, at: number): never {
  const code = letters.codePointAt(at) ?? 0;
  const number = code.toString(16).toUpperCase().padStart(4, '0');
  const advice =
    code > 0xffff
      ? 'Name a font that has it in `\\fonttbl`, with its file under `fonts` in dmx.yaml: for emoji one such as Noto Color Emoji. See docs/text.md.'
      : undefined;
  throw unusableFont(
    name,
    `one that has no “${String.fromCodePoint(code)}” (U+${number})`,
    advice === undefined ? {} : { advice },
  );
}

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

  shape(letters: string, { font: name, kerning, ligatures, rightToLeft }: Shaping): readonly ShapedGlyph[] {
    const { engine } = this.#fonts;
    const { font, unitsPerEm } = this.#fonts.of(name);
    const buffer = new engine.Buffer();
    buffer.addText(letters);
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
      if (id === 0) missing(name, letters, at);
      return { id, at, advance: xAdvance / unitsPerEm, x: xOffset / unitsPerEm, y: -yOffset / unitsPerEm };
    });
  }

  levels(letters: string): Uint8Array {
    if (!MAY_TURN.test(letters)) return new Uint8Array(letters.length);
    return BIDI.getEmbeddingLevels(letters).levels;
  }
}
