import type { LayerFrame } from '../../layout/frame.ts';
import { isHalvedIntoFile, isStageable } from '../../layout/master-readings.ts';
import { isPassedBy, sameSize } from '../../layout/reading.ts';
import { areaOf } from '../../layout/rect.ts';
import type { ImageFacts } from '../../model/asset.ts';
import type { Size } from '../../model/geometry.ts';
import { levelSize } from '../../model/level.ts';
import { PICTURE_ROWS, PYRAMID_ROWS, readingBytes, rowBytes, scalingRows } from './cost-table.ts';
import { type DrawingCost, most } from './drawing-cost.ts';

/** A picture that frames are drawn of: the master, or one that recipes name beside it. */
export interface PictureFile {
  readonly facts: ImageFacts;
  readonly fileBytes: number;
}

/** The sources of the pictures of a job. */
export interface PixelSource extends PictureFile {
  /** Bytes per decoded pixel: RGB, or RGB and alpha. */
  readonly pixelBytes: number;
  /** Stored bytes per pixel, where LittleCMS converts them; else 0. */
  readonly convertedBytes: number;
  /** Bytes of the decoded master, where it is held; else 0. */
  readonly heldBytes: number;
  /** Finished pixels not yet collected while the next ones are read. */
  readonly garbageBytes: number;
}

/** The bytes that reading the master takes beside the pixels that are read: of what is held as samples, no decoder and no rows. */
export function masterReading(source: PixelSource, region: Size, scaled: Size): number {
  const { facts, fileBytes, heldBytes, convertedBytes, garbageBytes } = source;
  // What is not scaled passes row by row.
  const rows = sameSize(scaled, region) ? PICTURE_ROWS / 6 : scalingRows(facts, PICTURE_ROWS);
  if (heldBytes > 0) return garbageBytes + (convertedBytes > 0 ? rowBytes(facts, rows) : 0);
  return garbageBytes + readingBytes(facts, fileBytes, rows);
}

/** The bytes that making each halving of a region takes: it is there while the next one is made, in memory or as the rows of a file. */
export function halvingBytes(
  costs: readonly DrawingCost[],
  region: LayerFrame['region'],
  source: PixelSource,
): readonly number[] {
  const { facts, fileBytes, pixelBytes, heldBytes, convertedBytes } = source;
  const wanted = new Set(costs.map(({ layer }) => layer.level));
  const isStreamed = heldBytes === 0 && convertedBytes === 0 && isStageable(facts);
  const isFile = (level: number): boolean =>
    isStreamed && isHalvedIntoFile(region, level) && isPassedBy(region, level, wanted);
  return Array.from({ length: most([...wanted]) }, (_, above) => {
    const [from, to] = [levelSize(region, above), levelSize(region, above + 1)];
    const made = isFile(above + 1) ? 0 : areaOf(to) * pixelBytes;
    if (above > 0) return made + (isFile(above) ? from.width * PICTURE_ROWS : areaOf(from)) * pixelBytes;
    if (made === 0) return readingBytes(facts, fileBytes, scalingRows(facts, PYRAMID_ROWS));
    return masterReading(source, region, to) + areaOf(to) * convertedBytes + made * (facts.orientation > 1 ? 2 : 1);
  });
}
