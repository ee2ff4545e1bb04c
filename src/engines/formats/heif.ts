import { heifDecoder } from './heif/heif-decoder.ts';

export const heif = { decoder: heifDecoder, encoder: undefined };
