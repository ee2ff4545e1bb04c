import { stat } from 'node:fs/promises';
import { type DeliveredFile, PUBLISHED_FILE, type TargetCopy, type TargetDocument } from '../../model/delivery.ts';
import { UsageError } from '../../model/errors.ts';
import type { ManifestAsset } from '../../model/manifest/manifest-asset.ts';
import type { Storage } from '../../storage/storage.ts';
import type { PutSource } from '../../storage/target.ts';
import { digestFile, digestOf } from '../../system/digest.ts';
import { additionsOf, type Shown } from './additions.ts';

/** The manifest below a target. */
export const MANIFEST = 'manifest.json';

/** The files that a target gets, of whatever origin. */
export interface TargetFiles {
  /** Each path once: renditions, what stands beside them, documents. */
  readonly files: readonly DeliveredFile[];
  /** The bytes of one; undefined where there is none. */
  readonly open: (path: string) => Promise<PutSource | undefined>;
  readonly isDocument: (path: string) => boolean;
  /** Sentences for people. */
  readonly notices: readonly string[];
}

/** A text as it is put: printed anew each time, as all of them would fill the memory. */
function documentFile({ path, mime, print }: TargetDocument): DeliveredFile {
  const content = Buffer.from(print());
  return { path, mime, bytes: content.byteLength, sha256: digestOf(content) };
}

async function copiedFile({ path, mime, file }: TargetCopy): Promise<DeliveredFile> {
  return { path, mime, bytes: (await stat(file)).size, sha256: await digestFile(file) };
}

/** The words for a file that a target gets of an asset. */
function nameOf(path: string, assets: readonly ManifestAsset[]): string {
  for (const asset of assets) {
    const rendition = asset.renditions.find((one) => path === one.path || path.startsWith(`${one.path}/`));
    if (rendition) return `${rendition.name} of ${asset.path}`;
  }
  return 'a file of an asset';
}

/** Every file of a target has a path of its own. Throws UsageError CONFIG_INVALID. */
function refuseCollisions(added: readonly DeliveredFile[], files: readonly DeliveredFile[], { assets }: Shown): void {
  const taken = new Set(files.map(({ path }) => path));
  for (const path of [MANIFEST, PUBLISHED_FILE]) taken.add(path);
  for (const { path } of added) {
    if (!taken.has(path)) {
      taken.add(path);
      continue;
    }
    const holder = files.some((file) => file.path === path) ? nameOf(path, assets) : 'another file of the target';
    throw new UsageError(
      'CONFIG_INVALID',
      `expected a path of its own for ${path} of the target, got that of ${holder}`,
      {
        place: path,
        hint: 'Choose another `naming`, or leave the asset out by `exclude`.',
      },
    );
  }
}

/**
 * The files that a target gets: those of its assets, and what its settings add. Digests of documents are taken here, and their
 * texts made again when they are put. Throws UsageError CONFIG_INVALID.
 */
export async function targetFiles(
  media: readonly DeliveredFile[],
  shown: Shown,
  storage: Pick<Storage, 'fetch'>,
): Promise<TargetFiles> {
  const { documents, copies, notices } = additionsOf(shown);
  const added: DeliveredFile[] = [];
  for (const copy of copies) added.push(await copiedFile(copy));
  for (const document of documents) added.push(documentFile(document));
  refuseCollisions(added, media, shown);
  const texts = new Map(documents.map((document) => [document.path, document]));
  const sources = new Map(copies.map(({ path, file }) => [path, file]));
  return {
    files: added.length === 0 ? media : [...media, ...added],
    open: async (path) => {
      const document = texts.get(path);
      if (document) return Buffer.from(document.print());
      return sources.get(path) ?? (await storage.fetch(path, ''))?.local;
    },
    isDocument: (path) => texts.has(path),
    notices,
  };
}
