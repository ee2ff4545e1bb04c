import { sum } from '../../base/sum.ts';
import { baseOf, type Frame, type LayerFrame } from '../../layout/frame.ts';
import { encoderBytes, TILE_BYTES } from './cost-table.ts';
import { framePixels, type FramePixels } from './frame-pixels.ts';
import { stepBytes } from './step-cost.ts';

/** The bytes that drawing one frame takes, however what it is cut from is read. */
export interface DrawingCost {
  readonly frame: Frame;
  /** The layer by whose reading the frame is drawn. */
  readonly layer: LayerFrame;
  /** Pixels as they are read. */
  readonly readBytes: number;
  /** `readBytes` once more where a step copies the pixels; else 0. */
  readonly changedBytes: number;
  /** Bytes of the warped layer; 0 without perspective. */
  readonly warpedBytes: number;
  /** The most that steps and encoder hold at a time beside all that. */
  readonly workingBytes: number;
}

/** The largest amount; 0 without any. */
export const most = (bytes: readonly number[]): number => Math.max(0, ...bytes);

/** Free turns look at their layer tile by tile, and give all an alpha channel. */
const turningBytes = ({ turn }: LayerFrame, { view }: FramePixels): number =>
  turn?.free === true ? TILE_BYTES + view * TURNED_BYTES : 0;

/** RGB and alpha take 4 bytes a pixel, or twice as many where samples are deep. */
const hasAlpha = (pixelBytes: number): boolean => pixelBytes % 4 === 0;

/** Bytes of a pixel that was turned freely, whatever it had. */
const TURNED_BYTES = 4;

/** The end of drawing a frame: a file, or pixels that others are drawn of. */
export type Finish = 'file' | 'pixels';

/** Bytes of a finished pixel: of a file without alpha where its format has none. */
function finishedBytes(frame: Frame, pixelBytes: number, finish: Finish): number {
  const { format } = frame;
  const isTurned = baseOf(frame).turn?.free === true;
  if (isTurned && (finish === 'pixels' || pixelBytes > TURNED_BYTES)) return TURNED_BYTES;
  return format.alpha || !hasAlpha(pixelBytes) ? pixelBytes : (pixelBytes / 4) * 3;
}

/** The bytes that the encoder takes of the finished picture, and what makes it fit. */
function encodingBytes({ recipe, format }: Frame, { view }: FramePixels, pixelBytes: number, finished: number): number {
  // A whole EXIF block goes in by a stored PNG, which is put together once more.
  const carrying = recipe.metadata === 'all' ? view * pixelBytes * 3 : 0;
  // 16-bit samples exist beside the 8-bit ones that the file is encoded from.
  const isNarrowed = finished > 4 && (recipe.output.bitDepth ?? 8) === 8;
  const narrowed = isNarrowed ? (view * finished) / 2 : 0;
  return narrowed + carrying + encoderBytes(recipe.output, view, format.alpha && hasAlpha(pixelBytes));
}

/** Counts what drawing a frame takes. `pixelBytes` is that of a pixel of what it is cut from: RGB, or RGB and alpha. */
export function drawingCost(frame: Frame, pixelBytes: number, finish: Finish): DrawingCost {
  const layer = baseOf(frame);
  const pixels = framePixels(frame, [layer]);
  const { read, laid, warped, view } = pixels;
  const readBytes = read * pixelBytes;
  const finished = finishedBytes(frame, pixelBytes, finish);
  const changes = finished !== pixelBytes || view !== read || frame.recipe.composite.unsharpMask !== undefined;
  const changedBytes = changes ? view * finished : 0;
  // A perspective draws from smaller and smaller copies of what was read, tile by tile.
  const warping = warped > 0 ? laid * pixelBytes + TILE_BYTES : 0;
  // The padded canvas exists beside the pixels that are copied into it.
  const paddingBytes = laid === read ? 0 : laid * 4;
  const stepping = pixels.canvas * stepBytes(frame, finished);
  // What the last step leaves are the pixels themselves; a file is made of a copy.
  const encoding = (): number => changedBytes + stepping + encodingBytes(frame, pixels, pixelBytes, finished);
  const finishing = finish === 'file' ? encoding() : most([changedBytes, stepping]);
  const workingBytes = paddingBytes + most([turningBytes(layer, pixels), warping, finishing]);
  return { frame, layer, readBytes, changedBytes, warpedBytes: warped * 4, workingBytes };
}

/** Pixels of all renditions but the largest, within what V8 lets pile up. `readings`: copies of each as it was read. */
export function leftBehind(costs: readonly DrawingCost[], limit: number, readings = 1): number {
  const each = costs.map(({ readBytes, changedBytes }) => readings * readBytes + changedBytes);
  return Math.min(limit, sum(each) - most(each));
}
