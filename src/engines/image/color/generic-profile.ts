import { once } from '../../../base/once.ts';
import { builtInProfile } from './embedded-profile.ts';

/**
 * The profile of CMYK inside libvips, "Chemical proof" (coated paper, in the public domain): it stands for that of inks which
 * say nothing of themselves.
 */
export const genericInks = once(() => builtInProfile('cmyk'));
