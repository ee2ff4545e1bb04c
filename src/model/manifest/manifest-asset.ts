import type { MediaKind } from '../asset.ts';
import type { AssetState } from '../asset-state.ts';
import type { NormalPoint, NormalRect } from '../geometry.ts';
import type { PageRules, SmartTag } from './listing.ts';
import type { ClipSwatch } from '../viewers/clip-swatches.ts';
import type { Hotspot, PlacedMark, ZoomTarget } from '../hotspots.ts';
import type { Metadata } from './metadata.ts';
import type { Placeholder } from './placeholder.ts';
import type { HeldBitrate, PackagedFile, PackagedRung, PathPoint, Role } from '../rendition.ts';
import type { TrackPurpose } from '../track.ts';

/** A set, which the manifest lists after the assets. */
export type { SetEntry } from '../sets.ts';

/** One variant of a rendition: the same picture in another format, width or density. */
interface ManifestAlternate {
  /** Below the output, `/`-separated. */
  readonly path: string;
  readonly mime: string;
  readonly width: number;
  readonly height: number;
  /** Pixels to a pixel of the rendition; absent where it is for pages that show it at another width. */
  readonly dpr?: number;
  readonly bytes: number;
  readonly sha256: string;
  /** The encoder's quality: searched where a target score was set, else from a table. */
  readonly quality?: number;
  /** The likeness to the master. */
  readonly score?: number;
}

/** One file, or packaged folder, made from a master, as the manifest lists it. */
export interface ManifestRendition {
  /** Unique in its asset. */
  readonly name: string;
  readonly role: Role;
  /** Below the output, `/`-separated. */
  readonly path: string;
  readonly mime: string;
  /** Pixels; absent for tracks. */
  readonly width?: number;
  readonly height?: number;
  /** Purpose of a track. */
  readonly kind?: TrackPurpose;
  /** Language of a track, BCP 47; `und` = unknown. */
  readonly language?: string;
  /** Name of the smart crop that it shows, where its own name is another one. */
  readonly crop?: string;
  readonly bytes: number;
  /** For a folder, the digest of its file list. */
  readonly sha256: string;
  readonly recipe: string;
  readonly fingerprint: string;
  /** For a folder: the files that players open, below `path`. */
  readonly entry?: readonly string[];
  readonly rungs?: readonly PackagedRung[];
  readonly files?: readonly PackagedFile[];
  /** The hotspots of its asset that it shows, and where; absent = its asset has none. */
  readonly hotspots?: readonly PlacedMark[];
  /** Zoom targets, likewise. */
  readonly zoomTargets?: readonly PlacedMark[];
  /** Variants for browsers to choose from. */
  readonly alternates?: readonly ManifestAlternate[];
  /** The quality that made a JPEG fit its size. */
  readonly quality?: number;
  /** The likeness of that file to its picture: SSIMULACRA 2. */
  readonly score?: number;
  /** Of a silent clip of a picture that moves: name of the rendition that is shown before it plays. */
  readonly poster?: string;
  readonly heldBySource?: readonly HeldBitrate[];
  /** The last good one of a master that is now corrupt. */
  readonly stale?: true;
}

/** The master of an asset, as the manifest tells it. */
export interface ManifestMaster {
  readonly mime: string;
  readonly bytes: number;
  /** '' = it was not read. */
  readonly sha256: string;
  /** Width of the upright picture in pixels; absent where it cannot be read. */
  readonly width?: number;
  readonly height?: number;
  readonly orientation?: number;
  readonly colorSpace?: 'srgb' | 'gray' | 'cmyk' | 'lab' | 'rgb';
  /** Name of the embedded profile; null = none. */
  readonly icc?: string | null;
  readonly alpha?: boolean;
  /** Frames or pages of a picture that has several; the first is the picture. */
  readonly pages?: number;
  readonly durationSeconds?: number;
  readonly fps?: number;
  readonly codecs?: readonly string[];
  /** Degrees clockwise. */
  readonly rotation?: number;
  readonly hdr?: 'pq' | 'hlg' | null;
  readonly audio?: readonly {
    readonly codec: string;
    readonly channels: number;
    readonly sampleRate: number;
    readonly language: string | null;
  }[];
  readonly subtitles?: readonly {
    readonly codec: string;
    readonly language: string | null;
    readonly forced: boolean;
  }[];
  readonly projection?: string;
  /** Words about parts of it that are damaged or missing, and shown as they came. */
  readonly damage?: string;
}

/** The place of a smart crop, as the manifest tells it. */
export interface ManifestCrop {
  readonly name: string;
  /** Rectangle in fractions of the upright master. */
  readonly rect: NormalRect;
  readonly focus: NormalPoint;
  /** The detector that found it, or `manual`. */
  readonly by: string;
  /** 0…1. */
  readonly confidence: number;
  /** For a clip: how the crop window moves. */
  readonly path?: readonly PathPoint[];
  readonly setAside?: 'ratio';
}

/** One asset, a line of the manifest. Fields are only ever added. */
export interface ManifestAsset {
  /** The asset path: that of its master below the library. */
  readonly path: string;
  readonly kind: MediaKind;
  readonly state: AssetState;
  readonly master: ManifestMaster;
  /** null = none governs it. */
  readonly profile: string | null;
  /** `#rrggbb`. */
  readonly swatchColor?: string;
  readonly placeholder?: Placeholder;
  /** The words of its file and its sidecar. */
  readonly metadata?: Metadata;
  readonly tags?: readonly string[];
  readonly smartTags?: readonly SmartTag[];
  readonly page?: PageRules;
  readonly hotspots?: readonly Hotspot[];
  readonly zoomTargets?: readonly ZoomTarget[];
  /** Shown beside a clip, in step with its time; as they were written down. */
  readonly swatches?: readonly ClipSwatch[];
  readonly smartCrops: readonly ManifestCrop[];
  readonly renditions: readonly ManifestRendition[];
  readonly errors: readonly {
    readonly code: string;
    /** null = the whole asset. */
    readonly rendition: string | null;
    readonly message: string;
    readonly hint: string;
  }[];
  /** Encodings that would enlarge the master. */
  readonly leftOut?: readonly string[];
  /** The former path, whose folder's rules still apply after the move. */
  readonly keptFrom?: string;
}
