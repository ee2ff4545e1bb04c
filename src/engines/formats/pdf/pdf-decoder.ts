import { embeddedMetadata } from '../../image/metadata/embedded-metadata.ts';
import { ofMaster } from '../../image/source-error.ts';
import type { Decoder } from '../decoder.ts';
import { writeForeign } from '../foreign/foreign-picture.ts';
import { drawPage, openFirstPage } from './pdfium.ts';

// The page and what it is drawn with; PDFium itself.
const PIXEL_BYTES = 7;
const FIXED_BYTES = 60 * 2 ** 20;

/** The first page of a document. Its size is in its tree of pages, which PDFium alone reads. */
export const pdfDecoder: Decoder = {
  probe: async (file, mime) => {
    const { width, height, pages, comments } = await openFirstPage(file);
    return {
      ...{ kind: 'image', mime, width, height, orientation: 1, colorSpace: 'srgb', icc: null, alpha: true, depth: 8 },
      ...{ progressive: false, pages, rewriteBytes: FIXED_BYTES + PIXEL_BYTES * width * height },
      ...(await embeddedMetadata({ comments: [...comments] })),
    };
  },
  rewrite: async (file, target) => {
    const picture = await ofMaster(async () => drawPage(await openFirstPage(file)));
    await writeForeign(picture, target);
  },
};
