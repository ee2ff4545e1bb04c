import type { VideoFacts } from '../../../model/asset.ts';

/*
 * Frames that one process decodes and scales and another one encodes. Matroska tells their colours beside them, which NUT and
 * YUV4MPEG do not, so that encoders write what they would write of frames of their own process.
 */

/** The first file descriptor that is free for pipes, after stdin, stdout and stderr. */
export const FIRST_DESCRIPTOR = 3;

/**
 * The form of frames that are handed over: each as soon as it is there, whatever the rates of those beside it. Without the checksums
 * that files have, which would take a tenth of decoding and scaling.
 */
export const HANDED = [
  ...['-c:v', 'rawvideo', '-max_interleave_delta', '1'],
  ...['-write_crc32', '0', '-f', 'matroska'],
] as const;

/** Frames that wait for an encoder while it is busy: read by a thread of their own. */
const QUEUED_FRAMES = 8;

export const TAKEN_INPUT = [
  '-thread_queue_size',
  String(QUEUED_FRAMES),
  '-f',
  'matroska',
  '-i',
  `pipe:${FIRST_DESCRIPTOR}`,
] as const;

// Prints two lines of each such frame; `-` is standard output, `direct` leaves nothing in a buffer.
const CAPTIONS = 'dmx-captions';

/** The line that `reportCaptions` prints. */
export const CAPTIONS_LINE = `${CAPTIONS}=1`;

/**
 * The filter graph that prints a line for each frame with closed captions (CEA-608 and 708). Encoders write these into their
 * output, and they are the only part of a frame that is not handed over to other processes.
 */
export function reportCaptions({ stream }: VideoFacts): string {
  const told = `metadata=mode=add:key=${CAPTIONS}:value=1,metadata=mode=print:file=-:direct=1`;
  return `[0:${stream}]sidedata=mode=select:type=A53_CC,${told},nullsink`;
}
