import type { Sharp } from 'sharp';
import type { OutputFormat } from '../../../model/formats/output-formats.ts';
import { USUAL_RESOLUTION } from '../../../model/recipe/print-resolution.ts';
import type { MetadataPolicy, PictureRecipe } from '../../../model/recipe/recipe.ts';
import type { FinishedPixels } from '../../picture.ts';
import type { Master } from '../source/master.ts';
import { readHeader } from './read-header.ts';
import { toSourceError } from '../source-error.ts';
import { openCarrier } from './pixel-carrier.ts';
import { copyExif, makeExifBlock } from './exif-block.ts';
import { readRights, type Rights } from './rights.ts';
import { addRights, makeXmpPacket } from './xmp-packet.ts';
import { xmpText } from './xmp-text.ts';
import { trueXmp } from './xmp-truth.ts';

/** The part of a master's metadata that its renditions may carry on. */
export interface SourceMetadata {
  readonly rights: Rights;
  /** Ready for a file. */
  readonly exif?: Buffer;
  /** Why there is no EXIF although the master has some. */
  readonly exifLoss?: string;
  readonly xmp?: string;
  /** Image resources of Photoshop that the file is to hold: paths. */
  readonly resources?: Buffer;
}

export const NO_METADATA: SourceMetadata = { rights: {} };

const EXIF_LOSS =
  'The EXIF of the master is damaged or too long for a file: only artist and copyright were kept of it.';

function keepExif(exif: Buffer | undefined, rights: Rights): Pick<SourceMetadata, 'exif' | 'exifLoss'> {
  const copy = exif && copyExif(exif, rights);
  if (copy) return { exif: copy };
  return exif ? { exifLoss: EXIF_LOSS } : {};
}

/** Reads a master's metadata from its header. Throws SourceError. */
export async function readSourceMetadata({ file }: Master): Promise<SourceMetadata> {
  try {
    const metadata = await readHeader(file);
    const { exif } = metadata;
    const xmp = xmpText(metadata);
    const rights = await readRights(metadata, file);
    return { rights, ...keepExif(exif, rights), ...(xmp !== undefined && { xmp: trueXmp(xmp) }) };
  } catch (error) {
    throw toSourceError(error);
  }
}

const isNamed = ({ artist, copyright }: Rights): boolean => artist !== undefined || copyright !== undefined;

const isAscii = (text = ''): boolean => /^[ -~]*$/.test(text);

/** Finished pixels, and the profile that their file is to hold. */
export interface TaggedPixels extends FinishedPixels {
  readonly icc?: Buffer;
}

/** Plain texts go in by libvips' writer, which costs nothing; others need a block of their own. */
async function openWithRights(pixels: TaggedPixels, rights: Rights): Promise<Sharp> {
  const { artist, copyright } = rights;
  const plain = isAscii(artist) && isAscii(copyright);
  // Inks have no place for a block of their own.
  if (!plain && pixels.pixelType !== 'cmyk') return openCarrier(pixels, { ...pixels, exif: makeExifBlock(rights) });
  return (await openCarrier(pixels, pixels)).withExif({
    IFD0: { ...(artist !== undefined && { Artist: artist }), ...(copyright !== undefined && { Copyright: copyright }) },
  });
}

/** The part of it that a recipe asks for. */
interface Keeping {
  readonly metadata: MetadataPolicy;
  /** The XMP as it is, whatever the policy. */
  readonly keepXmp: boolean;
}

export function metadataPolicyOf({
  metadata = 'copyright',
  output,
}: Pick<PictureRecipe, 'metadata' | 'output'>): Keeping {
  return { metadata, keepXmp: output.keepXmp === true };
}

const fits = (xmp: string, { holds }: OutputFormat): boolean => Buffer.byteLength(xmp) <= holds.xmp;

const wantsXmp = ({ metadata, keepXmp }: Keeping): boolean => keepXmp || metadata === 'all';

/** The packet that a file gets. Where there is no EXIF it says the rights. */
function packetFor({ rights, xmp }: SourceMetadata, keeping: Keeping, format: OutputFormat): string | undefined {
  const { holds } = format;
  if (holds.xmp === 0) return undefined;
  const kept = xmp !== undefined && wantsXmp(keeping) && fits(xmp, format) ? xmp : undefined;
  if (holds.exif || keeping.metadata === 'none') return kept;
  if (kept !== undefined) return addRights(kept, rights);
  return isNamed(rights) ? makeXmpPacket(rights) : undefined;
}

/** `all` is EXIF and XMP: the profile is used up by the conversion, and libvips writes no IPTC. */
async function openWithPolicy(
  pixels: TaggedPixels,
  { rights, exif }: SourceMetadata,
  metadata: MetadataPolicy,
): Promise<Sharp> {
  const copies = metadata === 'all' && exif !== undefined && pixels.pixelType !== 'cmyk';
  if (!copies && (metadata === 'none' || !isNamed(rights))) return openCarrier(pixels, pixels);
  const opened = await (copies ? openCarrier(pixels, { ...pixels, exif }) : openWithRights(pixels, rights));
  // libvips puts a resolution into every block of EXIF: of finished pixels, which have none, 25.4 pixels an inch.
  return opened.withDensity(USUAL_RESOLUTION);
}

/** Opens finished pixels with the kept metadata of the master. */
export async function openForEncoding(
  pixels: TaggedPixels,
  source: SourceMetadata,
  keeping: Keeping,
  format: OutputFormat,
): Promise<Sharp> {
  const pipeline = await openWithPolicy(pixels, source, format.holds.exif ? keeping.metadata : 'none');
  const packet = packetFor(source, keeping, format);
  return packet === undefined ? pipeline : pipeline.withXmp(packet);
}

/** The metadata that was asked for and that this output format cannot hold, in words for people. */
export function droppedMetadata(
  { exifLoss, xmp }: SourceMetadata,
  keeping: Keeping,
  format: OutputFormat,
): readonly string[] {
  const losses: string[] = [];
  if (exifLoss !== undefined && keeping.metadata === 'all' && format.holds.exif) losses.push(exifLoss);
  if (xmp !== undefined && wantsXmp(keeping) && format.holds.xmp > 0 && !fits(xmp, format)) {
    losses.push(
      `The XMP of the master is too long for ${format.names[0]} files: only artist and copyright were kept of it.`,
    );
  }
  return losses;
}
