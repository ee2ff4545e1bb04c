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
  /**
   * The address below which pages find the files; default `/media/`, below the address of the site where the generator knows
   * that. One of another server is neither copied to nor served.
   */
  readonly base?: string;
  /** false: the files are brought to the site in another way, such as `dmx publish`. */
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

/** The site that asks: its folder, absolute, and the address that it has on its server. */
interface Site {
  readonly root: string;
  readonly address?: string;
}

/** The place of the files of a site. */
interface Place {
  /** Its folder in the finished site, `/`-separated. */
  readonly folder: string;
  /** The address of that on the server of the site. */
  readonly address: string;
}

/** Undefined = files are not in this site. */
function placeOf(base: string, site: string): Place | undefined {
  if (/^(?:[a-z][a-z\d+.-]*:|\/\/|(?:\.\/)*\.\.)/i.test(base)) return undefined;
  const folder = (base.startsWith(site) ? base.slice(site.length) : base).replace(/^(?:\.?\/)+/, '');
  return { folder, address: base.startsWith('/') ? base : `${site}${folder}` };
}

/** A manifest as it was read, and its files by address. */
interface Read {
  readonly key: string;
  readonly manifest: Promise<Manifest>;
  files?: ReadonlyMap<string, SiteFile>;
}

/** The manifest of dmx as a site sees it: read anew once another has been written, and aware of what the pages use. */
export class SiteMedia {
  readonly base: string;
  readonly #given: string;
  /** Undefined = files are neither copied nor served. */
  readonly #place: Place | undefined;
  readonly #used = new Set<string>();
  #read: Read | undefined;

  constructor({ output = 'dmx-out', base, copy = true }: SiteMediaOptions, { root, address = '/' }: Site) {
    this.#given = resolve(root, output);
    this.base = base ?? `${address}media/`;
    this.#place = copy ? placeOf(this.base, address) : undefined;
  }

  /** The file of the manifest, absolute. Throws UsageError FILE_UNREADABLE. */
  file(): Promise<string> {
    return findManifest(this.#given);
  }

  async #latest(): Promise<Read> {
    const { mtimeMs, size, ino } = await stat(await this.file());
    const key = `${mtimeMs} ${size} ${ino}`;
    if (this.#read?.key !== key) this.#read = { key, manifest: openManifest(this.#given, { base: this.base }) };
    return this.#read;
  }

  /** Throws UsageError FILE_UNREADABLE. */
  async manifest(): Promise<Manifest> {
    return (await this.#latest()).manifest;
  }

  /** The manifest for a page that shows this asset: its files are among those that are copied. Throws UsageError ASSET_UNKNOWN. */
  async using(path: string): Promise<Manifest> {
    const manifest = await this.manifest();
    manifest.picture(path);
    this.#used.add(path);
    return manifest;
  }

  /** The file of an address of this server, its path absolute; undefined where the manifest lists none. */
  async fileAt(address: string): Promise<SiteFile | undefined> {
    const [path = ''] = address.split(/[?#]/);
    const below = this.#place?.address;
    if (below === undefined || !path.startsWith(below)) return undefined;
    const read = await this.#latest();
    const { output, assets } = await read.manifest;
    read.files ??= new Map(assets.flatMap(filesOf).map((file) => [addressOf(file.path, below), file]));
    const found = read.files.get(path);
    return found === undefined ? undefined : { ...found, path: join(output, found.path) };
  }

  /** Copies the files of the assets that pages have used into the folder of the finished site (absolute). */
  async copyUsed(site: string): Promise<void> {
    if (this.#place === undefined || this.#used.size === 0) return;
    const manifest = await this.manifest();
    // In a site that is built over and over, an asset may be gone since a page used it.
    const assets = [...this.#used].flatMap((path) => manifest.asset(path) ?? []);
    for (const { path } of assets.flatMap(filesOf)) {
      const to = join(site, decodeURI(this.#place.folder), path);
      await mkdir(dirname(to), { recursive: true });
      await copyFile(join(manifest.output, path), to);
    }
  }
}
