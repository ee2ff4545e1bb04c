import { readdirSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';
import { groupBy } from '../../base/group-by.ts';
import { present } from '../../base/present.ts';
import { isSitePath } from '../../model/viewers/clip-swatches.ts';
import { UsageError } from '../../model/errors.ts';
import type { TargetCopy, TargetDocument } from '../../model/delivery.ts';
import { documentPath, VIEWERS_FOLDER, type ViewerItem } from '../../model/viewers/document.ts';
import { VIEWERS } from '../../model/viewers/viewers.ts';
import { assetDocument, type PlacedDocument, type Published, setDocument } from '../../pages/viewers/document.ts';
import { MOST_SHOWN, VIEWERS_PAGE, viewersPage } from '../../pages/viewers/index-page.ts';
import { packageFile } from '../../system/package-files.ts';
import type { Additions, Shown } from './addition.ts';

const MIME: Readonly<Record<string, string>> = { '.js': 'text/javascript', '.css': 'text/css', '.html': 'text/html' };

/** The script by which embed snippets run, under each of the names that they have for it. */
function classicScripts(folder: string): readonly TargetCopy[] {
  const names = ['s7viewers', ...Object.values(VIEWERS).flatMap(({ classes }) => Object.keys(classes))];
  return names.map((name) => ({
    path: `${VIEWERS_FOLDER}/html5/js/${name}.js`,
    mime: 'text/javascript',
    file: join(folder, 's7viewers.js'),
  }));
}

/** The scripts that the build makes of the viewers. Throws UsageError where dmx was not built. */
function scripts(): readonly TargetCopy[] {
  const folder = packageFile('dist/viewers');
  try {
    const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const built = entries.map(({ name, parentPath }) => ({
      path: [VIEWERS_FOLDER, ...relative(folder, join(parentPath, name)).split(sep)].join('/'),
      mime: MIME[extname(name)] ?? 'application/octet-stream',
      file: join(parentPath, name),
    }));
    return [...built, ...classicScripts(folder)];
  } catch {
    throw new UsageError('FILE_UNREADABLE', `expected the scripts of the viewers, got none`, {
      place: folder,
      hint: 'Install dmx-media again, or run `npm run build` where it runs from its sources.',
    });
  }
}

/** Texts of documents that are kept from their digest to their bringing: more would fill the memory, and are made again. */
const KEPT_CHARACTERS = 32 * 2 ** 20;

/** Keeps texts as long as there is room for them. */
class KeptTexts {
  #room = KEPT_CHARACTERS;

  /** A way to the text that `make` makes, which is called once where there is room. */
  keep(make: () => string): () => string {
    let kept: string | undefined;
    return () => {
      const text = kept ?? make();
      if (kept === undefined && text.length <= this.#room) {
        this.#room -= text.length;
        kept = text;
      }
      return text;
    };
  }
}

/** A document of the target. */
interface Made {
  readonly path: string;
  /** Its text where its addresses count from `path`. */
  readonly print: (path: string) => string;
  readonly item: () => ViewerItem | undefined;
  /** Assets that a set shows. */
  readonly shows: readonly string[];
  /** Path of the asset or set. */
  readonly name: string;
}

/** Makes a document for a path. */
type Make = (path: string) => PlacedDocument | undefined;

/** `ready`: the document at its own path, where it is made already. */
function madeAs(make: Make, rest: Omit<Made, 'print' | 'item'>, texts: KeptTexts, ready?: PlacedDocument): Made {
  let first = ready;
  const printAt = (path: string): string => {
    const placed = path === rest.path ? (first ?? make(path)) : make(path);
    first = undefined;
    return `${JSON.stringify(placed?.document)}\n`;
  };
  const own = texts.keep(() => printAt(rest.path));
  // The generated text replaces its inputs, which take more memory.
  if (ready) own();
  return {
    ...rest,
    print: (path) => (path === rest.path ? own() : printAt(path)),
    item: () => make(rest.path)?.document,
  };
}

function printed({ print }: Pick<Made, 'print'>, path: string): TargetDocument {
  return { path, mime: 'application/json', print: () => print(path) };
}

function publishedOf({ assets, sets }: Shown): Published {
  const byPath = new Map(assets.map((asset) => [asset.path, asset]));
  const setByPath = new Map(sets.map((set) => [set.path, set]));
  return { asset: (path) => byPath.get(path), set: (path) => setByPath.get(path) };
}

/** Pictures of swatches of clips that the target has not. */
function swatchNotices({ assets }: Shown, published: Published): readonly string[] {
  const lacking = assets.flatMap(({ path, swatches = [] }) => {
    const named = new Set(swatches.flatMap(({ image = '' }) => (image === '' || isSitePath(image) ? [] : [image])));
    return [...named].filter((image) => published.asset(image) === undefined).map((image) => [path, image] as const);
  });
  return lacking.map(
    ([clip, image]) =>
      `expected ${image} on the target, which a swatch of ${clip} shows, got none: the swatch shows its label alone`,
  );
}

/** The documents of all sets, then of all assets of which there is something to show. */
function madeOf(shown: Shown, published: Published): readonly Made[] {
  const texts = new KeptTexts();
  const sets = shown.sets.map((set): Made => {
    const shows = set.members.flatMap(({ asset, beside = [] }) => (asset === undefined ? beside : [asset, ...beside]));
    const rest = { path: documentPath(set.path), name: set.path, shows };
    return madeAs((path) => setDocument(set, published, path), rest, texts);
  });
  const assets = shown.assets.flatMap((asset): readonly Made[] => {
    const path = documentPath(asset.path);
    const ready = assetDocument(asset, published, path);
    if (ready === undefined) return [];
    const rest = { path, name: asset.path, shows: [] };
    return [madeAs((place) => assetDocument(asset, published, place), rest, texts, ready)];
  });
  return [...sets, ...assets];
}

/** A name without folders and, of an asset, without its extension: as Dynamic Media has it. */
const classicName = (path: string): string => path.slice(path.lastIndexOf('/') + 1).replace(/(?<=.)\.[^.]*$/, '');

/** The documents once more under the names of Dynamic Media, and what of them is not clear. */
function classicDocuments(made: readonly Made[], company: string): Additions {
  const byName = groupBy(made, ({ name }) => classicName(name).toLowerCase());
  const documents = byName.flatMap(([first]) =>
    first ? [printed(first, documentPath(`${company}/${classicName(first.name)}`))] : [],
  );
  const unclear = byName.filter((group) => group.length > 1).map((group) => group.map(({ name }) => name).join(', '));
  const notices = unclear.map(
    (names) => `expected one asset of a name for ${company}, got ${names}: the first of them is shown`,
  );
  return { documents, notices };
}

/** The presets of the project, each beside its styles. */
function presetDocuments({ presets }: Shown): readonly TargetDocument[] {
  return presets.flatMap(({ name, viewer, theme, attributes, styles }) => {
    const path = `${VIEWERS_FOLDER}/presets/${name}`;
    const css = styles === undefined ? {} : { css: `${encodeURIComponent(name)}.css` };
    const preset = { viewer, ...present({ theme }), attributes, ...css };
    const json = { path: `${path}.json`, mime: 'application/json', print: () => `${JSON.stringify(preset)}\n` };
    return styles === undefined ? [json] : [{ path: `${path}.css`, mime: 'text/css', print: () => styles }, json];
  });
}

/** The page on which they are seen: sets, and assets that stand in none. */
function pageOf(made: readonly Made[]): TargetDocument {
  const inSets = new Set(made.flatMap(({ shows }) => shows));
  const alone = made.filter(({ name }) => !inSets.has(name));
  const first = alone.slice(0, MOST_SHOWN);
  const items = (): readonly ViewerItem[] => first.flatMap(({ item }) => item() ?? []);
  return { path: VIEWERS_PAGE, mime: 'text/html', print: () => viewersPage(items(), alone.length - first.length) };
}

/** The documents of all assets and sets, the scripts that show them, and a page on which they are seen. */
export function viewerFiles(shown: Shown): Additions {
  const { viewers = false } = shown.settings;
  if (viewers === false) return {};
  const published = publishedOf(shown);
  const made = madeOf(shown, published);
  const classic = viewers === true ? {} : classicDocuments(made, viewers.company);
  const own = made.map((one) => printed(one, one.path));
  const documents = [...own, ...(classic.documents ?? []), ...presetDocuments(shown), pageOf(made)];
  const notices = [...(classic.notices ?? []), ...swatchNotices(shown, published)];
  return { documents, copies: scripts(), ...(notices.length > 0 && { notices }) };
}
