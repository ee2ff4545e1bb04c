import { type MasterStat, PROBE_REVISION } from './asset.ts';
import type { AssetRecord } from './catalog-record.ts';
import type { RenditionRecord } from './rendition.ts';

/**
 * The part of a record that tells whether an asset is as it was left. A run over an unchanged library reads nothing more,
 * and no JSON.
 */
export interface AssetGlance {
  readonly path: string;
  readonly gone: boolean;
  /** The stat of its master, printed; '' = not known. */
  readonly stat: string;
  /** The revision of probing that told its facts; 0 = it has none. */
  readonly probed: number;
  /** The rules by which nothing was to be done about it when it was last planned; '' = there was, or is not known. */
  readonly approval: string;
  /** The files of its renditions, packed. */
  readonly files: string;
}

/** A file of a rendition: its path below the output, and its bytes. */
export interface GlancedFile {
  readonly path: string;
  readonly bytes: number;
}

/** A stat as one text: equal texts are equal stats, and nothing else is. */
function printStat({ bytes, mtimeNs, inode, ctimeNs = '' }: MasterStat): string {
  return `${bytes} ${mtimeNs} ${inode} ${ctimeNs}`;
}

/** Packs files as the folder that most lie in, then each name and its bytes. */
function packFiles(renditions: readonly RenditionRecord[]): string {
  const first = renditions[0]?.path ?? '';
  const folder = first.slice(0, first.lastIndexOf('/') + 1);
  const below = (path: string): string => (path.startsWith(folder) ? path.slice(folder.length) : `/${path}`);
  return JSON.stringify([folder, ...renditions.flatMap(({ path, bytes }) => [below(path), bytes])]);
}

/** The files that were packed. A path that starts with a slash is a whole one. */
export function unpackFiles(packed: string): readonly GlancedFile[] {
  const [folder = '', ...rest] = JSON.parse(packed) as readonly (string | number)[];
  return Array.from({ length: rest.length / 2 }, (_, i) => {
    const name = String(rest[2 * i]);
    return { path: name.startsWith('/') ? name.slice(1) : `${folder}${name}`, bytes: Number(rest[2 * i + 1]) };
  });
}

/** The glance of a record, not approved. */
export function glanceOf({ path, gone, stat, facts, probed = 0, renditions }: AssetRecord): AssetGlance {
  return {
    ...{ path, gone, approval: '' },
    stat: printStat(stat),
    probed: facts === null ? 0 : probed,
    files: packFiles(renditions),
  };
}

/** Tells whether a master is unchanged since its facts were read, and these are of the current probe revision. */
export function isAsRead({ stat, probed }: AssetGlance, now: MasterStat): boolean {
  return probed === PROBE_REVISION && stat === printStat(now);
}
