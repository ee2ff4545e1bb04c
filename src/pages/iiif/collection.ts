import type { TargetDocument } from '../../model/delivery.ts';
import { addressOf } from '../address.ts';
import { IIIF_FOLDER } from './image-service.ts';
import { type JsonObject, words } from './json.ts';
import { type ListedManifest, manifestPath, PRESENTATION } from './manifest.ts';

const folderOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')));
const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** The collection of a folder, below a target; '' = of all. */
const collectionPath = (folder: string): string =>
  folder === '' ? `${IIIF_FOLDER}/collection.json` : `${IIIF_FOLDER}/${folder}/collection.json`;

interface Folder {
  readonly folders: Set<string>;
  readonly manifests: ListedManifest[];
}

/** The manifests by the folder that they lie in, with every folder above them. */
function byFolder(manifests: readonly ListedManifest[]): ReadonlyMap<string, Folder> {
  const folders = new Map<string, Folder>();
  const open = (path: string): Folder => {
    const known = folders.get(path);
    if (known) return known;
    const made = { folders: new Set<string>(), manifests: [] };
    folders.set(path, made);
    if (path !== '') open(folderOf(path)).folders.add(path);
    return made;
  };
  open('');
  for (const manifest of manifests) open(folderOf(manifest.path)).manifests.push(manifest);
  return folders;
}

/**
 * The collections of a target (IIIF Presentation API 3): one for each folder of the library with what lies in it, so that a viewer
 * finds every manifest from `iiif/collection.json`. None where there is no manifest.
 */
export function collectionsOf(
  manifests: readonly ListedManifest[],
  base: string,
  title: string,
): readonly TargetDocument[] {
  if (manifests.length === 0) return [];
  return [...byFolder(manifests)].map(([path, folder]) => {
    const print = (): string => {
      const inner = [...folder.folders].map((one): JsonObject => {
        return { id: addressOf(collectionPath(one), base), type: 'Collection', label: words(nameOf(one)) };
      });
      const own = folder.manifests.map((one): JsonObject => {
        return { id: addressOf(manifestPath(one.path), base), type: 'Manifest', label: words(one.label) };
      });
      const head = { '@context': PRESENTATION, id: addressOf(collectionPath(path), base), type: 'Collection' };
      return `${JSON.stringify({ ...head, label: words(path === '' ? title : nameOf(path)), items: [...inner, ...own] })}\n`;
    };
    return { path: collectionPath(path), mime: 'application/json', print };
  });
}
