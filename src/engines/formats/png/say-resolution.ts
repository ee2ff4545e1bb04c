import { USUAL_RESOLUTION } from '../../../model/recipe/print-resolution.ts';
import { chunksOf, printChunks } from './chunks.ts';

const INCH = 0.0254;

/** Pixels a metre across and down, and the unit (PNG, third edition, §11.3.4.3). */
function usualResolution(): Buffer {
  const data = Buffer.alloc(9);
  const perMetre = Math.round(USUAL_RESOLUTION / INCH);
  data.writeUInt32BE(perMetre, 0);
  data.writeUInt32BE(perMetre, 4);
  data.writeUInt8(1, 8);
  return data;
}

/** A PNG whose resolution is the usual one, by its pHYs chunk alone: what sharp has for it adds an EXIF block of 192 bytes. */
export function sayUsualResolution(file: Buffer): Buffer {
  const chunks = [...chunksOf(file)];
  return printChunks(chunks.map((chunk) => (chunk.type === 'pHYs' ? { ...chunk, data: usualResolution() } : chunk)));
}
