import type { TargetDocument } from '../../model/delivery.ts';
import type { ManifestAsset } from '../../model/manifest/manifest-asset.ts';
import type { MemberEntry, SetEntry, SetType } from '../../model/sets.ts';
import { addressOf } from '../address.ts';
import { canvasOf, type IiifContext, labelOf, thumbnailOf } from './canvas.ts';
import { IIIF_FOLDER } from './image-service.ts';
import { type JsonObject, said, words } from './json.ts';

/** Everything that manifests are made of. */
export interface ManifestContext extends IiifContext {
  readonly assets: ReadonlyMap<string, ManifestAsset>;
  readonly sets: ReadonlyMap<string, SetEntry>;
}

/** The context of every document of the API. */
export const PRESENTATION = 'http://iiif.io/api/presentation/3/context.json';

/** The way in which a viewer goes through the canvases of a set. There is no spin in IIIF. */
const BEHAVIORS: Readonly<Record<SetType, string>> = {
  image: 'individuals',
  spin: 'individuals',
  mixed: 'individuals',
  carousel: 'individuals',
  page: 'paged',
  video: 'individuals',
};

/** The manifest of an asset or a set, below a target. */
export const manifestPath = (path: string): string => `${IIIF_FOLDER}/${path}/manifest.json`;

interface ShownAsset {
  readonly asset: ManifestAsset;
  readonly label: string | undefined;
}

/** The assets of a member in their order: sets within sets one after the other, pages of a spread side by side. */
function shownBy(member: MemberEntry, context: ManifestContext, within: readonly string[]): readonly ShownAsset[] {
  const { asset, set, beside = [], label } = member;
  if (set !== undefined) {
    const inner = within.includes(set) ? undefined : context.sets.get(set);
    return inner?.members.flatMap((one) => shownBy(one, context, [...within, set])) ?? [];
  }
  return [asset, ...beside].flatMap((path, i) => {
    const found = path === undefined ? undefined : context.assets.get(path);
    return found ? [{ asset: found, label: i === 0 ? label : undefined }] : [];
  });
}

function canvasesOf(shown: readonly ShownAsset[], path: string, context: ManifestContext): readonly JsonObject[] {
  const folder = addressOf(`${IIIF_FOLDER}/${path}`, context.base);
  return shown
    .map(({ asset, label }, i) => canvasOf(asset, `${folder}/canvas/${i + 1}`, label, context))
    .filter((canvas) => canvas !== undefined);
}

/** A licence that the API knows: the address of one of Creative Commons or of RightsStatements.org. */
const LICENCE =
  /\bhttps?:\/\/(?:creativecommons\.org\/(?:licenses|publicdomain)|rightsstatements\.org\/vocab)\/[\w./-]*[\w/]/;

/** The words about an asset. */
function aboutAsset({ metadata = {} }: ManifestAsset): JsonObject {
  const { description, creator = [], rights, credit, keywords = [], captured } = metadata;
  const pairs: readonly (readonly [label: string, values: readonly string[]])[] = [
    ['Creator', creator],
    ['Credit', credit === undefined ? [] : [credit]],
    ['Date', captured === undefined ? [] : [captured]],
    ['Keywords', keywords],
  ];
  const listed = pairs
    .filter(([, values]) => values.length > 0)
    .map(([label, values]) => ({ label: { en: [label] }, value: words(...values) }));
  // The vocabularies name themselves without TLS.
  const licence = LICENCE.exec(rights ?? '')?.[0].replace(/^https:/, 'http:');
  return said({
    summary: description === undefined ? undefined : words(description),
    metadata: listed.length > 0 ? listed : undefined,
    requiredStatement: rights === undefined ? undefined : { label: { en: ['Rights'] }, value: words(rights) },
    rights: licence,
  });
}

function manifestText(
  path: string,
  label: string,
  about: JsonObject,
  items: readonly JsonObject[],
  context: ManifestContext,
): string {
  const head = { '@context': PRESENTATION, id: addressOf(manifestPath(path), context.base), type: 'Manifest' };
  return `${JSON.stringify({ ...head, label: words(label), ...about, items })}\n`;
}

/** An entry of a collection. */
export interface ListedManifest {
  /** Asset path, or path of a set. */
  readonly path: string;
  readonly label: string;
  readonly document: TargetDocument;
}

function documentOf(path: string, print: () => string): TargetDocument {
  return { path: manifestPath(path), mime: 'application/json', print };
}

/** The manifest of an asset (IIIF Presentation API 3) with one canvas; undefined where there is nothing to show on it. */
export function assetManifest(asset: ManifestAsset, context: ManifestContext): ListedManifest | undefined {
  const shown = [{ asset, label: undefined }];
  if (canvasesOf(shown, asset.path, context).length === 0) return undefined;
  const label = labelOf(asset);
  const print = (): string => {
    const thumbnail = thumbnailOf(asset, context);
    const about = { ...aboutAsset(asset), ...(thumbnail.length > 0 && { thumbnail }) };
    return manifestText(asset.path, label, about, canvasesOf(shown, asset.path, context), context);
  };
  return { path: asset.path, label, document: documentOf(asset.path, print) };
}

/** The manifest of a set with a canvas for each picture and clip; undefined where there is nothing to show. */
export function setManifest(set: SetEntry, context: ManifestContext): ListedManifest | undefined {
  const { path, type } = set;
  const shown = set.members.flatMap((member) => shownBy(member, context, [path]));
  if (canvasesOf(shown, path, context).length === 0) return undefined;
  const label = path.slice(path.lastIndexOf('/') + 1);
  const print = (): string => {
    const first = shown.map(({ asset }) => thumbnailOf(asset, context)).find((all) => all.length > 0);
    const about = { ...(first && { thumbnail: first }), behavior: [BEHAVIORS[type]] };
    return manifestText(path, label, about, canvasesOf(shown, path, context), context);
  };
  return { path, label, document: documentOf(path, print) };
}
