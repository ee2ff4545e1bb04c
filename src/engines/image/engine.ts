import { EngineError } from '../../model/errors.ts';
import { missingDetectors, usableDetectors } from '../crop/detectors/index.ts';
import { withReadable } from '../decode/with-readable.ts';
import type { Engine } from '../engine.ts';
import { probeImage } from './probe.ts';
import { openPyramid } from './pyramid-source.ts';
import { renderImage } from './render.ts';
import { detectorStamps, imageStamps, libraryVersions } from './stamps.ts';

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
    const known = { file, facts, ...(job.pyramid && { levels: await openPyramid(file) }) };
    return withReadable(known, scratch, (readable) => renderImage(readable, job, scratch));
  },
  describe: async () => {
    const detectors = Object.fromEntries(usableDetectors().map(({ name, version }) => [`detector ${name}`, version]));
    return {
      stamps: { ...imageStamps(), ...detectorStamps() },
      versions: { ...libraryVersions(), ...detectors },
      warnings: Object.entries(missingDetectors()).map(
        ([name, packages]) => `Smart crops are placed without looking for ${name}: install ${packages} beside dmx.`,
      ),
    };
  },
};
