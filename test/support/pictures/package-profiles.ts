import type { FoundProfile } from '../../../src/model/colors/found-profile.ts';
import { NAMED_PROFILES } from '../../../src/model/colors/profile-names.ts';
import { packageFile } from '../../../src/system/package-files.ts';

/** The profiles that the package holds, by the names of the language: whatever this machine has beside them. */
export const PACKAGE_PROFILES: readonly FoundProfile[] = NAMED_PROFILES.flatMap(({ name, free }) =>
  free === undefined || name === 'sRGB'
    ? []
    : [{ name, file: packageFile(`profiles/icc/${free}.icc`), sha256: name, from: 'package' }],
);
