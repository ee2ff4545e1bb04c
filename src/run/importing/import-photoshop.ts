import { copyFile, open } from 'node:fs/promises';
import { basename, dirname, extname, join, resolve } from 'node:path';
import { UsageError } from '../../model/errors.ts';
import type { LayerRemark, PhotoshopDocument, TakenLayer } from '../../model/photoshop-layer.ts';
import { fontNamesOf } from '../../profiles/import/photoshop/font-names.ts';
import type { FontFor } from '../../profiles/import/photoshop/rich-text.ts';
import { type PhotoshopTemplate, templateFile } from '../../profiles/import/photoshop/template-file.ts';
import { NameClaims } from '../../profiles/import/name-claims.ts';
import { hasCode } from '../../system/error-code.ts';
import { makeFolders } from '../../system/writing/make-folders.ts';
import { withTemporary } from '../../system/scratch.ts';
import { storageError } from '../../system/storage-error.ts';
import { writeAside } from '../../system/writing/write-aside.ts';
import type { LoadedLibrary } from '../project/load-config.ts';

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

/** The settings of an import. */
export interface PhotoshopImport {
  readonly loaded: LoadedLibrary;
  readonly cwd: string;
  /** A picture that is there already is written over. */
  readonly force: boolean;
  /** False if nothing is written. */
  readonly write: boolean;
  /** Takes a file apart into an empty folder. Throws SourceError. */
  readonly takeApart: (file: string, folder: string) => Promise<PhotoshopDocument>;
}

const NO_FONT = 'its words are taken as a picture: there is no font of its letters';

/** Keeps the pixels of layers below the library, each under a name that is like its layer's. */
class Keeping {
  readonly assets: string[] = [];
  readonly remarks: LayerRemark[] = [];
  readonly #names = new NameClaims();

  readonly #preset: string;
  readonly #fontFor: FontFor;
  readonly #write: (file: string, asset: string) => Promise<void>;

  constructor(preset: string, fontFor: FontFor, write: (file: string, asset: string) => Promise<void>) {
    this.#preset = preset;
    this.#fontFor = fontFor;
    this.#write = write;
  }

  async layer(layer: TakenLayer): Promise<TakenLayer | undefined> {
    if (layer.kind === 'fill') return layer;
    if (layer.kind === 'picture') return { ...layer, asset: await this.#keep(layer.name, layer.asset) };
    const { kind: _kind, text, drawn, ...look } = layer;
    const { name } = layer;
    if (text.runs.every(({ font, text: words }) => this.#fontFor(font) !== undefined || USUAL.test(words)))
      return layer;
    this.remarks.push({ layer: name, reason: drawn ? NO_FONT : 'left out: nothing of it shows' });
    return drawn && { kind: 'picture', ...look, ...drawn, asset: await this.#keep(name, drawn.asset) };
  }

  async #keep(layer: string, file: string): Promise<string> {
    const asset = `${this.#preset}/${this.#names.claim(fileName(layer))}${extname(file)}`;
    this.assets.push(asset);
    await this.#write(file, asset);
    return asset;
  }
}

/**
 * Makes a template of a Photoshop file: pictures go below the library, into a folder of the template's name. Throws
 * SourceError for a file that is damaged, UsageError where a picture is in the way.
 */
export function importPhotoshop(
  file: string,
  preset: string,
  { loaded, cwd, force, write, takeApart }: PhotoshopImport,
): Promise<TakenTemplate> {
  return withTemporary('dmx-import', async (folder) => {
    const taken = await takeApart(file, folder);
    if (taken.layers.length === 0) {
      const hint = 'A picture without layers is a master: copy it into the library.';
      throw new UsageError('FILE_UNREADABLE', `expected layers to show, got ${file} without any`, {
        place: file,
        hint,
      });
    }
    const library = libraryOf(loaded, cwd);
    const fontFor = fontsOf(loaded);
    const keeping = new Keeping(preset, fontFor, async (from, asset) => {
      if (write) await writePicture(join(library, asset), join(folder, from), force);
    });
    const layers: TakenLayer[] = [];
    for (const layer of taken.layers) {
      const kept = await keeping.layer(layer);
      if (kept) layers.push(kept);
    }
    const document = { ...taken, layers, remarks: [...taken.remarks, ...keeping.remarks] };
    return { ...templateFile(preset, document, { source: basename(file), fontFor }), assets: keeping.assets };
  });
}

async function writePicture(path: string, from: string, force: boolean): Promise<void> {
  try {
    makeFolders(dirname(path));
    await writeAside(path, (aside) => copyFile(from, aside), { replace: force });
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw storageError(error, path);
    const hint = 'Write over it with `force`, or rename the Photoshop file: the folder has its name.';
    throw new UsageError('FILE_EXISTS', `expected no file at ${path}, got one`, { place: path, hint });
  }
}
