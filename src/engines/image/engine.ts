import path from 'node:path';
import { EngineError, SourceError } from '../../model/errors.ts';
import { decodeToTiff } from './with-decoded.ts';
import type { FoundImage, MissingImage, ReferencedImage } from '../../model/recipe/referenced-image.ts';
import { makeScratch } from '../../system/scratch.ts';
import { fillDrawing } from '../formats/svg/fill-drawing.ts';
import type { LocalJob } from '../../model/jobs/job.ts';
import { FORMAT_ROWS } from '../../model/formats/formats.ts';
import type { InstalledPart } from '../../model/installation.ts';
import { installOptionalCommand } from '../../system/npm-packages.ts';
import type { Engine } from '../engine.ts';
import { writeShownDelays } from '../formats/png/shown-delays.ts';
import { missingDecoderPackages } from '../formats/foreign/load-package.ts';
import type { OpenReference, OpenReferences } from './source/referenced-images.ts';
import { readOutlines } from './paths/read-outlines.ts';
import { probeImage } from './probe.ts';
import { openPyramid } from './pyramid/open-pyramid.ts';
import { renderImage } from './render.ts';
import { renderParts } from './render-parts.ts';
import { detectorParts, detectorVersions } from '../crop/detector-versions.ts';
import { imageEncoderVersions, libraryParts } from './output/encoder-versions.ts';

/** The file of an object; that of a drawing with values of its variables is made. */
async function filled({ file, values }: ReferencedImage, scratch: string): Promise<string> {
  if (!values) return file;
  const target = path.join(await makeScratch(scratch, 'drawing'), 'drawing.svg');
  await fillDrawing(file, values, target);
  return target;
}

/**
 * The objects that recipes name, as files that libvips opens; what cannot be decoded is missing to those that need it.
 */
async function decodeReference(found: FoundImage, scratch: string): Promise<OpenReference | MissingImage> {
  if ('got' in found) return found;
  try {
    const master = await decodeToTiff({ file: await filled(found, scratch), facts: found.facts }, scratch);
    return { master, ...(found.facts.paths && { outlines: await readOutlines(master.file) }) };
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    return { object: found.object, got: error.message };
  }
}

async function decodeReferences({ references = [] }: LocalJob, scratch: string): Promise<OpenReferences> {
  const decoded = new Map<string, OpenReference | MissingImage>();
  for (const found of references) decoded.set(found.object, await decodeReference(found, scratch));
  return decoded;
}

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
    const { file } = master;
    const known = { file, facts, ...(job.pyramid && { levels: await openPyramid(file) }) };
    const references = await decodeReferences(job, scratch);
    return renderParts(job, { known, scratch, references });
  },
  describe: async () => {
    return {
      encoderVersions: { ...imageEncoderVersions(), ...detectorVersions() },
      parts: [...libraryParts(), ...detectorParts(), ...decoderParts()],
    };
  },
};
