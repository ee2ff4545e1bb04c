import type { DetectorInput } from '../../../src/engines/crop/detector.ts';
import type { Picture } from '../../../src/engines/picture.ts';
import type { Subject } from '../../../src/model/analysis.ts';

/** A master that shows this, and on which people marked these. */
export function detectorInputOf(picture: Picture, regions: readonly Subject[] = []): DetectorInput {
  return { picture: async () => picture, regions: async () => regions };
}
