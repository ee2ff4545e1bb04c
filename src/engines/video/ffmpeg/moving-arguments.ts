import { BARE, layout, QUIET } from './arguments.ts';
import type { EncodeOutput } from './encode-output.ts';
import { ENCODERS } from './encoder-arguments.ts';
import { fileAddress } from './input.ts';

/** Frames of a picture that moves, and the time that they are shown. */
export interface MovingFrames {
  /** An animated PNG of our own. */
  readonly file: string;
  /** Milliseconds of each. */
  readonly delays: readonly number[];
}

/** Time stamps are whole milliseconds. */
const TICKS = 1000;

/** Converts from sRGB to the BT.709 that the file declares. */
const COLORS = ['-color_primaries', 'bt709', '-color_trc', 'bt709', '-colorspace', 'bt709'] as const;

/**
 * Each frame comes at its own time, instead of several at a fixed rate; and the last one, which no other follows, says itself how
 * long it lasts. Older ones (`times: false`) keep the times all the same and show the last frame about as long as the others.
 */
function timing({ delays }: MovingFrames, times: boolean): readonly string[] {
  const last = Math.round(delays.at(-1) ?? 0);
  if (!times) return ['-vsync', 'vfr', '-enc_time_base', `1:${TICKS}`];
  return ['-fps_mode', 'vfr', '-enc_time_base', `1:${TICKS}`, '-bsf:v', `setts=duration=${last}`];
}

/** Frames that are stored out of order would need an edit list, before which some players begin: encoders of MP4 store none so. */
const IN_ORDER: Readonly<Record<string, readonly string[]>> = { libx264: ['-bf', '0'] };

/** The arguments of one process that writes frames as a clip. Pure. */
export function movingArguments(
  frames: MovingFrames,
  output: EncodeOutput,
  { times }: { readonly times: boolean },
): readonly string[] {
  const { path, container, encoder, file } = output;
  const { width, height } = path.size;
  const filters = [
    // A side of one pixel is doubled, another odd one loses its last row or column.
    'pad=w=max(iw\\,2):h=max(ih\\,2)',
    `crop=${width}:${height}:0:0`,
    'scale=flags=accurate_rnd:out_range=tv:out_color_matrix=bt709',
    ...['format=yuv420p', 'setsar=1'],
  ];
  return [
    ...[...QUIET, '-protocol_whitelist', 'file,pipe', '-f', 'apng', '-i', fileAddress(frames.file)],
    ...['-vf', filters.join(','), ...timing(frames, times), '-an'],
    ...['-c:v', encoder, ...(ENCODERS[encoder]?.(output) ?? [])],
    ...(IN_ORDER[encoder] ?? []),
    ...(container.muxer === 'mp4' ? ['-video_track_timescale', String(TICKS)] : []),
    ...[...COLORS, ...BARE, ...layout(container, { segmented: false }), file],
  ];
}
