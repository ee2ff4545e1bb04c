import type { Digest } from '../../model/fingerprint.ts';
import type { Size } from '../../model/geometry.ts';
import type { RenditionOrder } from '../../model/rendition.ts';
import { type NamingPiece, parseNaming, type Placeholder } from '../../profiles/naming.ts';

/** The folder of all renditions below the output. */
export const RENDITIONS = 'renditions';

/** Enough to change the address of a picture whenever its bytes change. */
const HASH_LENGTH = 8;

const HASH8 = '{hash8}';

/** Values that are known later: the size when the file is made, the hash when it is decided by which engine. */
const OPEN = { width: '{width}', height: '{height}', hash8: HASH8 } as const;

/** Values that a rendition's path says of its asset. */
interface AssetParts {
  readonly path: string;
  readonly dir: string;
  readonly stem: string;
}

/** Values that a rendition's path says of it. */
type NamedOrder = Pick<RenditionOrder, 'name' | 'extension' | 'fileName'>;

/** The path at which a rendition of an asset is stored, open: see `layPaths`. */
export type PathOf = (assetPath: string, order: NamedOrder) => string;

/**
 * Makes the paths of renditions by a checked layout below the output, `/`-separated. `{hash8}` stays as it is until it is
 * known who makes the file (`hashedPath`), `{width}` and `{height}` until it is made (`finalPath`); where an asset is
 * itself called so, the braces are told apart by slashes that no path can hold.
 */
export function layPaths(template: string): PathOf {
  const pieces = parseNaming(template);
  if ('expected' in pieces) throw new Error(`naming ${template} was not checked: expected ${pieces.expected}`);
  // Renditions are asked for asset by asset.
  let last = { of: '', parts: partsOf('') };
  return (assetPath, order) => {
    if (last.of !== assetPath) last = { of: assetPath, parts: partsOf(escapeSegment(assetPath)) };
    return layPath(pieces, last.parts, order);
  };
}

/** The path of an asset with what looks like an open value told apart. */
function escapeSegment(assetPath: string): string {
  return assetPath.replaceAll(/\{(width|height|hash8)\}/g, '{//$1}');
}

function layPath(
  pieces: readonly NamingPiece[],
  parts: AssetParts,
  { name: own, extension, fileName }: NamedOrder,
): string {
  const name = fileName === undefined ? own : withStem(fileName, parts.stem);
  const values: Record<Placeholder, string> = { ...parts, name, ext: extension, ...OPEN };
  let path = `${RENDITIONS}/`;
  for (const piece of pieces) path += typeof piece === 'string' ? piece : values[piece.placeholder];
  // `{dir}` is empty for assets at the top of the library, and must not leave an empty segment.
  const tidy = path.includes('//') ? path.replaceAll(/(?<!\{)\/{2,}/g, '/') : path;
  // A folder has no extension, and no dot before it.
  return extension === '' ? tidy.replace(/\.$/, '') : tidy;
}

/**
 * The path with `{hash8}` put in, which differs wherever the bytes may: by the rendition's fingerprint (its master and its
 * recipe) and by the engine (as records name it; undefined = not known) that makes it. Two machines with the same
 * engines give one name.
 */
export function hashedPath(path: string, digest: Digest, fingerprint: string, engine: string | undefined): string {
  if (!path.includes(HASH8)) return path;
  return path.replaceAll(HASH8, digest(`${fingerprint}\n${engine ?? ''}`).slice(0, HASH_LENGTH));
}

/** The path with the size of the finished file put in. */
export function finalPath(path: string, { width, height }: Size): string {
  return unescape(path.replaceAll('{width}', String(width)).replaceAll('{height}', String(height)));
}

function unescape(path: string): string {
  return path.replaceAll(/\{\/\/(width|height|hash8)\}/g, '{$1}');
}

/** Tells whether a path can result from `hashedPath` and `finalPath` of `open`, whatever they insert. */
export function isFinal(path: string, open: string): boolean {
  if (!open.includes('{')) return path === open;
  const pieces = open.split(/(\{width\}|\{height\}|\{hash8\})/).map((piece, i) => {
    if (i % 2 === 1) return piece === HASH8 ? `[0-9a-f]{${HASH_LENGTH}}` : '\\d+';
    return unescape(piece).replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
  });
  return new RegExp(`^${pieces.join('')}$`, 'u').test(path);
}

/** Puts an asset's stem into what a file is to be called. */
function withStem(fileName: string, stem: string): string {
  return fileName.replace('{stem}', () => stem);
}

/** The name of a file of an asset, for those who write names into files. */
export function fileNameOf(assetPath: string, fileName: string): string {
  return withStem(fileName, partsOf(assetPath).stem);
}

/** `shoes/red.jpg` → path, dir `shoes`, stem `red`. A leading dot is part of the stem. */
function partsOf(path: string): AssetParts {
  const slash = path.lastIndexOf('/');
  const file = path.slice(slash + 1);
  const dot = file.lastIndexOf('.');
  return { path, dir: path.slice(0, Math.max(0, slash)), stem: dot > 0 ? file.slice(0, dot) : file };
}
