import type { PictureEncoding } from '../../../model/recipe/video-recipe.ts';
import type { EncodeOutput } from './encode-output.ts';

const bits = (rate: number): string => String(rate);

// How long a decoder may be fed ahead, in seconds of the highest bitrate: two are usual for streaming.
const BUFFER_SECONDS = 2;

/** Rate control that all encoders spell alike. */
function rateControl({ bitrate, minBitrate, maxBitrate, crf, constantBitrate }: PictureEncoding): readonly string[] {
  const most = constantBitrate ? bitrate : maxBitrate;
  const least = constantBitrate ? bitrate : minBitrate;
  return [
    ...(crf === undefined ? [] : ['-crf', String(crf)]),
    ...(bitrate === undefined ? [] : ['-b:v', bits(bitrate)]),
    ...(least === undefined ? [] : ['-minrate', bits(least)]),
    ...(most === undefined ? [] : ['-maxrate', bits(most), '-bufsize', bits(most * BUFFER_SECONDS)]),
  ];
}

/** Tells whether the encoder has to keep a buffer from running over or dry. */
function isBounded({ maxBitrate, minBitrate, constantBitrate }: PictureEncoding): boolean {
  return constantBitrate || maxBitrate !== undefined || minBitrate !== undefined;
}

type EncoderArguments = (output: EncodeOutput) => readonly string[];

/** Key frames every so many frames; where the file is cut at them, nowhere else. */
function keyFrames({ picture: { keyframe }, segmented }: EncodeOutput): readonly string[] {
  return ['-g', String(keyframe), ...(segmented ? ['-keyint_min', String(keyframe)] : [])];
}

function passes({ pass, stats }: EncodeOutput): readonly string[] {
  return pass === undefined || stats === undefined ? [] : ['-pass', String(pass), '-passlogfile', stats];
}

/** The same for encoders that take two-pass options in their own parameter string. */
function x265Passes({ pass, stats }: EncodeOutput): readonly string[] {
  return pass === undefined || stats === undefined ? [] : [`pass=${pass}`, `stats=${stats}`];
}

const x264: EncoderArguments = (output) => {
  const { picture, segmented } = output;
  const { profile, level, constantBitrate } = picture;
  // Within bounds frames side by side take their bits from each other as it happens, and so do slices of one frame where bits
  // are few: other bytes each time (both tried).
  const threads = isBounded(picture) ? 1 : picture.threads;
  return [
    // medium: a third slower than fast, for a tenth fewer bits.
    ...['-preset', 'medium', '-threads:v', String(threads)],
    ...(profile === undefined ? [] : ['-profile:v', profile]),
    ...(level === undefined ? [] : ['-level:v', level]),
    ...rateControl(picture),
    ...keyFrames(output),
    // Scene cuts would insert key frames that other rungs do not have.
    ...(segmented ? ['-sc_threshold', '0'] : []),
    ...(constantBitrate ? ['-x264-params', 'nal-hrd=cbr'] : []),
    ...passes(output),
  ];
};

const x265: EncoderArguments = (output) => {
  const { picture, segmented } = output;
  // Within bounds anything side by side gives other bytes each time (tried).
  const together = [`pools=${picture.threads}`, 'frame-threads=2'];
  const threads = isBounded(picture) ? ['pools=none', 'frame-threads=1', 'wpp=0'] : together;
  const parameters = [
    // Frame threads change the bytes: their number is fixed. Open groups of pictures could not be cut.
    ...threads,
    ...['open-gop=0', 'log-level=error'],
    ...(segmented ? [`min-keyint=${picture.keyframe}`, 'scenecut=0'] : []),
    ...x265Passes(output),
  ];
  return [
    ...['-preset', 'medium', ...rateControl(picture), ...keyFrames(output)],
    // hvc1: the tag that Apple's players insist on.
    ...['-x265-params', parameters.join(':'), '-tag:v', 'hvc1'],
  ];
};

const vpx: EncoderArguments = (output) => {
  const { picture } = output;
  return [
    // Speed 4 is three times as fast as 2, for a twentieth more bits. Rows side by side give the same bytes each time.
    ...[
      '-deadline',
      'good',
      '-cpu-used',
      '4',
      '-row-mt',
      '1',
      '-tile-columns',
      '2',
      '-threads:v',
      String(picture.threads),
    ],
    // Constant quality needs a bitrate of zero.
    ...rateControl(picture),
    ...(picture.crf !== undefined && picture.maxBitrate === undefined ? ['-b:v', '0'] : []),
    ...keyFrames(output),
    ...passes(output),
  ];
};

const svt: EncoderArguments = (output) => {
  const { picture } = output;
  // Aiming at a bitrate with several threads it gives other bytes each time; at a quality it does not (both tried).
  const threads = picture.crf === undefined ? 1 : picture.threads;
  return [
    ...['-preset', '8', ...rateControl(picture), ...keyFrames(output)],
    // Closed groups of pictures only, so that files can be cut at key frames.
    ...['-svtav1-params', `lp=${threads}:irefresh-type=2`],
  ];
};

const aom: EncoderArguments = (output) => [
  ...['-cpu-used', '6', '-row-mt', '1', '-threads:v', String(output.picture.threads)],
  ...rateControl(output.picture),
  ...keyFrames(output),
  ...passes(output),
];

/** The arguments of each encoder, by ffmpeg's name of it. */
export const ENCODERS: Readonly<Record<string, EncoderArguments>> = {
  libx264: x264,
  libx265: x265,
  'libvpx-vp9': vpx,
  libsvtav1: svt,
  'libaom-av1': aom,
};
