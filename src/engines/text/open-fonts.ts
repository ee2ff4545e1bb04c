import { readFile } from 'node:fs/promises';
import type { Font, SvgPathCommand } from 'harfbuzzjs';
import { RenditionError } from '../../model/errors.ts';
import { type FontName, fontKey, type FoundFont, type NamedFont } from '../../model/text/found-font.ts';
import { type Engine, loadHarfBuzz } from './harfbuzz.ts';

/** A font that is ready to shape and to be drawn; lengths are shares of `unitsPerEm`. */
export interface OpenFont {
  readonly font: Font;
  readonly unitsPerEm: number;
  /** The outline of a glyph, in units of the em, upwards. */
  readonly outline: (id: number) => readonly SvgPathCommand[];
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

/** A font that cannot be used fails the renditions that name it, and says nothing about the master. */
export function unusableFont(name: FontName, got: string, nearest?: string, cause?: unknown): RenditionError {
  const advice = 'Put its file into a folder of `fonts` in dmx.yaml, or name another font: see docs/text.md.';
  return new RenditionError('FONT_UNUSABLE', `expected a font for ${printFont(name)}, got ${got}`, {
    hint: nearest === undefined ? advice : `Did you mean ${nearest}? ${advice}`,
    cause,
  });
}

/** Fonts that were opened, by digest and place in their file: the same ones serve job after job. */
const OPENED = new Map<string, OpenFont>();
const MOST_OPENED = 32;

function openFont(engine: Engine, bytes: Uint8Array, { index, bold }: FoundFont): OpenFont {
  const face = new engine.Face(new engine.Blob(bytes), index);
  const font = new engine.Font(face);
  const unitsPerEm = face.upem;
  font.setScale(unitsPerEm, unitsPerEm);
  const weight = face.getAxisInfos()['wght'];
  if (weight && bold) font.setVariations([new engine.Variation('wght', Math.min(700, weight.max))]);
  const outlines = new Map<number, readonly SvgPathCommand[]>();
  const outline = (id: number): readonly SvgPathCommand[] => {
    const known = outlines.get(id) ?? font.glyphToJson(id);
    outlines.set(id, known);
    return known;
  };
  return { font, unitsPerEm, outline };
}

async function opened(engine: Engine, found: FoundFont): Promise<OpenFont> {
  const key = `${found.sha256} ${found.index} ${found.bold}`;
  const known = OPENED.get(key);
  if (known) return known;
  const bytes = await readFile(found.file).catch((error: unknown) => {
    throw unusableFont(found, 'a file that cannot be read', undefined, error);
  });
  const font = openFont(engine, bytes, found);
  if (font.unitsPerEm <= 0 || font.font.glyph(32) === undefined) throw unusableFont(found, 'a file that is no font');
  if (OPENED.size >= MOST_OPENED) OPENED.clear();
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
        ? unusableFont(found, found.got, found.nearest)
        : await opened(engine, found).catch((error: unknown) => {
            if (error instanceof RenditionError) return error;
            return unusableFont(found, 'a file that is no font', undefined, error);
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
