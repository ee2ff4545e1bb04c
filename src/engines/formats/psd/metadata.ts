import { exifMetadata } from '../../image/metadata/tiff-metadata.ts';
import { FIELD, TAG, type TiffEntry } from '../../../system/read-tiff.ts';
import { isAboutPaths } from '../../image/paths/path-resource.ts';
import { printResource, type Resource } from '../../image/paths/photoshop-resources.ts';
import type { TiffMetadata } from '../../image/tiff/write-directories.ts';

/** Photoshop File Formats, "Image Resource IDs". */
export const RESOURCE = { resolution: 1005, iptc: 1028, icc: 1039, version: 1057, exif: 1058, xmp: 1060 } as const;

const WANTED: ReadonlySet<number> = new Set(Object.values(RESOURCE));

/** Tells whether an image resource, by its id, is metadata that a TIFF can hold too. */
export const isMetadata = (id: number): boolean => WANTED.has(id) || isAboutPaths(id);

function blockOf(tag: number, data: Buffer | undefined, type: number = FIELD.undefined): TiffEntry[] {
  return data === undefined || data.length === 0 ? [] : [{ tag, type, count: data.length, data }];
}

/** Pixels an inch, as 16 bits before and 16 behind the point, across and, eight bytes on, down. */
function densityOf(data: Buffer | undefined): TiffEntry[] {
  if (data === undefined || data.length < 12) return [];
  const rational = (tag: number, at: number): TiffEntry => {
    const value = Buffer.alloc(8);
    value.writeUInt32LE(data.readUInt32BE(at), 0);
    value.writeUInt32LE(2 ** 16, 4);
    return { tag, type: FIELD.rational, count: 1, data: value };
  };
  return data.readUInt32BE(0) === 0 || data.readUInt32BE(8) === 0
    ? []
    : [rational(TAG.xResolution, 0), rational(TAG.yResolution, 8)];
}

/** The resources of a file as the fields of a TIFF: profile, density, EXIF, XMP, IPTC and paths. */
export async function metadataOf(resources: readonly Resource[]): Promise<TiffMetadata> {
  const data = (id: number): Buffer | undefined => resources.find((resource) => resource.id === id)?.data;
  const exif = data(RESOURCE.exif);
  const told = exif ? await exifMetadata(exif) : { entries: [], children: new Map() };
  const paths = Buffer.concat(resources.filter(({ id }) => isAboutPaths(id)).map(printResource));
  return {
    entries: [
      ...told.entries,
      ...densityOf(data(RESOURCE.resolution)),
      ...blockOf(TAG.xmp, data(RESOURCE.xmp), FIELD.byte),
      ...blockOf(TAG.iptc, data(RESOURCE.iptc)),
      ...blockOf(TAG.photoshop, paths, FIELD.byte),
      ...blockOf(TAG.icc, data(RESOURCE.icc)),
    ],
    children: told.children,
  };
}
