import { RenditionError } from '../../model/errors.ts';
import { SOUND_CODECS, VIDEO_CODECS } from '../../model/formats/codecs.ts';
import type { Size } from '../../model/geometry.ts';
import type { EncodeOutput } from './ffmpeg/encode-output.ts';
import type { ProbeAnswer } from './probe/probe-answer.ts';

/** The content of a finished file. Codecs as ffprobe calls them. */
export interface Holding {
  readonly picture?: (Size & { readonly codec: string | undefined; readonly packets: number }) | undefined;
  readonly sound?: string | undefined;
}

/** The content of a file by an answer with its packets counted. */
export function holdingOf({ streams = [] }: ProbeAnswer): Holding {
  const [picture, sound] = ['video', 'audio'].map((type) => streams.find(({ codec_type }) => codec_type === type));
  if (picture === undefined) return { sound: sound?.codec_name };
  const { codec_name: codec, width = 0, height = 0, nb_read_packets = 0 } = picture;
  return { picture: { codec, width, height, packets: Number(nb_read_packets) }, sound: sound?.codec_name };
}

/** A short description of a file for messages: the expected one, or the real one. */
function describe(codec = 'no picture', { width = 0, height = 0 }: Partial<Size> = {}, sound = 'no sound'): string {
  return `${codec} of ${width}×${height}, ${sound}`;
}

/** The streams that were encoded into a file beside its picture. */
interface Encoded {
  readonly hasSound: boolean;
}

function describeWanted({ path, picture, sound }: EncodeOutput, { hasSound }: Encoded): string {
  const track = hasSound && sound !== null ? SOUND_CODECS[sound.codec].probed : undefined;
  return describe(VIDEO_CODECS[picture.codec].probed, path.size, track);
}

/** Holds the content of a finished file against what it was to be; the seconds of its pictures. Throws RenditionError (RENDITION_NOT_AS_PLANNED). */
export function checkEncoding({ picture, sound }: Holding, output: EncodeOutput, encoded: Encoded): number {
  const wanted = describeWanted(output, encoded);
  const found = describe(picture?.codec, picture, sound);
  const frames = picture?.packets ?? 0;
  const [over, under] = output.path.rate;
  if (found === wanted && frames > 0) return (frames * under) / over;
  const message = `expected ${wanted}, got ${found}, ${frames} frames`;
  throw new RenditionError('RENDITION_NOT_AS_PLANNED', message, {
    hint: 'Please report this with the master and the profile: it is a bug in dmx or in this ffmpeg.',
  });
}
