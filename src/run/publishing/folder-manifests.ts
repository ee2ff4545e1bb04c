import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { digestOf } from '../../system/digest.ts';
import { manifestJson } from '../../model/manifest/manifest.ts';
import type { ManifestAsset } from '../../model/manifest/manifest-asset.ts';
import type { Storage } from '../../storage/storage.ts';

/** The folder of the output that holds the manifests of the folders of a library. */
export const FOLDERS = 'manifest';

// Bytes of a name that a disk holds; a name of the library may get one letter more.
const MOST_NAME = 255;

// Assets of a folder that wait to be written.
const WAITING = 64;

/** The manifest of a folder of the library. */
export interface FolderManifest {
  readonly folder: string;
  /** Path below the output. */
  readonly file: string;
  /** Assets in the folder itself. */
  readonly assets: number;
}

interface FolderPorts {
  readonly storage: Pick<Storage, 'writeText'>;
  readonly version: string;
}

function folderOf(path: string): string {
  return path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '';
}

const lies = (path: string, folder: string): boolean => folder === '' || path.startsWith(`${folder}/`);

/** A name of the library as one below `manifest/`: none is our own file there, and none is longer than a disk holds. */
function escapeSegment(segment: string): string {
  if (Buffer.byteLength(segment) >= MOST_NAME) return `@${digestOf(segment)}`;
  return segment.startsWith('@') ? `@${segment}` : segment;
}

/** The path of the manifest of a library folder: below `manifest/`, where the library has it. */
function folderFile(folder: string): string {
  const above = folder === '' ? [] : folder.split('/').map(escapeSegment);
  return [FOLDERS, ...above, '@assets.json'].join('/');
}

/** The manifest of one folder, written while its assets come. */
class OpenFolder {
  readonly folder: string;
  readonly file: string;
  assets = 0;
  readonly #waiting = new PassThrough({ objectMode: true, highWaterMark: WAITING });
  readonly #changed: Promise<boolean>;

  constructor(folder: string, { storage, version }: FolderPorts) {
    this.folder = folder;
    this.file = folderFile(folder);
    this.#changed = storage.writeText(this.file, manifestJson(this.#waiting, version));
    // Whoever adds, or ends it, hears of a failure.
    this.#changed.catch(() => undefined);
    this.#waiting.on('error', () => undefined);
  }

  /** Resolves when there is room for more. Throws where the file cannot be written. */
  async add(asset: ManifestAsset): Promise<void> {
    this.assets++;
    if (!this.#waiting.write(asset)) await Promise.race([once(this.#waiting, 'drain'), this.#changed]);
  }

  /** Answers whether the bytes are others than before. */
  end(): Promise<boolean> {
    this.#waiting.end();
    return this.#changed;
  }

  /** Leaves the file as it was. */
  async cancel(why: Error): Promise<void> {
    this.#waiting.destroy(why);
    await this.#changed.catch(() => undefined);
  }
}

/** Writes the manifests of folders from their assets in UTF-8 order of the path: those of a folder and all above it are open. */
class FolderWriter {
  readonly #ports: FolderPorts;
  /** Each but the first lies below the one before it. */
  readonly #open: OpenFolder[] = [];
  readonly #folders: OpenFolder[] = [];
  #changed = false;

  constructor(ports: FolderPorts) {
    this.#ports = ports;
  }

  async add(asset: ManifestAsset): Promise<void> {
    await this.#leave(({ folder }) => !lies(asset.path, folder));
    const folder = folderOf(asset.path);
    await (this.#open.find((one) => one.folder === folder) ?? this.#enter(folder)).add(asset);
  }

  async end(): Promise<{ readonly changed: boolean; readonly folders: readonly FolderManifest[] }> {
    await this.#leave(() => true);
    return {
      changed: this.#changed,
      folders: this.#folders.map(({ folder, file, assets }) => ({ folder, file, assets })),
    };
  }

  async cancel(why: Error): Promise<void> {
    for (const one of this.#open) await one.cancel(why);
  }

  #enter(folder: string): OpenFolder {
    const entered = new OpenFolder(folder, this.#ports);
    this.#open.push(entered);
    this.#folders.push(entered);
    return entered;
  }

  async #leave(isLeft: (open: OpenFolder) => boolean): Promise<void> {
    for (let last = this.#open.at(-1); last !== undefined && isLeft(last); last = this.#open.at(-1)) {
      this.#changed = (await last.end()) || this.#changed;
      this.#open.pop();
    }
  }
}

/**
 * Writes a manifest for each folder that assets (in UTF-8 order of the path) lie in, in one pass and flat in memory; answers them in
 * the order of their first assets, and whether the bytes of any are others than before.
 */
export async function writeFolderManifests(
  assets: AsyncIterable<ManifestAsset>,
  ports: FolderPorts,
): Promise<{ readonly changed: boolean; readonly folders: readonly FolderManifest[] }> {
  const writer = new FolderWriter(ports);
  try {
    for await (const asset of assets) await writer.add(asset);
    return await writer.end();
  } catch (error) {
    await writer.cancel(error instanceof Error ? error : new Error(String(error)));
    throw error;
  }
}
