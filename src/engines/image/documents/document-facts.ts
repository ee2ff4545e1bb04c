import type { Size } from '../../../model/geometry.ts';

/** The picture's dictionary lies behind a few hundred bytes of catalogue and page. */
const HEAD_BYTES = 4096;

export interface DocumentFacts extends Size {
  readonly format: 'pdf' | 'eps';
}

/** Format and picture size of a document as `writePdf` and `writeEps` make it; undefined for other files. */
export function documentFacts(file: Buffer): DocumentFacts | undefined {
  const head = file.toString('latin1', 0, HEAD_BYTES);
  const format = head.startsWith('%PDF-') ? 'pdf' : head.startsWith('%!PS-') ? 'eps' : undefined;
  const [, width, height] = /\/Width (\d+) \/Height (\d+)/.exec(head) ?? [];
  if (format === undefined || width === undefined) return undefined;
  return file.subarray(-8).includes('%%EOF') ? { format, width: Number(width), height: Number(height) } : undefined;
}
