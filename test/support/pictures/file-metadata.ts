import { open, readFile } from 'node:fs/promises';
import { sharp } from '../../../src/engines/image/libvips.ts';
import { numbersOf, openTiff, readDirectory, TAG, readFrom } from '../../../src/system/read-tiff.ts';

// TIFF 6.0, section 8 and supplements.
const COMPRESSIONS: Readonly<Record<number, string>> = { 1: 'none', 5: 'lzw', 7: 'jpeg', 8: 'deflate' };

/** How the first page of a TIFF is packed, which sharp does not tell. */
async function compressionOf(file: string): Promise<string | undefined> {
  await using handle = await open(file, 'r');
  const tiff = await openTiff(readFrom(handle));
  const directory = await readDirectory(tiff, tiff.first, (tag) => tag === TAG.compression);
  return COMPRESSIONS[numbersOf(directory, TAG.compression)[0] ?? 0];
}

/** What sharp tells of a finished file, and the compression of a TIFF. */
export async function metadataOf({ file }: { readonly file: string }) {
  const metadata = await sharp(await readFile(file)).metadata();
  return metadata.format === 'tiff' ? { ...metadata, compression: await compressionOf(file) } : metadata;
}
