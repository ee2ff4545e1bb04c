import type { Decoder } from './decoder.ts';
import { psd } from './psd.ts';

/** The REGISTRY of formats that libvips cannot open, by MIME type. */
export const DECODERS: Readonly<Record<string, Decoder>> = { 'image/vnd.adobe.photoshop': psd };
