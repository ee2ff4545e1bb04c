import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { nearest } from '../../base/text.ts';
import { type FontName, fontKey, type FoundFont, type NamedFont } from '../../model/text/found-font.ts';
import type { Config } from '../../profiles/config.ts';
import { digestOf } from '../../system/digest.ts';
import { fontFiles, SHIPPED_FAMILY, STANDS_FOR, titlesOf } from '../../system/fonts/font-names.ts';
import { bytesOfFont } from '../../system/fonts/woff.ts';
import { packageFile } from '../../system/package-files.ts';

type GivenFonts = Config['fonts'];

/** A font in a file, before that is read. */
interface Place extends FontName {
  readonly file: string;
  readonly index: number;
}

const STYLES = [false, true].flatMap((bold) => [false, true].map((italic) => ({ bold, italic })));

function shippedFonts(): readonly Place[] {
  return STYLES.flatMap(({ bold, italic }) => {
    const style = `${bold ? 'Bold' : ''}${italic ? 'Italic' : ''}` || 'Regular';
    const file = packageFile(`profiles/fonts/${SHIPPED_FAMILY}-${style}.ttf`);
    return [SHIPPED_FAMILY, ...STANDS_FOR].map((name) => ({ name, bold, italic, file, index: 0 }));
  });
}

/** The fonts of a folder by the names in them; a variable one is its own bold. */
function fontsBelow(folder: string): readonly Place[] {
  return fontFiles(folder).flatMap((file) => {
    const titles = titlesOf(file);
    const places = titles.map(({ family: name, bold, italic, index }) => ({ name, bold, italic, index, file }));
    const bolder = titles.filter(({ variable, bold }) => variable && !bold);
    return [...places, ...bolder.map(({ family: name, italic, index }) => ({ name, bold: true, italic, index, file }))];
  });
}

/** The first of equals by name and style. */
function byKey(places: readonly Place[]): ReadonlyMap<string, Place> {
  return new Map(places.toReversed().map((place) => [fontKey(place), place]));
}

/** Finds fonts by the names that texts have for them: the user's own go before those of the package. */
export class FontFinder {
  readonly #given: GivenFonts;
  readonly #folder: string;
  readonly #usual: string;
  #places: ReadonlyMap<string, Place> | undefined;
  readonly #found = new Map<string, NamedFont>();
  readonly #files = new Map<string, Pick<FoundFont, 'sha256' | 'bytes'>>();

  /** `folder`: that of dmx.yaml, absolute; `usual`: the family where a text names none. */
  constructor(given: GivenFonts, usual: string | undefined, folder: string) {
    this.#given = given;
    this.#folder = folder;
    this.#usual = usual ?? SHIPPED_FAMILY;
  }

  #all(): ReadonlyMap<string, Place> {
    if (this.#places) return this.#places;
    const named = this.#given.flatMap((one): readonly Place[] => {
      if (typeof one === 'string') return [];
      const { name, file, bold = false, italic = false, index = 0 } = one;
      return [{ name, bold, italic, index, file: resolve(this.#folder, file) }];
    });
    const below = this.#given.flatMap((one) => (typeof one === 'string' ? fontsBelow(resolve(this.#folder, one)) : []));
    this.#places = byKey([...named, ...below, ...shippedFonts()]);
    return this.#places;
  }

  /** Looks a font up; an empty name is the usual family. Throws nothing. */
  find(font: FontName): NamedFont {
    const key = fontKey(font);
    const known = this.#found.get(key);
    if (known) return known;
    const found = this.#look(font);
    this.#found.set(key, found);
    return found;
  }

  #look(font: FontName): NamedFont {
    const name = font.name.trim() === '' ? this.#usual : font.name;
    const place = this.#all().get(fontKey({ ...font, name }));
    if (!place) return this.#missing(font, name);
    try {
      return { ...font, file: place.file, index: place.index, ...this.#read(place.file) };
    } catch {
      return { ...font, got: `${place.file}, which cannot be read` };
    }
  }

  #missing(font: FontName, name: string): NamedFont {
    const all = [...this.#all().values()];
    const same = all.filter((place) => place.name.toLowerCase() === name.trim().toLowerCase());
    if (same.length > 0) return { ...font, got: 'others of its styles only' };
    const near = nearest(name, [...new Set(all.map((place) => place.name))]);
    return { ...font, got: 'no font of that name', ...(near !== undefined && { nearest: near }) };
  }

  #read(file: FoundFont['file']): Pick<FoundFont, 'sha256' | 'bytes'> {
    const known = this.#files.get(file);
    if (known !== undefined) return known;
    const bytes = readFileSync(file);
    const read = { sha256: digestOf(bytes), bytes: bytesOfFont(bytes) };
    this.#files.set(file, read);
    return read;
  }
}

/** The finder of a project, or of the folder that a command was started in. */
export function openFontFinder({ fonts, server }: Config, configFile: string | undefined, cwd: string): FontFinder {
  return new FontFinder(fonts, server.defaultfont, configFile === undefined ? cwd : dirname(configFile));
}
