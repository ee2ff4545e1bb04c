import { EngineError } from '../../model/errors.ts';
import { FORMAT_ROWS } from '../../model/formats/formats.ts';
import type { InstalledPart } from '../../model/installation.ts';
import { installOptionalCommand } from '../../system/npm-packages.ts';
import type { Engine } from '../engine.ts';
import { writeShownDelays } from '../formats/png/shown-delays.ts';
import { missingDecoderPackages } from '../formats/foreign/load-package.ts';
import { decodeReferences } from './decode-references.ts';
import { damageIn, hearJob } from './damage-in.ts';
import { withDamage } from './job-warnings.ts';
import { probeImage } from './probe.ts';
import { recallPyramid } from './pyramid/open-pyramid.ts';
import { renderImage } from './render.ts';
import { renderParts } from './render-parts.ts';
import { detectorParts, detectorVersions } from '../crop/detector-versions.ts';
import { imageEncoderVersions, libraryParts } from './output/encoder-versions.ts';

/** The formats whose masters wait for a package, and the one command that adds all of them. */
function decoderParts(): readonly InstalledPart[] {
  const missing = missingDecoderPackages();
  if (missing.length === 0) return [];
  const labels = FORMAT_ROWS.flatMap(([, { label, decoding }]) => {
    const needed = { ...decoding?.further, ...(decoding?.package && { [decoding.package]: label }) };
    return Object.entries(needed).flatMap(([name, what]) => (missing.includes(name) ? [what] : []));
  });
  const hint = `Masters in ${labels.join(', ')} fail. To read them, run \`${installOptionalCommand(missing)}\`.`;
  return [{ name: 'Decoders', found: 'not all of them are installed', hint }];
}

// For engines whose renditions are pictures, or are made of them: stills of clips, which name nothing beside themselves, and
// clips of pictures that move.
export { imageEncoderVersions, probeImage, renderImage, writeShownDelays };

/** Pictures, by libvips through sharp. */
export const imageEngine: Engine = {
  needsPrograms: false,
  probe: (file, mime, { limits }) => probeImage(file, mime, limits),
  render: async (job, scratch) => {
    const { facts, master } = job;
    if (facts.kind !== 'image') {
      throw new EngineError('ENGINE_FAILED', `expected a picture for the image engine, got ${facts.mime}`, {
        hint: 'Please report this: it is a bug in dmx.',
      });
    }
    const { file, sha256 } = master;
    const known = { file, facts, ...(job.pyramid && { levels: await recallPyramid(file, sha256) }) };
    const [result, heard] = await hearJob(job, async () =>
      renderParts(job, { known, scratch, references: await decodeReferences(job, scratch) }),
    );
    return withDamage(result, await damageIn(job, heard), job);
  },
  describe: async () => {
    return {
      encoderVersions: { ...imageEncoderVersions(), ...detectorVersions() },
      parts: [...libraryParts(), ...detectorParts(), ...decoderParts()],
    };
  },
};
