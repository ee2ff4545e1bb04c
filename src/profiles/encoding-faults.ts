import type { Encoding } from './video.ts';

/** A rule that no schema can state: keys of one encoding that do not go together. */
interface Rule {
  /** The key at which the fault is shown. */
  readonly key: keyof Encoding;
  readonly broken: (encoding: Encoding) => boolean;
  readonly message: string;
  readonly hint: string;
}

/** Largest frame that Dynamic Media puts out, either way up (reference 2.8). Pixels. */
const MOST_PIXELS = 8192 * 4320;

/** x264 and x265 count to 51, the scales of VP9 and AV1 to 63. */
const MOST_CRF_264 = 51;

const ENDLESS = Number.POSITIVE_INFINITY;

const RULES: readonly Rule[] = [
  {
    key: 'name',
    broken: ({ videoBitrate, crf }) => videoBitrate === undefined && crf === undefined,
    message: 'expected `videoBitrate` or `crf`, got neither',
    hint: 'Add one, e.g. `videoBitrate: 2M`.',
  },
  {
    key: 'crf',
    broken: ({ videoBitrate, crf }) => videoBitrate !== undefined && crf !== undefined,
    message: 'expected either `videoBitrate` or `crf`, got both',
    hint: 'Use `maxBitrate` to bound `crf`.',
  },
  {
    key: 'crf',
    broken: ({ crf, constantBitrate, twoPass }) => crf !== undefined && (constantBitrate || twoPass),
    message: 'expected `crf` alone, got it beside `constantBitrate` or `twoPass`',
    hint: 'Those two need `videoBitrate`.',
  },
  {
    key: 'crf',
    broken: ({ crf = 0, codec }) => crf > MOST_CRF_264 && (codec === 'h264' || codec === 'h265'),
    message: `expected at most ${MOST_CRF_264} for \`crf\` of h264 and h265, got more`,
    hint: '18 to 28 is usual.',
  },
  {
    key: 'maxFps',
    broken: ({ fps, maxFps }) => fps !== undefined && maxFps !== undefined,
    message: 'expected either `fps` or `maxFps`, got both',
    hint: 'Take one of them out.',
  },
  {
    key: 'constantBitrate',
    broken: ({ constantBitrate, minBitrate, maxBitrate }) =>
      constantBitrate && (minBitrate ?? maxBitrate) !== undefined,
    message: 'expected no `minBitrate` or `maxBitrate` beside `constantBitrate`, got one',
    hint: 'Bounds are for a bitrate that varies.',
  },
  {
    key: 'minBitrate',
    broken: ({ minBitrate = 0, videoBitrate = ENDLESS, maxBitrate = ENDLESS }) =>
      minBitrate > Math.min(videoBitrate, maxBitrate),
    message: 'expected at most `videoBitrate` and `maxBitrate` for `minBitrate`, got more',
    hint: 'Lower it.',
  },
  {
    key: 'maxBitrate',
    broken: ({ videoBitrate = 0, maxBitrate = ENDLESS }) => videoBitrate > maxBitrate,
    message: 'expected at least `videoBitrate` for `maxBitrate`, got less',
    hint: 'One and a half times is usual.',
  },
  {
    key: 'codec',
    broken: ({ codec, h264Profile, h264Level }) => codec !== 'h264' && (h264Profile ?? h264Level) !== undefined,
    message: 'expected `h264Profile` and `h264Level` for codec h264 only, got one for another',
    hint: 'Take it out.',
  },
  {
    key: 'width',
    broken: ({ width, height }) => width !== 'auto' && height !== 'auto' && width * height > MOST_PIXELS,
    message: 'expected at most 8192×4320 pixels, got more',
    hint: 'Ask for less, or leave one side `auto`.',
  },
];

/** The faults of one encoding by itself. */
export function encodingFaults(encoding: Encoding): readonly Rule[] {
  return RULES.filter(({ broken }) => broken(encoding));
}
