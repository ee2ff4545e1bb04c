import type { FileHandle } from 'node:fs/promises';
import type { ImageFacts } from '../../../model/asset.ts';
import { ofMaster } from '../../image/source-error.ts';
import { writeForeign } from '../foreign/foreign-picture.ts';
import { decodeWithMagick, magickBytes } from '../foreign/magick.ts';
import { readInnerJpeg } from './inner-jpeg.ts';
import type { TiffLayout, TiffPage } from './layout.ts';
import { readPageMetadata } from './page-metadata.ts';

/** Facts of a page that ImageMagick unpacks: opaque, of 8 bits. */
export function magickFacts(layout: TiffLayout) {
  const colorSpace = layout.colors === 1 ? 'gray' : layout.colors === 4 ? 'cmyk' : 'srgb';
  return {
    ...{ colorSpace, alpha: false, depth: 8, rewriteBytes: magickBytes(layout) },
  } as const satisfies Partial<ImageFacts>;
}

/**
 * Writes what ImageMagick reads of a page as a TIFF, or the JPEG that it is, with all that the page says. Throws SourceError,
 * EngineError.
 */
export async function readPageWithMagick(
  handle: FileHandle,
  page: TiffPage,
  file: string,
  target: string,
): Promise<void> {
  const { width, height } = page.layout;
  const request = { width, height, alpha: false, format: 'TIFF', label: 'TIFF', frame: page.number };
  const picture = await ofMaster(
    async () => (await readInnerJpeg(handle, page)) ?? (await decodeWithMagick(file, request)),
  );
  await writeForeign({ ...picture, icc: undefined, metadata: await readPageMetadata(page) }, target);
}
