import { embeddedMetadata } from '../image/metadata/embedded-metadata.ts';
import { ofMaster } from '../image/source-error.ts';
import type { Decoder } from './decoder.ts';
import { writeForeign } from './foreign/foreign-picture.ts';
import { developRaw, readRawSize } from './raw/libraw.ts';
import { isTiffRaw, readRawMetadata } from './raw/raw-metadata.ts';

const decoder: Decoder = {
  probe: async (file, mime) => ({
    ...{ kind: 'image', mime, ...(await ofMaster(() => readRawSize(file))), orientation: 1, colorSpace: 'srgb' },
    ...{ icc: null, told: 'sRGB', alpha: false, depth: 16, progressive: false, pages: 1 },
    ...((await isTiffRaw(file)) && (await embeddedMetadata({ format: 'tiff' }, file))),
  }),
  decode: async (file, target) => {
    const picture = await ofMaster(() => developRaw(file));
    await writeForeign({ ...picture, metadata: await readRawMetadata(file) }, target);
  },
};

/** Camera raw and DNG: what the sensor saw, developed. */
export const raw = { decoder, encoder: undefined };
