import { FFMPEG, type VideoContext } from '../../../src/engines/video/render-context.ts';
import type { LocalJob } from '../../../src/model/jobs/job.ts';
import { ENGINE_CONTEXT } from '../processes/engine-context.ts';

type Given = Pick<VideoContext, 'facts' | 'tools' | 'scratch'> &
  Pick<LocalJob, 'renditions'> & { readonly file: string };

/** The context of a job on the clip `file`, of which nothing has been made yet. */
export function videoContext({ file, facts, tools, scratch, renditions }: Given): VideoContext {
  const master = { file, stat: { bytes: 1, mtimeNs: '1', inode: '1' }, sha256: '' };
  return {
    job: { asset: 'clip', master, facts, renditions, memoryBytes: 0, held: true },
    ...{ facts, tools, scratch, maker: FFMPEG, artefacts: [], failures: [], found: {} },
    ...{ limits: ENGINE_CONTEXT.limits, cores: ENGINE_CONTEXT.cores, onShare: ENGINE_CONTEXT.onShare },
    ...{
      warnings: new Set(),
      damage: new Set(),
      absent: new Set(),
      tracks: new Map(),
      steady: new Map(),
      crops: new Map(),
    },
  };
}
