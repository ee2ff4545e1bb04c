import { PROBE_REVISION } from '../../../src/model/asset.ts';
import type { AssetRecord } from '../../../src/model/catalog-record.ts';
import type { LeftFile } from '../../../src/model/left-file.ts';
import type { RenditionChange, RenditionRecord } from '../../../src/model/rendition.ts';

/** A record of a rendition, plausible in everything that is not given. */
export function renditionRecord(given: Partial<RenditionRecord> = {}): RenditionRecord {
  return {
    name: 'thumb',
    role: 'preset',
    path: 'renditions/a.jpg/thumb.jpg',
    mime: 'image/jpeg',
    width: 150,
    height: 100,
    bytes: 5000,
    sha256: 'a'.repeat(64),
    recipe: 'wid=150&hei=150&fmt=jpeg',
    fingerprint: 'f'.repeat(64),
    engine: 'dmx1 libvips8.17 mozjpeg4',
    ...given,
  };
}

/** A record of an asset, plausible in everything that is not given. */
export function assetRecord(path: string, given: Partial<AssetRecord> = {}): AssetRecord {
  return {
    path,
    kind: 'image',
    state: 'ready',
    stat: { bytes: 1_000_000, mtimeNs: '1767225600123456789', inode: '18446744073709551615' },
    sha256: '0'.repeat(64),
    mime: 'image/jpeg',
    facts: null,
    probed: PROBE_REVISION,
    profile: 'default',
    published: true,
    gone: false,
    smartCrops: [],
    renditions: [renditionRecord({ path: `renditions/${path}/thumb.jpg` })],
    failed: {},
    errors: [],
    warnings: [],
    recordedAt: '2026-01-01T00:00:00.000Z',
    ...given,
  };
}

/** A file that waits to be removed, whatever is not said being nothing. */
export function leftFile(path: string, change: Partial<LeftFile> = {}): LeftFile {
  return { path, bytes: 0, keepUntil: null, files: [], ...change };
}

/** The change that a new file is. */
export function addedFile(path: string, sha256: string): RenditionChange {
  return { change: 'added', path, oldPath: null, sha256, urlPath: path, oldUrlPath: null };
}
