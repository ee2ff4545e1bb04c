import type { Workers } from '../../schedule/workers.ts';
import type { CommitPorts } from './commit-batch.ts';
import type { Resources } from './open-pool.ts';
import type { Planner } from '../planning/planner.ts';
import type { Project } from '../project/project.ts';
import type { Settings } from '../project/settings.ts';
import type { Stop } from './stop.ts';

/** What the work of a run is done with. */
export interface WorkOptions extends CommitPorts, Resources {
  readonly project: Project;
  readonly settings: Settings;
  readonly planner: Planner;
  readonly pool: Workers;
  readonly concurrency: number;
  readonly stop: Stop;
  /** Told when a batch begins, and when it is recorded; counted from 0, in order both. */
  readonly onBegun: (batch: number) => void;
  readonly onRecorded: (batch: number) => Promise<void>;
}
