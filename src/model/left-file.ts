import { sum } from '../base/sum.ts';
import type { AssetRecord } from './catalog-record.ts';
import type { RenditionRecord } from './rendition.ts';

/** A file of the output, or a packaged folder, that nothing lists any more and that waits to be removed. */
export interface LeftFile {
  /** Below the output. */
  readonly path: string;
  readonly bytes: number;
  /** ISO time until which it stays, because a file of another name replaced it (`keepReplaced`); null = it goes. */
  readonly keepUntil: string | null;
  /** Paths below it, where it is a folder. */
  readonly files: readonly string[];
}

/**
 * The files that an asset's record listed before and does not list any more. Those of renditions that have another path
 * now stay until `keepUntil`.
 */
export function leftFiles(
  before: AssetRecord | undefined,
  after: readonly RenditionRecord[] = [],
  keepUntil: string | null = null,
): readonly LeftFile[] {
  const listed = new Set(after.map(({ path }) => path));
  const names = new Set(after.map(({ name }) => name));
  return (before?.renditions ?? [])
    .filter(({ path }) => !listed.has(path))
    .map(({ name, path, bytes, packaged }) => ({
      ...{ path, bytes, keepUntil: names.has(name) ? keepUntil : null },
      files: packaged?.files.map((file) => file.path) ?? [],
    }));
}

/** Tells whether a file may go; `now` = ISO time. */
export function isDue({ keepUntil }: LeftFile, now: string): boolean {
  return keepUntil === null || keepUntil <= now;
}

/** The paths of the files that it is, below the output. */
export function leftPaths({ path, files }: LeftFile): readonly string[] {
  return files.length === 0 ? [path] : files.map((below) => `${path}/${below}`);
}

/** Files that stay for a time although others replaced them. */
export interface KeptFiles {
  readonly files: number;
  readonly bytes: number;
  /** ISO time at which the last of them may go; null = there are none. */
  readonly until: string | null;
}

export function keptFiles(kept: readonly LeftFile[]): KeptFiles {
  const until =
    kept
      .map(({ keepUntil }) => keepUntil ?? '')
      .toSorted()
      .at(-1) ?? null;
  return { files: sum(kept.map(countFiles)), bytes: sum(kept.map(({ bytes }) => bytes)), until };
}

/** The files that it is: those of a folder, or one. */
export function countFiles({ files }: LeftFile): number {
  return Math.max(1, files.length);
}
