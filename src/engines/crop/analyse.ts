import type { Analysis, Finding } from '../../model/analysis.ts';
import { askedOf } from '../../model/detectors.ts';
import type { Detector, DetectorInput } from './detector.ts';
import { DETECTORS, usableDetectors } from './detectors/index.ts';

/** Tells whether a finding was made by the detector as it is now, or by better means than are here. */
function isCurrent({ name, version, believed = [] }: Detector, analysis: Analysis): boolean {
  const found = analysis[name]?.version;
  return found !== undefined && (found === version || believed.includes(found));
}

/** The detectors of a strategy that can be used here and have not looked yet. */
function waiting(strategy: readonly string[], known: Analysis): readonly Detector[] {
  const asked = askedOf(strategy);
  return usableDetectors().filter((detector) => asked.includes(detector.name) && !isCurrent(detector, known));
}

/** Tells whether everything that is known was found by detectors as they are now. */
function isAllCurrent(known: Analysis): boolean {
  return Object.keys(known).every((name) => DETECTORS.some((one) => one.name === name && isCurrent(one, known)));
}

/** The findings that are known, less those of older detectors. */
function current(known: Analysis): Analysis {
  return Object.fromEntries(
    DETECTORS.flatMap((one) => (isCurrent(one, known) ? [[one.name, known[one.name]]] : [])),
  ) as Analysis;
}

/**
 * The findings about a picture's subject once every detector of a strategy has looked: nothing of `input` is read where
 * all of them have. Detectors that cannot be used here are left out.
 */
export async function analyse(strategy: readonly string[], known: Analysis, input: DetectorInput): Promise<Analysis> {
  const detectors = waiting(strategy, known);
  if (detectors.length === 0) return isAllCurrent(known) ? known : current(known);
  const found: [string, Finding][] = [];
  for (const { name, version, detect } of detectors) found.push([name, { version, ...(await detect(input)) }]);
  return { ...current(known), ...Object.fromEntries(found) };
}
