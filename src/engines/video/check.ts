import { RenditionError } from '../../model/errors.ts';
import { SOUND_CODECS, VIDEO_CODECS } from '../../model/formats/codecs.ts';
import type { Size } from '../../model/geometry.ts';
import type { EncodeOutput } from './ffmpeg/encode-output.ts';
import type { ProbeAnswer, ProbeStream } from './probe/probe-answer.ts';

/** The content of a finished file. */
export interface Holding {
  /** Seconds of pictures: frames counted, over their rate. */
  readonly pictureSeconds: number;
}

function streamOf({ streams = [] }: ProbeAnswer, type: string): ProbeStream | undefined {
  return streams.find(({ codec_type }) => codec_type === type);
}

/** A file in a few words: what it is to be, or what it is. */
function describe(codec = 'no picture', { width = 0, height = 0 }: Partial<Size> = {}, sound = 'no sound'): string {
  return `${codec} of ${width}×${height}, ${sound}`;
}

function describeWanted({ path, picture, sound }: EncodeOutput, heard: boolean): string {
  const track = heard && sound !== null ? SOUND_CODECS[sound.codec].probed : undefined;
  return describe(VIDEO_CODECS[picture.codec].probed, path.size, track);
}

/**
 * Holds a finished file, probed with its packets counted, against what it was to be. Throws RenditionError
 * (RENDITION_NOT_AS_PLANNED).
 */
export function checkEncoding(answer: ProbeAnswer, output: EncodeOutput, heard: boolean): Holding {
  const picture = streamOf(answer, 'video');
  const wanted = describeWanted(output, heard);
  const found = describe(picture?.codec_name, picture, streamOf(answer, 'audio')?.codec_name);
  const frames = Number(picture?.nb_read_packets ?? 0);
  const [over, under] = output.path.rate;
  if (found === wanted && frames > 0) return { pictureSeconds: (frames * under) / over };
  const message = `expected ${wanted}, got ${found}, ${frames} frames`;
  throw new RenditionError('RENDITION_NOT_AS_PLANNED', message, {
    hint: 'Please report this with the master and the profile: it is a bug in dmx or in this ffmpeg.',
  });
}
