import { usableDetectors } from './detectors/index.ts';

/**
 * The part that the detectors of this installation add to the engine text of smart crops, by `detector` and their name.
 */
export function detectorVersions(): Readonly<Record<string, string>> {
  return Object.fromEntries(usableDetectors().map(({ name, version }) => [`detector ${name}`, `${name} ${version}`]));
}
