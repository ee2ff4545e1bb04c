import { parseRatio } from './ratio.ts';
import type { Encoding, VideoProfile } from './video.ts';

const through = (crop: string | undefined): string => (crop === undefined ? '' : `-${crop}`);

/** The name of an encoding that is shown through a smart crop. */
export function cropEncodingName(crop: string, encoding: string): string {
  return `${crop}-${encoding}`;
}

/**
 * The name that a profile's naming gives the files of an encoding instead of its name, without extension: as Dynamic Media does,
 * by size and bitrate, 0 for `auto`. `{stem}` stands for the master's name.
 */
export function encodingFileName(
  { naming }: Pick<VideoProfile, 'naming'>,
  encoding: Encoding,
  crop?: string,
): string | undefined {
  if (naming !== 'dynamic-media') return undefined;
  const { width, height, videoBitrate, crf } = encoding;
  const side = (length: number | 'auto'): number => (length === 'auto' ? 0 : length);
  // With a quality instead of a bitrate, that distinguishes the files.
  const rate = videoBitrate === undefined ? `crf${crf ?? 0}` : `${Math.round(videoBitrate / 1000)}k`;
  return `{stem}${through(crop)}-${side(width)}x${side(height)}-${rate}`;
}

/** The name of the packaged set of a profile: see `encodingFileName`. */
export function setFileName({ naming }: Pick<VideoProfile, 'naming'>, crop?: string): string | undefined {
  return naming === 'dynamic-media' ? `{stem}${through(crop)}-AVS` : undefined;
}

/** Width over height that an encoding is bound to; null where it follows the master. */
export function encodingRatio({ width, height }: Encoding): readonly [number, number] | null {
  return width === 'auto' || height === 'auto' ? null : (parseRatio(`${width}:${height}`) ?? null);
}
