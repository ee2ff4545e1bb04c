import { renditionFiles, type RenditionRecord, type StoredFileFacts } from '../../model/rendition.ts';
import { type ErrorData, StorageError } from '../../model/errors.ts';
import type { Storage } from '../../storage/storage.ts';

/** A file that a record lists, with the asset and the rendition that it belongs to. */
export interface ListedFile extends StoredFileFacts {
  readonly asset: string;
  /** Name of the rendition. */
  readonly rendition: string;
}

/** One file that differs from its record. */
export interface FileProblem extends Pick<ListedFile, 'asset' | 'rendition' | 'path'> {
  readonly kind: 'missing' | 'damaged';
}

/** The files of a rendition: itself, or the files of its folder. */
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

/** A file that may be as recorded, and that nobody here can read. */
export interface UnreadableFile extends Pick<ListedFile, 'asset' | 'rendition' | 'path'> {
  readonly kind: 'unreadable';
  readonly error: ErrorData;
}

/** The same, but continues after files that cannot be read: each of those is a finding. */
export async function findProblems(
  files: readonly ListedFile[],
  storage: Storage,
  options: { readonly quick: boolean },
): Promise<readonly (FileProblem | UnreadableFile)[]> {
  try {
    return await checkFiles(files, storage, options);
  } catch (cause) {
    if (!(cause instanceof StorageError)) throw cause;
    if (files.length > 1) {
      const each: (FileProblem | UnreadableFile)[] = [];
      for (const file of files) each.push(...(await findProblems([file], storage, options)));
      return each;
    }
    return files.map(({ asset, rendition, path }) => ({
      ...{ kind: 'unreadable', asset, rendition, path },
      error: cause.toData(),
    }));
  }
}
