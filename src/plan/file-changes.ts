import { encodedPath } from '../base/encoded-path.ts';
import {
  type RenditionChange,
  renditionFiles,
  type RenditionRecord,
  type StoredFileFacts,
} from '../model/rendition.ts';

type Change = Omit<RenditionChange, 'urlPath' | 'oldUrlPath'>;

function withUrls({ change, path, oldPath, sha256, ...rest }: Change): RenditionChange {
  const urls = { urlPath: encodedPath(path), oldUrlPath: oldPath === null ? null : encodedPath(oldPath) };
  return { change, path, oldPath, sha256, ...urls, ...rest };
}

type Named = Pick<StoredFileFacts, 'path' | 'sha256'>;

/** The change of a file that was not there. */
export function addedFile({ path, sha256 }: Named): RenditionChange {
  return withUrls({ change: 'added', path, oldPath: null, sha256 });
}

/** The change of a file that has other bytes now. */
export function changedFile({ path, sha256 }: Named): RenditionChange {
  return withUrls({ change: 'changed', path, oldPath: null, sha256 });
}

/** The change of a file that is not listed any more. */
export function removedFile(path: string): RenditionChange {
  return withUrls({ change: 'removed', path, oldPath: null, sha256: null });
}

/** The files of a rendition by their paths below its own. */
function filesBelow(record: RenditionRecord | undefined): ReadonlyMap<string, StoredFileFacts> {
  const files = record === undefined ? [] : renditionFiles(record);
  return new Map(files.map((file) => [file.path.slice(record?.path.length), file]));
}

function listedFile(
  { path, sha256 }: StoredFileFacts,
  old: StoredFileFacts | undefined,
  keepUntil: string | null,
): readonly RenditionChange[] {
  if (old === undefined) return [addedFile({ path, sha256 })];
  const same = old.sha256 === sha256;
  if (old.path === path) return same ? [] : [changedFile({ path, sha256 })];
  const kept = keepUntil === null ? {} : { keepUntil };
  return [withUrls({ change: same ? 'moved' : 'changed', path, oldPath: old.path, sha256, ...kept })];
}

/** The changes of one rendition's files; those of a packaged set are told apart by their paths below it. */
function ofRendition(
  before: RenditionRecord | undefined,
  after: RenditionRecord | undefined,
  keepUntil: string | null,
): readonly RenditionChange[] {
  const [old, now] = [filesBelow(before), filesBelow(after)];
  const listed = [...now].flatMap(([below, file]) => listedFile(file, old.get(below), keepUntil));
  // Files of a set that stays for a time are told when it goes.
  if (keepUntil !== null && after !== undefined && before?.path !== after.path) return listed;
  const left = [...old].filter(([below]) => !now.has(below)).map(([, file]) => removedFile(file.path));
  return [...listed, ...left];
}

/**
 * The changes of files between what was listed of an asset and what is listed now, in the order listed. `keepUntil`: ISO
 * time until which files stay that one of another name replaced; null = they go.
 */
export function fileChanges(
  before: readonly RenditionRecord[],
  after: readonly RenditionRecord[],
  keepUntil: string | null = null,
): readonly RenditionChange[] {
  const old = new Map(before.map((record) => [record.name, record]));
  const names = new Set(after.map(({ name }) => name));
  const listed = after.flatMap((record) => ofRendition(old.get(record.name), record, keepUntil));
  return [
    ...listed,
    ...before.filter(({ name }) => !names.has(name)).flatMap((one) => ofRendition(one, undefined, null)),
  ];
}
