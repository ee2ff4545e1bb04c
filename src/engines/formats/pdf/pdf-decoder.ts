import type { ImageFacts } from '../../../model/asset.ts';
import { embeddedMetadata } from '../../image/metadata/embedded-metadata.ts';
import { ofMaster } from '../../image/source-error.ts';
import type { Decoder } from '../decoder.ts';
import { writeForeign } from '../foreign/foreign-picture.ts';
import { drawPage, openPage, type OpenPage } from './pdfium.ts';

// The page and what it is drawn with; PDFium itself.
const PIXEL_BYTES = 7;
const FIXED_BYTES = 60 * 2 ** 20;

async function factsOf(mime: string, page: OpenPage): Promise<ImageFacts> {
  const { width, height, pages, pageSizes, comments } = page;
  return {
    ...{ kind: 'image', mime, width, height, orientation: 1, colorSpace: 'srgb', icc: null, alpha: true, depth: 8 },
    ...{ progressive: false, pages, ...(pageSizes.length > 0 && { pageSizes }) },
    rewriteBytes: FIXED_BYTES + PIXEL_BYTES * width * height,
    ...(await embeddedMetadata({ comments: [...comments] })),
  };
}

/** Pages of a document. Their sizes are in its tree of pages, which PDFium alone reads. */
export const pdfDecoder: Decoder = {
  probe: async (file, mime) => factsOf(mime, await openPage(file)),
  rewrite: async (file, target) => {
    const picture = await ofMaster(async () => drawPage(await openPage(file)));
    await writeForeign(picture, target);
  },
  writePart: async (file, { page }, { mime, target }) => {
    const opened = await openPage(file, page);
    await writeForeign(await ofMaster(async () => drawPage(opened)), target);
    return factsOf(mime, opened);
  },
};
