import type { DeliveredFile, DeliveryPlan, PublishedFile, PublishedList } from '../../model/delivery.ts';

/** The comparison of an output with a target. */
export interface Comparison {
  /** To be published. */
  readonly files: readonly DeliveredFile[];
  readonly list: Pick<PublishedList, 'files'>;
  /** Sizes of the listed files at the target, by path; absent = missing. */
  readonly sizes: ReadonlyMap<string, number>;
  /** ISO time. */
  readonly now: string;
  /** ISO time until which what is named no longer stays. */
  readonly until: string;
  /** Everything is put, whatever the list says. */
  readonly force: boolean;
}

function isThere({ path, bytes, sha256 }: DeliveredFile, { list, sizes, force }: Comparison): boolean {
  const listed = list.files.get(path);
  return !force && listed?.sha256 === sha256 && listed.state !== 'going' && sizes.get(path) === bytes;
}

/** A published file that is about to be removed: from now on, or since the earlier run that announced it. */
function leavingFile(file: PublishedFile, until: string): PublishedFile {
  return file.state === undefined || file.state === 'going' ? { ...file, state: until } : file;
}

/** Compares what should be published with the target's list and with the files at the target. */
export function compareTarget(given: Comparison): DeliveryPlan {
  const { files, list, now, until } = given;
  const wanted = new Set(files.map(({ path }) => path));
  const put = files.filter((file) => !isThere(file, given));
  const left = [...list.files.values()].filter(({ path }) => !wanted.has(path)).map((file) => leavingFile(file, until));
  const isDue = ({ state = '' }: PublishedFile): boolean => state <= now;
  const brought = new Set(put.map(({ path }) => path));
  const returned = [...list.files.values()].filter(
    ({ path, state }) => state !== undefined && wanted.has(path) && !brought.has(path),
  );
  return {
    put,
    kept: files.length - put.length,
    returned: returned.map(({ state: _gone, ...file }) => file),
    leaving: left.filter((file) => !isDue(file)),
    due: left.filter(isDue),
  };
}
