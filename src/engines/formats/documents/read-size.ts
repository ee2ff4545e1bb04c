import type { Size } from '../../../model/geometry.ts';

/** The picture's dictionary lies behind a few hundred bytes of catalogue and page. */
const HEAD_BYTES = 4096;

/** The comment that ends the image resources in an EPS, which may be long. */
export const PHOTOSHOP_END = '%EndPhotoshop';

/** The place from which the picture's dictionary is looked for. */
function dictionaryStart(file: Buffer, head: string): number {
  return head.includes('%BeginPhotoshop:') ? Math.max(0, file.indexOf(PHOTOSHOP_END)) : 0;
}

/**
 * Picture size of a document as `writePdf` and `writeEps` make it, by how such files begin; undefined for other files.
 */
export function readSize(file: Buffer, begins: '%PDF-' | '%!PS-'): Size | undefined {
  const head = file.toString('latin1', 0, HEAD_BYTES);
  const start = dictionaryStart(file, head);
  const dictionary = file.toString('latin1', start, start + HEAD_BYTES);
  const [, width, height] = /\/Width (\d+) \/Height (\d+)/.exec(dictionary) ?? [];
  if (!head.startsWith(begins) || width === undefined || !file.subarray(-8).includes('%%EOF')) return undefined;
  return { width: Number(width), height: Number(height) };
}
