import type { ManifestAsset, ManifestRendition } from '../../../src/model/manifest/manifest-asset.ts';

/** A rendition as the manifest lists it, plausible in everything that is not given. */
export function manifestRendition(name: string, given: Partial<ManifestRendition> = {}): ManifestRendition {
  return {
    ...{ name, role: 'preset', path: `renditions/shoes/red.jpg/${name}.jpg`, mime: 'image/jpeg' },
    ...{ width: 1200, height: 800, bytes: 50_000, sha256: 'a'.repeat(64), recipe: 'wid=1200', fingerprint: 'f' },
    ...given,
  };
}

/** An asset as the manifest lists it, plausible in everything that is not given. */
export function manifestAsset(given: Partial<ManifestAsset> = {}): ManifestAsset {
  return {
    ...{ path: 'shoes/red.jpg', kind: 'image', state: 'ready', profile: 'default', smartCrops: [], errors: [] },
    master: { mime: 'image/jpeg', bytes: 1_000_000, sha256: '0'.repeat(64), width: 3000, height: 2000, alpha: false },
    renditions: [manifestRendition('web')],
    ...given,
  };
}
