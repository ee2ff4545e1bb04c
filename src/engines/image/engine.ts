import { EngineError } from '../../model/errors.ts';
import { DETECTORS } from '../crop/detectors/index.ts';
import type { Engine } from '../engine.ts';
import { probeImage } from './probe.ts';
import { openPyramid } from './pyramid-source.ts';
import { renderImage } from './render.ts';
import { imageStamps, libraryVersions } from './stamps.ts';

/** Pictures, by libvips through sharp. */
export const imageEngine: Engine = {
  needsPrograms: false,
  probe: probeImage,
  render: async (job, scratch) => {
    const { facts, master } = job;
    if (facts.kind !== 'image') {
      throw new EngineError('ENGINE_FAILED', `expected a picture for the image engine, got ${facts.mime}`, {
        hint: 'Please report this: it is a bug in dmx.',
      });
    }
    const { file } = master;
    return renderImage({ file, facts, ...(job.pyramid && { levels: await openPyramid(file) }) }, job, scratch);
  },
  describe: async () => {
    const detectors = Object.fromEntries(DETECTORS.map(({ name, version }) => [`detector ${name}`, version]));
    return { stamps: imageStamps(), versions: { ...libraryVersions(), ...detectors }, warnings: [] };
  },
};
