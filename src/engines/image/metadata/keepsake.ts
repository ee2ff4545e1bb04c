import type { Sharp } from 'sharp';
import type { OutputFormat } from '../../../model/formats.ts';
import type { MetadataPolicy } from '../../../model/recipe.ts';
import type { Picture } from '../../picture.ts';
import { openFile, type Master } from '../master.ts';
import { openPicture } from '../pixels.ts';
import { toSourceError } from '../source-error.ts';
import { openWithExif } from './exif-carrier.ts';
import { makeExifBlock, makeXmpPacket } from './rights-block.ts';
import { readRights, type Rights } from './rights.ts';

/** What of a master's metadata its renditions may carry on. */
export interface Keepsake {
  readonly rights: Rights;
  readonly exif?: Buffer;
  readonly xmp?: string;
  /** Image resources of Photoshop that the file is to hold: paths. */
  readonly resources?: Buffer;
}

export const NOTHING_KEPT: Keepsake = { rights: {} };

/** Reads a master's metadata from its header. Throws SourceError. */
export async function readKeepsake({ file }: Master): Promise<Keepsake> {
  try {
    const metadata = await openFile(file).metadata();
    const { exif, xmpAsString: xmp } = metadata;
    return { rights: await readRights(metadata, file), ...(exif && { exif }), ...(xmp !== undefined && { xmp }) };
  } catch (error) {
    throw toSourceError(error);
  }
}

const isAscii = (text = ''): boolean => /^[ -~]*$/.test(text);

/** Plain texts go in by libvips' writer, which costs nothing; others need a block of their own. */
async function openWithRights(picture: Picture, rights: Rights): Promise<Sharp> {
  const { artist, copyright } = rights;
  if (!isAscii(artist) || !isAscii(copyright)) return openWithExif(picture, makeExifBlock(rights));
  return openPicture(picture).withExif({
    IFD0: { ...(artist !== undefined && { Artist: artist }), ...(copyright !== undefined && { Copyright: copyright }) },
  });
}

interface Keeping {
  readonly metadata: MetadataPolicy;
  /** The XMP as it is, whatever the policy. */
  readonly keepXmp: boolean;
}

/** `all` is EXIF and XMP: the profile is used up by the conversion, and libvips writes no IPTC. TIFF files take XMP alone. */
async function openWithAll(
  picture: Picture,
  { rights, exif, xmp }: Keepsake,
  named: boolean,
  tiff: boolean,
): Promise<Sharp> {
  const pipeline = exif && !tiff ? await openWithExif(picture, exif) : openPicture(picture);
  const packet = xmp ?? (named ? makeXmpPacket(rights) : undefined);
  return packet === undefined ? pipeline : pipeline.withXmp(packet);
}

/** Opens finished pixels with what is kept of the master. GIF files hold nothing. */
export async function openForEncoding(
  picture: Picture,
  keepsake: Keepsake,
  { metadata, keepXmp }: Keeping,
  { encoder }: OutputFormat,
): Promise<Sharp> {
  const { rights, xmp } = keepsake;
  const named = rights.artist !== undefined || rights.copyright !== undefined;
  const tiff = encoder === 'tiff';
  if (encoder === 'gif') return openPicture(picture);
  if (metadata === 'all') return openWithAll(picture, keepsake, named, tiff);
  const exif = metadata === 'copyright' && named && !tiff;
  const pipeline = exif ? await openWithRights(picture, rights) : openPicture(picture);
  if (keepXmp && xmp !== undefined) return pipeline.withXmp(xmp);
  return metadata === 'copyright' && named && tiff ? pipeline.withXmp(makeXmpPacket(rights)) : pipeline;
}
