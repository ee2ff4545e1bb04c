import { VIDEO_CODECS } from '../../model/formats/codecs.ts';
import type { InstalledPart } from '../../model/installation.ts';
import type { Engine } from '../engine.ts';
import { probeVideo } from './probe/probe.ts';
import { renderMoving } from './moving.ts';
import { renderVideo } from './render.ts';
import { videoEncoderVersions } from './encoder-versions.ts';
import { findTools, outdatedHint, type Tools } from './ffmpeg/tools.ts';

/** The codecs that can be written: one row of all, and the encoder of each. */
function encoderParts({ encoders }: Tools): readonly InstalledPart[] {
  const parts = Object.values(VIDEO_CODECS).flatMap(({ label, encoders: names }) => {
    const found = names.find((one) => encoders.has(one));
    return found === undefined ? [] : [{ label, found }];
  });
  return [
    { name: 'video encoders', found: parts.map(({ label }) => label).join(', ') || 'none' },
    ...parts.map(({ label, found }) => ({ name: `encoder ${label}`, found, detail: true as const })),
  ];
}

/** Clips, by ffmpeg and ffprobe. */
export const videoEngine: Engine = {
  needsPrograms: true,
  probe: probeVideo,
  render: async (job, scratch, means) => {
    const { facts } = job;
    return facts.kind === 'video' ? renderVideo(job, facts, scratch, means) : renderMoving(job, facts, scratch, means);
  },
  describe: async (programs) => {
    const tools = await findTools(programs);
    const old = tools.outdated ? { hint: outdatedHint() } : {};
    return {
      encoderVersions: videoEncoderVersions(tools),
      parts: [
        { name: 'ffmpeg', found: `${tools.version} (${tools.ffmpeg})`, ...old },
        { name: 'ffprobe', found: `${tools.probeVersion} (${tools.ffprobe})` },
        ...encoderParts(tools),
      ],
    };
  },
};
