import * as z from 'zod';
import { videoTime, duration, name, optionalPart, profileName, ratio, real, textual, whole } from './fields.ts';
/** Bits per second: `730k`, `2M`, `2.5 Mbps`. A bare number is refused: it might mean either unit. */
const bitrate = textual(
  'a bitrate such as 730k or 2M',
  (text) => {
    const [, figure, unit] = /^\s*(\d+(?:\.\d+)?)\s*([km])(?:bps|bit\/s)?\s*$/i.exec(text) ?? [];
    const bits = Math.round(Number(figure) * (unit?.toLowerCase() === 'm' ? 1e6 : 1e3));
    return bits > 0 ? bits : undefined;
  },
  String.raw`^\s*\d+(\.\d+)?\s*[kKmM]([bB][pP][sS]|[bB][iI][tT]/[sS])?\s*$`,
);

/**
 * Even, because the usual chroma subsampling halves both sides; at most what Dynamic Media puts out (reference 2.8).
 */
const sideError = 'an even number from 16 to 8192, or auto';
const side = z.union([z.int().min(16).max(8192).multipleOf(2), z.literal('auto')], { error: sideError });

/** `3.1`, or `31` as Dynamic Media spells it. */
const level = textual(
  'an H.264 level such as 3.1',
  (text) => {
    const [, major, minor = '0'] = /^([1-6])\.?([0-3])?$/.exec(text.trim()) ?? [];
    return major === undefined ? undefined : `${major}.${minor}`;
  },
  String.raw`^\s*[1-6]\.?[0-3]?\s*$`,
);

const CROP_RATIOS = ['16:9', '9:16', '1:1', '4:3', '4:5'];
const cropRatio = ratio.refine(([w, h]) => CROP_RATIOS.includes(`${w}:${h}`), {
  error: 'one of 16:9, 9:16, 1:1, 4:3 and 4:5',
});

const encoding = z.strictObject({
  name: name.describe('Name of the encoding and of its file or rung'),
  width: side.default('auto').describe('Pixels, or auto: follows from the height'),
  height: side.default('auto').describe('Pixels, or auto: follows from the width'),
  keepAspectRatio: z.boolean().default(true).describe('Fit into width and height instead of stretching'),
  videoBitrate: bitrate
    .optional()
    .describe('Target video bit rate, e.g. 730k; lower if the clip itself has less (capToSource)'),
  minBitrate: bitrate.optional().describe('Lowest bit rate; not with constantBitrate'),
  maxBitrate: bitrate.optional().describe('Highest bit rate; not with constantBitrate'),
  crf: whole(0, 63).optional().describe('Constant quality instead of a bit rate: lower is better'),
  fps: real(1, 240).optional().describe('Frame rate; default: that of the master'),
  maxFps: real(1, 240).optional().describe('Highest frame rate; slower masters keep theirs'),
  keyframe: whole(1, 1000).default(60).describe('Frames between key frames; 60 to 90 are advised for streaming'),
  twoPass: z.boolean().default(false).describe('Two-pass encoding: better quality at a given bit rate'),
  constantBitrate: z.boolean().default(false).describe('Constant bit rate'),
  codec: z.enum(['h264', 'h265', 'vp9', 'av1']).default('h264').describe('Video codec'),
  h264Profile: z
    .enum(['baseline', 'main', 'high'])
    .optional()
    .describe('H.264 profile; without it the encoder chooses'),
  h264Level: level.optional().describe('H.264 level, e.g. 3.1; without it the encoder chooses'),
  audioCodec: z.enum(['aac', 'he-aac', 'opus', 'none']).default('aac').describe('Audio codec; none drops the audio'),
  audioBitrate: bitrate.prefault('128k').describe('Audio bit rate'),
  audioSampleRate: whole(8000, 96_000).optional().describe('Audio sample rate; default: that of the master'),
});

const smartCrop = z.strictObject({
  name: name.describe('Name of the crop'),
  ratio: cropRatio.describe('Width to height: 16:9, 9:16, 1:1, 4:3 or 4:5'),
});

const sprite = z.strictObject({
  width: whole(16, 640).default(160).describe('Pixels of one small frame; the height follows'),
  every: duration.optional().describe('Time between frames, e.g. 5s; without it, at most a hundred frames a clip'),
});

/** Which renditions the clips of a folder get. */
export const videoProfile = z.strictObject({
  kind: z.literal('video-profile').describe('This document is a video profile'),
  name: profileName.describe('Name by which folders choose it'),
  description: z.string().optional().describe('What it is for'),
  adaptive: z.boolean().default(true).describe('The encodings are the rungs of one adaptive streaming ladder'),
  packaging: z
    .array(z.enum(['hls', 'dash']))
    .min(1, { error: 'hls, dash or both' })
    .optional()
    .describe('Streaming formats of an adaptive set; default: both'),
  encodings: z
    .array(encoding)
    .min(1, { error: 'at least one encoding' })
    .max(50, { error: 'at most 50 encodings' })
    .describe('The encodings, or rungs'),
  capToSource: z
    .boolean()
    .default(true)
    .describe('Limit each videoBitrate to what the clip itself has at that size and codec; false: always as set'),
  smartCrop: z
    .array(smartCrop)
    .max(100, { error: 'at most 100 crops' })
    .default([])
    .describe('Crops that follow the subject'),
  poster: z
    .union([z.boolean(), videoTime], { error: 'true, false or a time such as 10%' })
    .prefault(true)
    .describe('A still: true picks the first frame worth showing, a time names one, false makes none'),
  posterPreset: name.optional().describe('Preset of the poster; without it, a JPEG of at most 1920×1920'),
  thumbnails: z
    .union([z.boolean(), z.array(videoTime)], { error: 'a list of times such as [10%, 50%], or false' })
    .transform((given) => (given === false ? [] : given))
    .prefault(true)
    .describe('When thumbnails are taken: times, true as `server.thumbnailtime` says, or false for none'),
  thumbnailPreset: name
    .optional()
    .describe('Preset of the thumbnails; without it, JPEGs as large as `server.defaultthumbpix` says'),
  sprite: optionalPart(sprite, { example: '{ width: 160, every: 5s }' })
    .prefault(false)
    .describe('One sheet of small frames with its WebVTT, which players show while people scrub'),
  naming: z
    .enum(['plain', 'dynamic-media'])
    .default('plain')
    .describe('plain: files are named after their encodings; dynamic-media: as Dynamic Media names them'),
  strict: z.boolean().default(false).describe('Rungs that do not make one ladder are an error instead of a warning'),
});

export type VideoProfile = z.output<typeof videoProfile>;
export type Encoding = z.output<typeof encoding>;
