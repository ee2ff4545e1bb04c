import type { Track } from '../../model/recipe/video-recipe.ts';
import type { ErrorData } from '../../model/errors.ts';
import type { Analysis } from '../../model/analysis.ts';
import type { VideoFacts } from '../../model/asset.ts';
import type { MasterLimits } from '../../model/master-limits.ts';
import type { Artefact, LocalJob } from '../../model/jobs/job.ts';
import type { SmartCropRecord } from '../../model/rendition.ts';
import type { Maker } from '../attempt.ts';
import type { Tools } from './ffmpeg/tools.ts';

/** A track that was made. */
export interface TrackFile {
  readonly track: Track;
  readonly file: string;
}

/** The context of a job on a clip, and what has been made of it so far. */
export interface VideoContext {
  readonly job: LocalJob;
  readonly facts: VideoFacts;
  readonly tools: Tools;
  readonly limits: MasterLimits;
  /** Cores that it may keep busy: nothing waits for them. */
  readonly cores: number;
  readonly scratch: string;
  readonly artefacts: Artefact[];
  readonly maker: Maker;
  readonly failures: ErrorData[];
  readonly warnings: Set<string>;
  /** Words about damage in the master, which its renditions show as it came. */
  readonly damage: Set<string>;
  /** Names of tracks of which the clip holds nothing that can be read. */
  readonly absent: Set<string>;
  /** Captions and sounds that were made, by their names: for their own renditions and for sets that list them. */
  readonly tracks: Map<string, TrackFile>;
  /** Files of sounds that were written anew because they change within the clip, by their streams. */
  readonly steady: Map<number, string>;
  /** The paths of smart crops, by their names. */
  readonly crops: Map<string, SmartCropRecord>;
  /** The findings of detectors in the clip. */
  readonly found: { analysis?: Analysis };
  /** Takes the share that is done of the step in hand, 0…1. */
  readonly onShare: (share: number) => void;
}

/** The text about a failure that ffmpeg does not explain. */
export const FFMPEG: Maker = {
  name: 'ffmpeg',
  hint: 'Try it again with `dmx reprocess --failed`; if it fails again, report it with the master.',
};
