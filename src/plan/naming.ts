import type { Size } from '../model/geometry.ts';
import type { RenditionOrder } from '../model/rendition.ts';
import { type NamingPiece, parseNaming, type Placeholder } from '../profiles/naming.ts';

/** Where all renditions lie below the output. */
const FOLDER = 'renditions';

/** Enough of a fingerprint to change the address of a picture whenever its bytes change. */
const HASH_LENGTH = 8;

/** What a rendition's path says of it. */
type NamedOrder = Pick<RenditionOrder, 'name' | 'extension' | 'fileName'>;

/** Where a rendition of an asset is stored: see `layPaths`. */
export type PathOf = (assetPath: string, order: NamedOrder, fingerprint: string) => string;

/**
 * How a checked layout lays the paths of renditions below the output, `/`-separated. `{width}` and `{height}` stay as
 * they are until the file is made (`finalPath`); where an asset is itself called so, the braces are told apart by
 * slashes that no path can hold.
 */
export function layPaths(template: string): PathOf {
  const pieces = parseNaming(template);
  if ('expected' in pieces) throw new Error(`naming ${template} was not checked: expected ${pieces.expected}`);
  return (assetPath, order, fingerprint) => layPath(pieces, assetPath, order, fingerprint);
}

function layPath(pieces: readonly NamingPiece[], assetPath: string, order: NamedOrder, fingerprint: string): string {
  const parts = partsOf(assetPath.replaceAll(/\{(width|height)\}/g, '{//$1}'));
  const held = { ...parts, name: withStem(order.fileName ?? order.name, parts.stem), ext: order.extension };
  const values: Record<Placeholder, string> = {
    ...held,
    hash8: fingerprint.slice(0, HASH_LENGTH),
    width: '{width}',
    height: '{height}',
  };
  const path = pieces.map((piece) => (typeof piece === 'string' ? piece : values[piece.placeholder])).join('');
  // `{dir}` is empty for assets at the top of the library, and must not leave an empty segment.
  const tidy = `${FOLDER}/${path}`.replaceAll(/(?<!\{)\/{2,}/g, '/');
  // A folder has no extension, and no dot before it.
  return order.extension === '' ? tidy.replace(/\.$/, '') : tidy;
}

/** The path with the size of the finished file put in. */
export function finalPath(path: string, { width, height }: Size): string {
  const sized = path.replaceAll('{width}', String(width)).replaceAll('{height}', String(height));
  return sized.replaceAll(/\{\/\/(width|height)\}/g, '{$1}');
}

/** Whether a path may be what `finalPath` makes of the other, whatever the size put in. */
export function isFinal(path: string, open: string): boolean {
  if (!open.includes('{')) return path === open;
  const literals = open.split(/\{width\}|\{height\}/).map((literal) => finalPath(literal, { width: 0, height: 0 }));
  const escaped = literals.map((literal) => literal.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${escaped.join('\\d+')}$`, 'u').test(path);
}

/** Puts an asset's stem into what a file is to be called. */
function withStem(fileName: string, stem: string): string {
  return fileName.replace('{stem}', () => stem);
}

/** What a file of an asset is called, for those who write names into files. */
export function fileNameOf(assetPath: string, fileName: string): string {
  return withStem(fileName, partsOf(assetPath).stem);
}

/** `shoes/red.jpg` → path, dir `shoes`, stem `red`. A leading dot is part of the stem. */
function partsOf(path: string): { readonly path: string; readonly dir: string; readonly stem: string } {
  const slash = path.lastIndexOf('/');
  const file = path.slice(slash + 1);
  const dot = file.lastIndexOf('.');
  return { path, dir: path.slice(0, Math.max(0, slash)), stem: dot > 0 ? file.slice(0, dot) : file };
}
