import type { TargetAlias, TargetCopy, TargetDocument, TargetTiles } from '../../model/delivery.ts';
import type { ManifestAsset } from '../../model/manifest/manifest-asset.ts';
import type { SetEntry } from '../../model/sets.ts';
import type { ShownPyramid } from '../../pages/iiif/image-service.ts';
import type { PublishSettings } from '../../profiles/publish.ts';
import type { ProjectViewerPreset } from '../../profiles/viewer-presets.ts';

/** The selection that a target shows, and its settings. */
export interface Shown {
  readonly assets: readonly ManifestAsset[];
  readonly sets: readonly SetEntry[];
  /** Pyramids whose tiles browsers show, by asset path; read where a setting asks for tiles. */
  readonly pyramids: ReadonlyMap<string, ShownPyramid>;
  readonly settings: PublishSettings;
  /** Presets of viewers of the project. */
  readonly presets: readonly ProjectViewerPreset[];
}

/** Files that a target gets beside its renditions. */
export interface Additions {
  readonly documents?: readonly TargetDocument[];
  readonly copies?: readonly TargetCopy[];
  readonly aliases?: readonly TargetAlias[];
  readonly tiles?: readonly TargetTiles[];
  /** Notices for people, where the result may differ from what they expect. */
  readonly notices?: readonly string[];
}
