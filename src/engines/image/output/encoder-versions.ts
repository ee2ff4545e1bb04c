import type { WritableName } from '../../../model/formats/formats.ts';
import type { InstalledPart } from '../../../model/installation.ts';
import { OUTPUT_FORMATS } from '../../../model/formats/output-formats.ts';
import { encoderOf } from '../../formats/index.ts';
import { sharp } from '../libvips.ts';

/** Increased by hand whenever the same recipe starts to give other pixels or other bytes. */
const PIXEL_REVISION = 21;

/** Names and versions of sharp, libvips and the libraries they are built with. */
function libraryVersions(): Readonly<Record<string, string>> {
  const versions: Record<string, string> = {};
  for (const [name, version] of Object.entries(sharp.versions)) if (version !== undefined) versions[name] = version;
  return versions;
}

/** The libraries that process every picture, listed first. */
const MAIN_LIBRARIES = ['sharp', 'vips'];

/** The same list for `dmx doctor`. */
export function libraryParts(): readonly InstalledPart[] {
  return Object.entries(libraryVersions()).map(([name, found]) => ({
    name,
    found,
    ...(MAIN_LIBRARIES.includes(name) ? {} : { detail: true }),
  }));
}

function encoderVersion(libraries: readonly string[], versions: Readonly<Record<string, string>>): string {
  const named = ['vips', ...libraries].map((name) => `${name} ${versions[name] ?? 'unknown'}`);
  return [`image ${PIXEL_REVISION}`, ...named].join(', ');
}

/** The engine text by extension of the file made, and `pyramid`. */
export function imageEncoderVersions(): Readonly<Record<string, string>> {
  const versions = libraryVersions();
  const written = OUTPUT_FORMATS.flatMap(({ encoder, extension }): (readonly [string, WritableName])[] =>
    encoder === null ? [] : [[extension, encoder]],
  );
  return Object.fromEntries(
    [...written, ['pyramid', 'tiff'] as const].map(([made, name]) => [
      made,
      encoderVersion(encoderOf(name).libraries, versions),
    ]),
  );
}
