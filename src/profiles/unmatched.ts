import { isEmpty } from '../base/is-empty.ts';
import { nearestPath } from '../base/nearest-path.ts';
import { nearest } from '../base/text.ts';
import { isSystemPath } from '../model/system-names.ts';
import type { Config } from './config-schema.ts';
import { makeGlob } from './glob.ts';
import { matchesAny } from './match.ts';
import type { Path } from './yaml/node.ts';

/** The folders that hold these files, with all those above; '' = the library itself. */
function foldersOf(files: Iterable<string>): ReadonlySet<string> {
  const folders = new Set(['']);
  for (const file of files) {
    for (let folder = file; folder !== '';) {
      folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/')));
      if (folders.has(folder)) break;
      folders.add(folder);
    }
  }
  return folders;
}

/** The folders that a glob begins with before it gets wild, and what comes behind them. */
function splitGlob(glob: string): { readonly literal: readonly string[]; readonly rest: readonly string[] } {
  const segments = glob.replace(/^\.\//, '').split('/');
  const wild = segments.findIndex((segment) => /[*?{]/.test(segment));
  const literal = wild < 0 ? segments : segments.slice(0, wild);
  return { literal, rest: segments.slice(literal.length) };
}

// Letters to YAML, and no part of the folder that was meant.
const CURLY = /[“”„‘’]/g;

/** Tells whether all that a glob can match lies in some folders of the library; '' = all of it. */
function isWithin(folders: readonly string[], glob: string): boolean {
  const folder = splitGlob(glob.replaceAll(CURLY, '')).literal.join('/');
  return folders.some((one) => one === '' || folder === one || folder.startsWith(`${one}/`));
}

/** The advice for a glob, or a folder, that matches nothing: the same with the folder whose name is nearest. */
export function adviseOnFolder(glob: string, folders: Iterable<string>): string {
  const { literal, rest } = splitGlob(glob);
  const level = [...folders].filter((folder) => folder !== '' && folder.split('/').length === literal.length);
  const near = nearest(literal.join('/'), level);
  if (near !== undefined && near !== literal.join('/')) return `Did you mean \`${[near, ...rest].join('/')}\`?`;
  return 'Globs are meant below the library, and case counts: `banners/**`, `**/*.tif`.';
}

/** The advice for a glob that matches no file. For one that names a single file: the nearest path. */
export function adviseOnGlob(glob: string, files: Iterable<string>): string {
  const isLiteral = splitGlob(glob).rest.length === 0;
  const near = isLiteral ? nearestPath(glob, files) : undefined;
  return near === undefined ? adviseOnFolder(glob, foldersOf(files)) : `Did you mean \`${near}\`?`;
}

/** A glob of dmx.yaml that matches nothing of the library, with the path of its value. */
export interface Unmatched {
  readonly path: Path;
  readonly glob: string;
  readonly hint: string;
}

/**
 * The globs of `include`, `exclude` and folder rules that match none of the files (paths below the library, NFC) of the
 * `selections` that were looked at (folders below it, '' = all of it), where nothing outside of those could match. Such a glob is a slip more often than not: one of `include` takes what it meant out of the library, one of
 * `exclude` leaves it in.
 */
export function findUnmatched(
  { folders: rules, include, exclude }: Pick<Config, 'folders' | 'include' | 'exclude'>,
  files: Iterable<string>,
  selections: readonly string[],
): readonly Unmatched[] {
  if (isEmpty(files) || rules.length + include.length + exclude.length === 0) return [];
  const folders = foldersOf(files);
  const globs = [
    ...rules.flatMap(({ path: glob }, i) =>
      matchesFolder(glob, folders) ? [] : [{ path: ['folders', i, 'path'], glob }],
    ),
    ...findIdle(include, files).map((glob) => ({ path: ['include', include.indexOf(glob)], glob })),
    ...findIdle(exclude, files).map((glob) => ({ path: ['exclude', exclude.indexOf(glob)], glob })),
  ];
  // A glob of `include` or `exclude` without a slash is meant at every depth.
  const isDecided = ({ path: [key], glob }: Omit<Unmatched, 'hint'>): boolean =>
    isWithin(key === 'folders' || glob.includes('/') ? selections : selections.filter((one) => one === ''), glob);
  const told = globs.filter(isDecided);
  return told.map((found) => {
    const { path, glob } = found;
    return { ...found, hint: path[0] === 'folders' ? adviseOnFolder(glob, folders) : adviseOnGlob(glob, files) };
  });
}

function matchesFolder(glob: string, folders: ReadonlySet<string>): boolean {
  const compiled = makeGlob(glob);
  for (const folder of folders) if (compiled.matches(folder)) return true;
  return false;
}

/** Tells whether a glob matches only hidden or system files, which are never read. */
function isOfUnseen(glob: string): boolean {
  return isSystemPath(glob) || /(?:^|\/)\.[^/]/.test(glob);
}

/** Globs of `include` and `exclude` that match no file. */
export function findIdle(globs: readonly string[], files: Iterable<string>): readonly string[] {
  return globs.filter((glob) => !isOfUnseen(glob) && !matchesSome(glob, files));
}

function matchesSome(glob: string, files: Iterable<string>): boolean {
  for (const file of files) if (matchesAny([glob], file)) return true;
  return false;
}
