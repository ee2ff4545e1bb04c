import type { Sharp } from 'sharp';
import type { MetadataPolicy } from '../../../model/recipe.ts';
import type { Picture } from '../../picture.ts';
import { openFile, type Master } from '../master.ts';
import { openPicture } from '../pixels.ts';
import { toSourceError } from '../source-error.ts';
import { openWithExif } from './exif-carrier.ts';
import { readRights, type Rights } from './rights.ts';

/** What of a master's metadata its renditions may carry on. */
export interface Keepsake {
  readonly rights: Rights;
  readonly exif?: Buffer;
  readonly xmp?: string;
}

export const NOTHING_KEPT: Keepsake = { rights: {} };

export async function readKeepsake({ file }: Master): Promise<Keepsake> {
  try {
    const metadata = await openFile(file).metadata();
    const { exif, xmpAsString: xmp } = metadata;
    return { rights: await readRights(metadata), ...(exif && { exif }), ...(xmp !== undefined && { xmp }) };
  } catch (error) {
    throw toSourceError(error);
  }
}

/** Opens finished pixels with what the policy keeps. `all` is EXIF and XMP; profiles are used up by the conversion. */
export async function openForEncoding(picture: Picture, keepsake: Keepsake, policy: MetadataPolicy): Promise<Sharp> {
  const { rights, exif, xmp } = keepsake;
  if (policy === 'all') {
    const pipeline = exif ? await openWithExif(picture, exif) : openPicture(picture);
    return xmp === undefined ? pipeline : pipeline.withXmp(xmp);
  }
  const pipeline = openPicture(picture);
  if (policy === 'none' || (rights.artist === undefined && rights.copyright === undefined)) return pipeline;
  return pipeline.withExif({
    IFD0: {
      ...(rights.artist !== undefined && { Artist: rights.artist }),
      ...(rights.copyright !== undefined && { Copyright: rights.copyright }),
    },
  });
}
