import { readFile } from 'node:fs/promises';
import type { Font, SvgPathCommand } from 'harfbuzzjs';
import { RenditionError } from '../../model/errors.ts';
import type { Rect } from '../../model/geometry.ts';
import { type FontName, fontKey, type FoundFont, type NamedFont } from '../../model/text/found-font.ts';
import { packedFont, unpackFont } from '../../system/fonts/woff.ts';
import { checkWoff2 } from '../../system/fonts/woff2.ts';
import { bitmapGlyph } from './color/bitmap-glyph.ts';
import { type Paint, paintOf } from './color/paint.ts';
import { type Engine, loadHarfBuzz } from './harfbuzz.ts';

/** A glyph that has colours of its own. */
interface PaintedGlyph {
  readonly steps: readonly Paint[];
  /** The box of all that it paints, in units of the em; its y points up. */
  readonly box: Rect;
}

/** A font that is ready to shape and to be drawn; lengths are shares of `unitsPerEm`. */
export interface OpenFont {
  readonly font: Font;
  readonly unitsPerEm: number;
  /** The outline of a glyph, in units of the em, upwards. */
  readonly outline: (id: number) => readonly SvgPathCommand[];
  /** A glyph of several colours, or a picture; undefined for others. Absent: the font has none. */
  readonly painted?: (id: number) => PaintedGlyph | undefined;
}

/** The fonts of a job, by the names that its texts have for them. */
export interface OpenFonts {
  readonly engine: Engine;
  /** Throws RenditionError (FONT_UNUSABLE). */
  of(name: FontName): OpenFont;
}

/** A font as texts call it. */
function printFont({ name, bold, italic }: FontName): string {
  const style = [bold ? 'bold' : '', italic ? 'italic' : ''].filter((word) => word !== '').join(' ');
  return [name === '' ? 'the usual font' : name, style].filter((word) => word !== '').join(' ');
}

const ADVICE = 'Put its file into a folder of `fonts` in dmx.yaml, or name another font: see docs/text.md.';

/** A font that cannot be used fails the renditions that name it, and says nothing about the master. */
export function unusableFont(
  name: FontName,
  got: string,
  { nearest, advice = ADVICE, cause }: { nearest?: string | undefined; advice?: string; cause?: unknown } = {},
): RenditionError {
  return new RenditionError('FONT_UNUSABLE', `expected a font for ${printFont(name)}, got ${got}`, {
    hint: nearest === undefined ? advice : `Did you mean ${nearest}? ${advice}`,
    cause,
  });
}

/** Fonts that were opened, by digest and place in their file: the same ones serve job after job. */
const OPENED = new Map<string, OpenFont>();
const MOST_OPENED = 32;
/** Bytes of fonts that are kept open: those of Chinese have 20 MB and more. */
const MOST_BYTES = 48 * 2 ** 20;
let openedBytes = 0;

/** Moves, lines and curves of outlines that are kept for all fonts: some 20 MB. */
const MOST_COMMANDS = 131_072;

/** The outlines that were read, by fonts: all are let go when they become too many. */
class Outlines {
  readonly #kept = new Map<Font, Map<number, readonly SvgPathCommand[]>>();
  #commands = 0;

  of(font: Font, id: number): readonly SvgPathCommand[] {
    const known = this.#kept.get(font)?.get(id);
    if (known) return known;
    const outline = font.glyphToJson(id);
    if (this.#commands + outline.length > MOST_COMMANDS) this.clear();
    this.#commands += outline.length;
    const glyphs = this.#kept.get(font) ?? new Map<number, readonly SvgPathCommand[]>();
    this.#kept.set(font, glyphs.set(id, outline));
    return outline;
  }

  clear(): void {
    this.#kept.clear();
    this.#commands = 0;
  }
}

const OUTLINES = new Outlines();

function openFont(engine: Engine, bytes: Uint8Array, { index, bold }: FoundFont): OpenFont {
  const face = new engine.Face(new engine.Blob(bytes), index);
  const font = new engine.Font(face);
  const unitsPerEm = face.upem;
  font.setScale(unitsPerEm, unitsPerEm);
  const weight = face.getAxisInfos()['wght'];
  if (weight && bold) font.setVariations([new engine.Variation('wght', Math.min(700, weight.max))]);
  const open = { font, unitsPerEm, outline: (id: number) => OUTLINES.of(font, id) };
  const isColored = face.hasColorPaint() || face.hasColorLayers() || face.hasColorPng();
  return isColored ? { ...open, painted: paintedGlyphs(engine, font) } : open;
}

/** Glyphs of colours of a font that are kept: pictures have some kilobytes each. */
const MOST_PAINTED = 256;

function paintedGlyphs(engine: Engine, font: Font): (id: number) => PaintedGlyph | undefined {
  const known = new Map<number, PaintedGlyph | undefined>();
  return (id) => {
    if (known.has(id)) return known.get(id);
    const glyph = paintedGlyph(engine, font, id);
    if (known.size >= MOST_PAINTED) known.clear();
    known.set(id, glyph);
    return glyph;
  };
}

function paintedGlyph(engine: Engine, font: Font, id: number): PaintedGlyph | undefined {
  const steps = paintOf(engine, font, id);
  if (steps) {
    const { xBearing: x = 0, yBearing = 0, width = 0, height = 0 } = font.glyphExtents(id) ?? {};
    return { steps, box: { x, y: yBearing + height, width, height: -height } };
  }
  // HarfBuzz as it comes by npm paints no pictures.
  const bitmap = font.face.hasColorPng() ? bitmapGlyph(font, font.face, id) : undefined;
  return bitmap && { steps: [{ step: 'image', ...bitmap }], box: bitmap.box };
}

/** A font as OpenType has it. Throws where it is damaged. */
export async function unpackFontFile(bytes: Buffer): Promise<Uint8Array> {
  if (packedFont(bytes) !== 'WOFF2') return unpackFont(bytes);
  checkWoff2(bytes);
  const { default: decompress } = await import('woff2-encoder/decompress');
  return decompress(bytes);
}

/** Makes room for a font: those that jobs still hold stay open for them. */
function makeRoom(bytes: number): void {
  if (OPENED.size < MOST_OPENED && openedBytes + bytes <= MOST_BYTES) return;
  OPENED.clear();
  OUTLINES.clear();
  openedBytes = 0;
}

async function opened(engine: Engine, found: FoundFont): Promise<OpenFont> {
  const key = `${found.sha256} ${found.index} ${found.bold}`;
  const known = OPENED.get(key);
  if (known) return known;
  const bytes = await readFile(found.file).catch((error: unknown) => {
    throw unusableFont(found, 'a file that cannot be read', { cause: error });
  });
  const unpacked = await unpackFontFile(bytes);
  const font = openFont(engine, unpacked, found);
  if (font.unitsPerEm <= 0 || font.font.face.collectUnicodes().length === 0)
    throw unusableFont(found, 'a file that is no font');
  makeRoom(unpacked.length);
  openedBytes += unpacked.length;
  OPENED.set(key, font);
  return font;
}

/** Opens the fonts that were found for a job; one that is not there is told when it is asked for. */
export async function openFonts(fonts: readonly NamedFont[]): Promise<OpenFonts> {
  const engine = await loadHarfBuzz();
  const ready = new Map<string, OpenFont | RenditionError>();
  for (const found of fonts) {
    const font =
      'got' in found
        ? unusableFont(found, found.got, { nearest: found.nearest })
        : await opened(engine, found).catch((error: unknown) => {
            if (error instanceof RenditionError) return error;
            return unusableFont(found, 'a file that is no font', { cause: error });
          });
    ready.set(fontKey(found), font);
  }
  const of = (name: FontName): OpenFont => {
    const font = ready.get(fontKey(name)) ?? unusableFont(name, 'none');
    if (font instanceof RenditionError) throw font;
    return font;
  };
  return { engine, of };
}
