import { OUTPUT_FORMATS } from '../../../model/formats.ts';
import { usableDetectors } from '../../crop/detectors/index.ts';
import { sharp } from '../libvips.ts';

/** Raised by hand whenever the same recipe begins to give other pixels or other bytes. */
const PIXEL_REVISION = 3;

// The libraries whose versions show in the bytes of a file, by its extension.
const LIBRARIES: Readonly<Record<string, readonly string[]>> = {
  jpg: ['mozjpeg'],
  png: ['png', 'zlib-ng', 'imagequant'],
  gif: ['cgif', 'imagequant'],
  tif: ['tiff', 'mozjpeg', 'zlib-ng'],
  webp: ['webp'],
  avif: ['heif', 'aom'],
  pdf: ['mozjpeg', 'png', 'zlib-ng'],
  eps: [],
  pyramid: ['tiff', 'mozjpeg', 'zlib-ng'],
};

/** Names and versions of sharp, libvips and the libraries they are built with. */
export function libraryVersions(): Readonly<Record<string, string>> {
  const versions: Record<string, string> = {};
  for (const [name, version] of Object.entries(sharp.versions)) if (version !== undefined) versions[name] = version;
  return versions;
}

function encoderVersion(libraries: readonly string[], versions: Readonly<Record<string, string>>): string {
  const named = ['vips', ...libraries].map((name) => `${name} ${versions[name] ?? 'unknown'}`);
  return [`image ${PIXEL_REVISION}`, ...named].join(', ');
}

/** The engine text by extension of the file made, and `pyramid`. */
export function imageEncoderVersions(): Readonly<Record<string, string>> {
  const versions = libraryVersions();
  const written = OUTPUT_FORMATS.filter(({ encoder }) => encoder !== null).map(({ extension }) => extension);
  return Object.fromEntries(
    [...new Set(written), 'pyramid'].map((extension) => [
      extension,
      encoderVersion(LIBRARIES[extension] ?? [], versions),
    ]),
  );
}

/** What the detectors of this installation add to the engine text of smart crops, by `detector` and their name. */
export function detectorVersions(): Readonly<Record<string, string>> {
  return Object.fromEntries(usableDetectors().map(({ name, version }) => [`detector ${name}`, `${name} ${version}`]));
}
