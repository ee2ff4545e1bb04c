import { EngineError, SourceError } from '../../model/errors.ts';
import { missingDetectors, usableDetectors } from '../crop/detectors/index.ts';
import { makeReadable, withReadable } from '../decode/with-decoded.ts';
import type { FoundMaster, MissingMaster } from '../../model/referenced-image.ts';
import type { Job } from '../../model/job.ts';
import type { Engine } from '../engine.ts';
import type { Other, Others } from './source/referenced-images.ts';
import { readOutlines } from './paths/read-outlines.ts';
import { probeImage } from './probe.ts';
import { openPyramid } from './pyramid/open-pyramid.ts';
import { renderImage } from './render.ts';
import { detectorStamps, imageStamps, libraryVersions } from './output/encoder-versions.ts';

/** What recipes name, as files that libvips opens; what cannot be decoded is missing to those that need it. */
async function readFurther(found: FoundMaster, scratch: string): Promise<Other | MissingMaster> {
  if ('got' in found) return found;
  try {
    const master = await makeReadable({ file: found.file, facts: found.facts }, scratch);
    return { master, ...(found.facts.paths && { outlines: await readOutlines(master.file) }) };
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    return { object: found.object, got: error.message };
  }
}

async function openOthers({ further = [] }: Job, scratch: string): Promise<Others> {
  const others = new Map<string, Other | MissingMaster>();
  for (const found of further) others.set(found.object, await readFurther(found, scratch));
  return others;
}

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
    const others = await openOthers(job, scratch);
    return withReadable(known, scratch, (readable) => renderImage(readable, job, { scratch, others }));
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
