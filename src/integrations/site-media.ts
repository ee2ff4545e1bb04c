import { copyFile, mkdir, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { ManifestAsset } from '../model/manifest/manifest-asset.ts';
import { addressOf } from '../pages/address.ts';
import { type Manifest, openManifest } from '../run/open-manifest.ts';
import { findManifest } from '../run/publishing/read-manifest.ts';

/** The options that plugins of site generators share. */
export interface SiteMediaOptions {
  /** The output of dmx, or its manifest, from the folder of the site; default `dmx-out`. */
  readonly output?: string;
  /** The address below which pages find the files; default `/media/`. One of another server is neither copied to nor served. */
  readonly base?: string;
  /** false: the files come to the site by other ways, such as `dmx publish`. */
  readonly copy?: boolean;
}

/** A file that pages may ask for: its path below the output, and its MIME type where the manifest has that. */
interface SiteFile {
  readonly path: string;
  readonly mime?: string;
}

/** The files of an asset that pages may ask for. Pyramids are for servers of pictures. */
function filesOf({ renditions }: ManifestAsset): readonly SiteFile[] {
  return renditions
    .filter(({ role }) => role !== 'pyramid')
    .flatMap(({ path, mime, files, alternates = [] }) => [
      ...(files?.map((file) => ({ path: `${path}/${file.path}` })) ?? [{ path, mime }]),
      ...alternates,
    ]);
}

/** The manifest of dmx as a site sees it: read anew once another has been written, and aware of what the pages use. */
export class SiteMedia {
  readonly base: string;
  readonly #given: string;
  readonly #copies: boolean;
  readonly #used = new Map<string, ManifestAsset>();
  #read: { readonly key: string; readonly manifest: Promise<Manifest> } | undefined;

  /** `root` = the folder of the site, absolute. */
  constructor({ output = 'dmx-out', base = '/media/', copy = true }: SiteMediaOptions, root: string) {
    this.#given = resolve(root, output);
    this.base = base;
    this.#copies = copy && base.startsWith('/') && !base.startsWith('//');
  }

  /** The file of the manifest, absolute. Throws UsageError FILE_UNREADABLE. */
  file(): Promise<string> {
    return findManifest(this.#given);
  }

  /** Throws UsageError FILE_UNREADABLE. */
  async manifest(): Promise<Manifest> {
    const { mtimeMs, size, ino } = await stat(await this.file());
    const key = `${mtimeMs} ${size} ${ino}`;
    if (this.#read?.key !== key) this.#read = { key, manifest: openManifest(this.#given, { base: this.base }) };
    return this.#read.manifest;
  }

  /** The manifest for a page that shows this asset: its files are among those that are copied. Throws UsageError ASSET_UNKNOWN. */
  async using(path: string): Promise<Manifest> {
    const manifest = await this.manifest();
    manifest.picture(path);
    const asset = manifest.asset(path);
    if (asset !== undefined) this.#used.set(asset.path, asset);
    return manifest;
  }

  /** The file of an address below `base`, its path absolute; undefined where the manifest lists none. */
  async fileAt(address: string): Promise<SiteFile | undefined> {
    const [path = ''] = address.split(/[?#]/);
    if (!this.#copies || !path.startsWith(this.base)) return undefined;
    const { output, assets } = await this.manifest();
    const found = assets.flatMap(filesOf).find((file) => addressOf(file.path, this.base) === path);
    return found === undefined ? undefined : { ...found, path: join(output, found.path) };
  }

  /** Copies the files of the assets that pages have used into the folder of the finished site (absolute). */
  async copyUsed(site: string): Promise<void> {
    if (!this.#copies || this.#used.size === 0) return;
    const { output } = await this.manifest();
    for (const { path } of [...this.#used.values()].flatMap(filesOf)) {
      const to = join(site, this.base, path);
      await mkdir(dirname(to), { recursive: true });
      await copyFile(join(output, path), to);
    }
  }
}
