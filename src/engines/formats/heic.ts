import { heifDecoder } from './heif/heif-decoder.ts';

export const heic = { decoder: heifDecoder, encoder: undefined };
