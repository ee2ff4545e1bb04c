import { findFile } from '../../library/find-file.ts';
import type { ImageFacts } from '../../model/asset.ts';
import type { AssetRecord } from '../../model/catalog-record.ts';
import { masterFormat } from '../../model/formats/master-formats.ts';
import type { SourceFile } from '../../model/place.ts';
import type { PictureRecipe } from '../../model/recipe/recipe.ts';
import { EMPTY_PICTURE, smartCropOf } from '../../model/recipe/recipe-tree.ts';
import type { RenditionRecord } from '../../model/rendition.ts';
import { parseRecipe } from '../../serving/print.ts';
import { resolveRecipe } from '../../serving/resolve/resolve.ts';
import type { ServerSettings } from '../../serving/resolve/server-settings.ts';
import { readLocal, readOpened } from '../../system/open-file.ts';
import { placesOf, type Runtime } from '../project/runtime.ts';
import type { Renderer } from '../rendering/renderer.ts';
import type { RunContext } from '../request.ts';

/** A small picture that is wanted of a file. */
export interface PreviewWish {
  /** Under which it is handed back; unique. */
  readonly key: string;
  readonly file: SourceFile;
  readonly mime: string;
  readonly bytes: number;
  /** Longer side, pixels. */
  readonly side: number;
  /** The master, so that it need not be read again. */
  readonly master?: { readonly record: AssetRecord; readonly facts: ImageFacts };
}

/** The context that previews are made with. */
export interface PreviewContext {
  readonly renderer: Renderer;
  readonly runtime: Runtime;
  readonly server: ServerSettings;
  readonly signal: AbortSignal;
}

/**
 * A rendition in a browser's own format that is hardly larger than its preview would be is taken as it is; a master never:
 * its metadata is not for everybody. Bytes.
 */
const SMALL_BYTES = 8000;

/** Tells whether browsers show files of a MIME type as pictures. */
export const isShown = (mime: string): boolean => masterFormat(mime)?.browsers !== undefined;

/** The longer side of a master's preview, pixels. */
const MASTER_SIDE = 320;

const dataUri = (mime: string, bytes: Buffer): string => `data:${mime};base64,${bytes.toString('base64')}`;

function previewRecipe(side: number, server: ServerSettings): PictureRecipe {
  const view = { width: side, height: side, fit: { mode: 'constrain', upscale: false } } as const;
  return resolveRecipe({ ...EMPTY_PICTURE, view, output: { format: 'webp', quality: 60 }, metadata: 'none' }, server);
}

/** Tells whether a rendition shows all of its upright master, so that positions in the one hold in the other. */
function showsAll({ recipe: text, width, height }: RenditionRecord, facts: ImageFacts): boolean {
  const recipe = parseRecipe(text);
  if (recipe.kind !== 'picture') return false;
  const { view, composite, reply } = recipe;
  const { crop, rotate, extension } = composite.layers[0];
  const { flip } = composite;
  if (
    [smartCropOf(recipe), crop, flip, rotate, extension, reply, view.region, view.tile].some(
      (part) => part !== undefined,
    )
  ) {
    return false;
  }
  return Math.abs(width - (height * facts.width) / facts.height) <= 1;
}

/** The picture by which a clip is shown: its poster, or the first of its thumbnails. */
function stillOf({ renditions }: AssetRecord): RenditionRecord | undefined {
  return renditions.find(({ role }) => role === 'poster') ?? renditions.find(({ role }) => role === 'thumbnail');
}

/** The smallest rendition that shows all of a master at a preview's size. */
function smallestWhole({ renditions }: AssetRecord, facts: ImageFacts): RenditionRecord | undefined {
  const large = renditions.filter(
    ({ role, mime, width, height, stale }) =>
      role === 'preset' && stale !== true && isShown(mime) && Math.max(width, height) >= MASTER_SIDE,
  );
  return large.toSorted((a, b) => a.width * a.height - b.width * b.height).find((one) => showsAll(one, facts));
}

/** The source of a master's preview: a rendition that shows it, which is quicker to read, else itself. */
async function masterPreview(record: AssetRecord, { library }: Runtime): Promise<PreviewWish | undefined> {
  const { facts, path, mime, stat, gone } = record;
  const key = `${path}\n`;
  const rendition = facts?.kind === 'image' ? smallestWhole(record, facts) : stillOf(record);
  if (rendition !== undefined) return { ...renditionPreview(record, rendition), key, side: MASTER_SIDE };
  if (facts?.kind !== 'image' || gone) return undefined;
  const found = await findFile(library, path);
  const file = { from: 'library', path: found?.file ?? path } as const;
  return { key, file, mime, bytes: stat.bytes, side: MASTER_SIDE, master: { record, facts } };
}

/** The preview of a rendition, half as large as a master's. */
export function renditionPreview({ path }: AssetRecord, rendition: RenditionRecord): PreviewWish {
  const { name, path: stored, mime, bytes } = rendition;
  return { key: `${path}\n${name}`, file: { from: 'storage', path: stored }, mime, bytes, side: MASTER_SIDE / 2 };
}

/** The previews that a page shows of an asset: of its smart crops, and of its master. */
export async function wishesOf(record: AssetRecord, { runtime }: PreviewContext): Promise<readonly PreviewWish[]> {
  const crops = record.renditions.filter(({ role }) => role === 'crop');
  const master = await masterPreview(record, runtime);
  return [...crops.map((crop) => renditionPreview(record, crop)), ...(master ? [master] : [])];
}

async function propose(wish: PreviewWish, { renderer, runtime, server }: PreviewContext, call: RunContext) {
  const { key: asset, file, side, master } = wish;
  const recipe = previewRecipe(side, server);
  const renditions = [{ name: 'preview', role: 'preset', extension: 'webp', recipe }] as const;
  if (master !== undefined) {
    const { stat, sha256 } = master.record;
    return { asset, master: { ...file, stat, sha256 }, facts: master.facts, renditions };
  }
  const { facts, stat, sha256 } = await renderer.examine(file, placesOf(runtime.project), call);
  if (facts?.kind !== 'image' || stat === undefined) return undefined;
  return { asset, master: { ...file, stat, sha256 }, facts, renditions };
}

/** A stored rendition itself; undefined where it is too large, or cannot be read. */
async function asItIs(
  { file: { from, path }, mime, bytes }: PreviewWish,
  { storage }: Runtime,
): Promise<string | undefined> {
  if (from !== 'storage' || bytes > SMALL_BYTES || !isShown(mime)) return undefined;
  try {
    const opened = await storage.open(path);
    return opened && dataUri(mime, await readOpened(opened));
  } catch {
    return undefined;
  }
}

async function makePreview(wish: PreviewWish, context: PreviewContext): Promise<string | undefined> {
  const call: RunContext = { signal: context.signal, emit: () => undefined };
  const small = await asItIs(wish, context.runtime);
  const proposal = small === undefined ? await propose(wish, context, call) : undefined;
  if (proposal === undefined) return small;
  return context.renderer.make(proposal, placesOf(context.runtime.project), call, async ({ result }) => {
    const [artefact] = result?.artefacts ?? [];
    return artefact && dataUri(artefact.mime, await readLocal(artefact.file));
  });
}

/**
 * Small pictures as data URIs, by the keys of their wishes, made as renditions are. What cannot be read, or is gone, is
 * left out: that is for `verify` to tell. Throws Cancelled.
 */
export async function makePreviews(
  wishes: readonly PreviewWish[],
  context: PreviewContext,
): Promise<ReadonlyMap<string, string>> {
  const made = wishes.map(async (wish) => {
    const picture = await makePreview(wish, context);
    return picture === undefined ? [] : [[wish.key, picture] as const];
  });
  return new Map((await Promise.all(made)).flat());
}
