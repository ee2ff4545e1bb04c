import { SourceError } from '../../../model/errors.ts';
import { COMPRESSION, PHOTOMETRIC, type TiffLayout } from './layout.ts';
import { planeSize, rowBytesOf } from './read-row.ts';

/** Bytes that a block has in the file: of pixels that are not packed as many as there are, where the file says none or more. */
export function storedBytes(layout: TiffLayout, index: number, needed: number): number | undefined {
  const count = layout.counts[index];
  const isThinned = layout.photometric === PHOTOMETRIC.ycbcr && layout.subsampled && !layout.planar;
  return layout.compression === COMPRESSION.none && !isThinned ? Math.min(count || needed, needed) : count;
}

/** Tells whether the byte counts of strips and tiles are present, and each block ends within `bytes` of the file. */
export const hasBlockLengths = ({ offsets, counts }: TiffLayout, bytes: number): boolean =>
  offsets.every((offset, i) => (counts[i] ?? 0) > 0 && offset + (counts[i] ?? 0) <= bytes);

/**
 * Throws SourceError (SOURCE_CORRUPT) where a TIFF of so many bytes ends before the pixels of a page do. libvips takes tiles
 * that are cut off for black ones, and says so only where every warning, harmless ones about unknown tags too, is made an error.
 */
export function checkExtent(layout: TiffLayout, bytes: number): void {
  const { offsets, block, width, height, tiled } = layout;
  const down = Math.ceil(height / block.height);
  const across = Math.ceil(width / block.width);
  let pixels = 0;
  for (const [i, offset] of offsets.entries()) {
    const isLast = !tiled && (i + 1) % down === 0;
    const rows = isLast ? height - (down - 1) * block.height : block.height;
    const plane = Math.floor(i / (down * across));
    const needed = rowBytesOf(layout, plane) * planeSize(layout, plane, rows).rows;
    pixels = Math.max(pixels, offset + (storedBytes(layout, i, needed) ?? 0));
  }
  if (pixels <= bytes) return;
  throw new SourceError('SOURCE_CORRUPT', `expected ${pixels} bytes of a TIFF, got ${bytes}`, {
    hint: 'Export or upload the master again; the file was cut off.',
  });
}
