import { embeddedMetadata } from '../image/metadata/embedded-metadata.ts';
import { ofMaster } from '../image/source-error.ts';
import type { Decoder } from './decoder.ts';
import { writeForeign } from './foreign/foreign-picture.ts';
import { developRaw, readRaw } from './raw/libraw.ts';
import { previewSize, writePreview } from './raw/preview.ts';
import { isTiffRaw, readRawExif, readRawMetadata } from './raw/raw-metadata.ts';

/** The words of a raw for people, in its directories or in a block of EXIF. */
async function wordsOf(file: string): Promise<Awaited<ReturnType<typeof embeddedMetadata>>> {
  if (await isTiffRaw(file)) return embeddedMetadata({ format: 'tiff' }, file);
  const exif = await readRawExif(file);
  return exif === undefined ? {} : embeddedMetadata({ exif });
}

const decoder: Decoder = {
  probe: async (file, mime) => {
    const developed = await ofMaster(() => readRaw(file));
    const [{ size }, made] = [developed, await previewSize(file, developed)];
    return {
      ...{ kind: 'image', mime, ...size, orientation: 1, colorSpace: 'srgb' },
      ...{ icc: null, told: 'sRGB', alpha: false, depth: 16, progressive: false, pages: 1 },
      ...(made && { preview: made }),
      ...(await wordsOf(file)),
    };
  },
  decode: async (file, target) => {
    const picture = await ofMaster(() => developRaw(file));
    await writeForeign({ ...picture, metadata: await readRawMetadata(file) }, target);
  },
  writePart: (file, _preview, { mime, target }) => writePreview(file, mime, target),
};

/** Camera raw and DNG: the developed sensor data, or the camera's embedded preview. */
export const raw = { decoder, encoder: undefined };
