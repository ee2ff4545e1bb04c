import { VIDEO_CODECS } from '../../model/formats/codecs.ts';
import { EngineError } from '../../model/errors.ts';
import type { Engine } from '../engine.ts';
import { probeVideo } from './probe/probe.ts';
import { renderVideo } from './render.ts';
import { videoEncoderVersions } from './encoder-versions.ts';
import { findTools, outdatedWarning, type Tools } from './ffmpeg/tools.ts';

function codecsOf({ encoders }: Tools): string {
  const rows = Object.values(VIDEO_CODECS);
  const written = rows.flatMap(({ label, encoders: names }) => {
    const name = names.find((one) => encoders.has(one));
    return name === undefined ? [] : [`${label} (${name})`];
  });
  return written.join(', ') || 'none';
}

/** Clips, by ffmpeg and ffprobe. */
export const videoEngine: Engine = {
  needsPrograms: true,
  probe: probeVideo,
  render: async (job, scratch, means) => {
    const { facts } = job;
    if (facts.kind !== 'video') {
      throw new EngineError('ENGINE_FAILED', `expected a clip for the video engine, got ${facts.mime}`, {
        hint: 'Please report this: it is a bug in dmx.',
      });
    }
    return renderVideo(job, facts, scratch, means);
  },
  describe: async (programs) => {
    const tools = await findTools(programs);
    const versions = {
      ffmpeg: `${tools.version} (${tools.ffmpeg})`,
      ffprobe: `${tools.probeVersion} (${tools.ffprobe})`,
      'video encoders': codecsOf(tools),
    };
    return {
      encoderVersions: videoEncoderVersions(tools),
      versions,
      warnings: tools.outdated ? [outdatedWarning(tools)] : [],
    };
  },
};
