import { renditionFiles, type RenditionRecord, type StoredFileFacts } from '../../model/rendition.ts';
import type { Storage } from '../../storage/storage.ts';

/** A file that a record lists, with the asset and the rendition that it belongs to. */
export interface ListedFile extends StoredFileFacts {
  readonly asset: string;
  /** Name of the rendition. */
  readonly rendition: string;
}

/** One file that is not what its record says. */
export interface FileProblem extends Pick<ListedFile, 'asset' | 'rendition' | 'path'> {
  readonly kind: 'missing' | 'damaged';
}

/** A rendition's file, or each of the folder's where it is one. */
export function filesOf(record: RenditionRecord, asset: string): readonly ListedFile[] {
  return renditionFiles(record).map((file) => ({ ...file, asset, rendition: record.name }));
}

/** Holds files against their records: there, of the size and, unless `quick`, of the SHA-256 recorded. */
export async function checkFiles(
  files: readonly ListedFile[],
  storage: Storage,
  { quick }: { readonly quick: boolean },
): Promise<readonly FileProblem[]> {
  const sizes = await storage.sizes(files.map(({ path }) => path));
  const problems: FileProblem[] = [];
  for (const [i, { asset, rendition, path, bytes, sha256 }] of files.entries()) {
    if (sizes[i] === undefined) problems.push({ kind: 'missing', asset, rendition, path });
    else if (sizes[i] !== bytes || (!quick && (await storage.digest(path)) !== sha256)) {
      problems.push({ kind: 'damaged', asset, rendition, path });
    }
  }
  return problems;
}
