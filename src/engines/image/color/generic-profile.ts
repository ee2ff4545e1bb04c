import { builtInProfile } from './embedded-profile.ts';

let inks: Promise<Buffer> | undefined;

/**
 * The profile of CMYK inside libvips, "Chemical proof" (coated paper, in the public domain): it stands for that of inks which
 * say nothing of themselves.
 */
export const genericInks = (): Promise<Buffer> => (inks ??= builtInProfile('cmyk'));
