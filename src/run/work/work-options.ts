import type { Workers } from '../../schedule/workers.ts';
import type { Planner } from '../planning/planner.ts';
import type { Project } from '../project/project.ts';
import type { Settings } from '../project/settings.ts';
import type { Resources } from './open-pool.ts';
import type { RecordPorts } from './recorder.ts';
import type { Stop } from './stop.ts';
import type { Tally } from './tally.ts';

/** Dependencies of a run's batch loop. */
export interface WorkOptions extends RecordPorts, Resources {
  readonly project: Project;
  readonly settings: Settings;
  readonly planner: Planner;
  /** Asset paths of jobs that go before the others of their batch. */
  readonly scouts: ReadonlySet<string>;
  readonly pool: Workers;
  readonly concurrency: number;
  readonly stop: Stop;
  readonly tally: Tally;
  /** Called each time that something was recorded. */
  readonly onRecorded: () => void;
  /** Called when a batch begins, and when all of it is recorded; counted from 0, in order both. */
  readonly onBatchBegun: (batch: number) => void;
  readonly onBatchRecorded: (batch: number) => void;
}
