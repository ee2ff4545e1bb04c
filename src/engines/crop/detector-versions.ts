import type { InstalledPart } from '../../model/installation.ts';
import { installOptionalCommand } from '../../system/npm-packages.ts';
import { missingDetectors, usableDetectors } from './detectors/index.ts';

/**
 * The part that the detectors of this installation add to the engine text of smart crops, by `detector` and their name.
 */
export function detectorVersions(): Readonly<Record<string, string>> {
  return Object.fromEntries(usableDetectors().map(({ name, version }) => [`detector ${name}`, `${name} ${version}`]));
}

/** The detectors for `dmx doctor`: one row of all, and the version of each. */
export function detectorParts(): readonly InstalledPart[] {
  const usable = usableDetectors();
  const missing = Object.entries(missingDetectors());
  const packages = [...new Set(missing.flatMap(([, names]) => names))];
  const lost = missing.map(([name]) => name).join(' and ');
  const hint = `Smart crops are placed without looking for ${lost}: run \`${installOptionalCommand(packages)}\`.`;
  return [
    { name: 'Detectors', found: usable.map(({ name }) => name).join(', '), ...(missing.length > 0 ? { hint } : {}) },
    ...usable.map(({ name, version }) => ({ name: `detector ${name}`, found: version, detail: true as const })),
  ];
}
