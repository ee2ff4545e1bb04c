import { mkdir, open, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { UsageError } from '../model/errors.ts';
import { fontNamesOf } from '../profiles/import/photoshop/font-names.ts';
import type { FontFor } from '../profiles/import/photoshop/rich-text.ts';
import { type PhotoshopTemplate, templateFile } from '../profiles/import/photoshop/template-file.ts';
import { NameClaims } from '../profiles/import/name-claims.ts';
import { storageError } from '../system/storage-error.ts';
import { writeAside } from '../system/write-aside.ts';
import type { LoadedLibrary } from './project/load-config.ts';

/** A template of a Photoshop file, and the pictures that it names. */
export interface TakenTemplate extends PhotoshopTemplate {
  /** Paths below the library. */
  readonly assets: readonly string[];
}

const SIGNATURE = '8BPS';
const MOST_LETTERS = 40;
/** Letters that the font of the package has: Latin, Greek, Cyrillic, and the signs between them. */
const USUAL = /^(?:(?![\u{2e80}-\u{10ffff}])[\p{sc=Latn}\p{sc=Grek}\p{sc=Cyrl}\p{Cc}\p{N}\p{P}\p{Zs}\p{Sc}])*$/u;

/** Tells whether a file is one of Photoshop's, by how it begins. */
export async function isPhotoshopFile(path: string): Promise<boolean> {
  const head = Buffer.alloc(SIGNATURE.length);
  try {
    await using handle = await open(path, 'r');
    await handle.read(head, 0, head.length, 0);
  } catch {
    return false;
  }
  return head.toString('latin1') === SIGNATURE;
}

/** The library of a project, absolute; without dmx.yaml the folder that the command was started in. */
function libraryOf({ config, configFile }: LoadedLibrary, cwd: string): string {
  return configFile === undefined ? cwd : resolve(dirname(configFile), config.library ?? '.');
}

const fileName = (layer: string): string =>
  layer
    .replaceAll(/[^A-Za-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, MOST_LETTERS)
    .toLowerCase() || 'layer';

/** The fonts of a project by PostScript names; those of the package have the names of others as well. */
function fontsOf({ fontFinder }: LoadedLibrary): FontFor {
  return (postScript) => {
    for (const font of fontNamesOf(postScript)) {
      const found = fontFinder.find(font);
      if (!('file' in found)) continue;
      return {
        ...font,
        standIn: !basename(found.file).toLowerCase().includes(font.name.toLowerCase().replaceAll(' ', '')),
      };
    }
    return undefined;
  };
}

/**
 * Takes a Photoshop file apart into a template: pictures go below the library, into a folder of the template's name, unless
 * `write` is false. A picture that is there already is written over with `force`. Throws SourceError for a file that is
 * damaged, UsageError where a picture is in the way.
 */
export async function importPhotoshop(
  file: string,
  preset: string,
  { loaded, cwd, force, write }: { loaded: LoadedLibrary; cwd: string; force: boolean; write: boolean },
): Promise<TakenTemplate> {
  const library = libraryOf(loaded, cwd);
  const names = new NameClaims();
  const assets: string[] = [];
  const fontFor = fontsOf(loaded);
  // Loads libvips, which no other command of presets needs.
  const { takeApart } = await import('../engines/formats/psd/layers/take-apart.ts');
  const taken = await takeApart(file, {
    canSet: ({ runs }) => runs.every(({ font, text }) => fontFor(font) !== undefined || USUAL.test(text)),
    keep: async (layer, { bytes, extension }) => {
      const asset = `${preset}/${names.claim(fileName(layer))}.${extension}`;
      assets.push(asset);
      if (write) await writePicture(join(library, asset), bytes, force);
      return asset;
    },
  });
  if (taken.layers.length === 0) {
    const hint = 'A picture without layers is a master: copy it into the library.';
    throw new UsageError('FILE_UNREADABLE', `expected layers to show, got ${file} without any`, { place: file, hint });
  }
  return { ...templateFile(preset, taken, { source: basename(file), fontFor }), assets };
}

async function writePicture(path: string, bytes: Buffer, force: boolean): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeAside(path, (aside) => writeFile(aside, bytes), { replace: force });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw storageError(error, path);
    const hint = 'Write over it with `force`, or rename the Photoshop file: the folder has its name.';
    throw new UsageError('FILE_EXISTS', `expected no file at ${path}, got one`, { place: path, hint });
  }
}
