import { open } from 'node:fs/promises';
import { boxesIn, findBox } from '../../../system/iso-bmff.ts';
import { topBoxes, type Readable } from './top-boxes.ts';
import { readAt } from '../../../system/read-at.ts';

/** The track of a fragmented MP4 that ffmpeg wrote, as its boxes describe it. */
export interface WrittenTrack {
  /** Name of the codec, as ffprobe prints it. */
  readonly codec: string;
  /** Pixels; 0 where it is sound. */
  readonly width: number;
  readonly height: number;
  /** Channels of sound; 0 for a picture. */
  readonly channels: number;
  /** Hertz. */
  readonly sampleRate: number;
  /** In all fragments that are whole. */
  readonly packets: number;
}

type Format = Omit<WrittenTrack, 'packets'>;

// ISO/IEC 14496-12 §8.5.2: bytes of a description of sound before the boxes in it.
const SOUND_HEAD = 28;

const picture = (codec: string) => (entry: Buffer) => ({
  ...{ codec, width: entry.readUInt16BE(24), height: entry.readUInt16BE(26) },
  ...{ channels: 0, sampleRate: 0 },
});

const sound = (codec: string, channels: number, sampleRate: number): Format => ({
  ...{ codec, width: 0, height: 0, channels, sampleRate },
});

/** Reads a field of bits. */
function bitsOf(bytes: Buffer, at: number, count: number): number {
  let value = 0;
  for (let bit = at; bit < at + count; bit++)
    value = (value << 1) | ((bytes.readUInt8(bit >> 3) >> (7 - (bit & 7))) & 1);
  return value;
}

// ISO/IEC 14496-3 table 1.18; an index of 15 says that the rate follows itself.
const RATES = [96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000, 7_350];
const OWN_RATE = 15;

/** A rate of samples in a configuration, and the place of the bit behind it. */
function rateAt(bytes: Buffer, at: number): { readonly rate: number; readonly end: number } {
  const index = bitsOf(bytes, at, 4);
  if (index === OWN_RATE) return { rate: bitsOf(bytes, at + 4, 24), end: at + 28 };
  return { rate: RATES[index] ?? 0, end: at + 4 };
}

// AAC object types whose sample rate is half of the output rate (SBR), the second with mono for stereo (PS).
const [SPECTRAL_BANDS, PARAMETRIC_STEREO] = [5, 29];

/** ISO/IEC 14496-3 §1.6.2.1. */
function aac(configuration: Buffer): Format {
  const type = bitsOf(configuration, 0, 5);
  const { rate, end } = rateAt(configuration, 5);
  const channels = type === PARAMETRIC_STEREO ? 2 : bitsOf(configuration, end, 4);
  const doubled = type === SPECTRAL_BANDS || type === PARAMETRIC_STEREO;
  return sound('aac', channels, doubled ? rateAt(configuration, end + 4).rate : rate);
}

/** The configuration of AAC in its box: in the third of descriptors that lie in each other (ISO/IEC 14496-1 §7.2.6). */
export function aacConfiguration(esds: Buffer): Buffer {
  // After version and flags.
  let at = 4;
  // Bytes of each descriptor before the one in it.
  for (const before of [3, 13, 0]) {
    at++;
    // A size goes on as long as its highest bit is set.
    while ((esds.readUInt8(at) & 0x80) !== 0) at++;
    at += 1 + before;
  }
  return esds.subarray(at);
}

function aacSound(entry: Buffer): Format | undefined {
  const esds = findBox(entry.subarray(SOUND_HEAD), 'esds');
  return esds && aac(aacConfiguration(esds));
}

/** Opus is always played at one rate (RFC 7845 §5.1). */
const OPUS_RATE = 48_000;

/** Descriptions of tracks, by their types. */
const FORMATS: Readonly<Record<string, (entry: Buffer) => Format | undefined>> = {
  avc1: picture('h264'),
  hvc1: picture('hevc'),
  vp09: picture('vp9'),
  av01: picture('av1'),
  mp4a: aacSound,
  Opus: (entry) => sound('opus', entry.readUInt16BE(16), OPUS_RATE),
};

/** The form of the first track by its description; undefined where that is none of ours, or not whole. */
function formatOf(moov: Buffer): Format | undefined {
  // Version, flags and the number of descriptions stand before them.
  const descriptions = findBox(moov, 'trak', 'mdia', 'minf', 'stbl', 'stsd')?.subarray(8);
  const [entry] = descriptions ? boxesIn(descriptions) : [];
  if (entry === undefined || !Object.hasOwn(FORMATS, entry.type)) return undefined;
  try {
    return FORMATS[entry.type]?.(entry.content);
  } catch (error) {
    // The box is truncated.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** Samples of a fragment (§8.8.8). */
function countSamples(moof: Buffer): number {
  const runs = boxesIn(moof)
    .filter(({ type }) => type === 'traf')
    .flatMap(({ content }) => boxesIn(content))
    .filter(({ type, content }) => type === 'trun' && content.length >= 8);
  return runs.reduce((sum, { content }) => sum + content.readUInt32BE(4), 0);
}

// A description takes a kilobyte, a fragment of a minute at 60 frames a second 60.
const MOST_BYTES = 16 << 20;

/** Describes the track of an open file; undefined where no description of it is whole. */
export async function trackOf(handle: Readable): Promise<WrittenTrack | undefined> {
  let format: Format | undefined;
  let [packets, pending] = [0, 0];
  for await (const { type, offset, bytes } of topBoxes(handle)) {
    if (bytes > MOST_BYTES && type !== 'mdat') return undefined;
    const read = async (): Promise<Buffer> => (await readAt(handle, offset, bytes)).subarray(8);
    if (type === 'moov') format = formatOf(await read());
    else if (type === 'moof') pending = countSamples(await read());
    else if (type === 'mdat') [packets, pending] = [packets + pending, 0];
  }
  return format && { ...format, packets };
}

/** Describes the one track of a fragmented MP4 of ours; undefined where no description of it is whole. */
export async function readTrack(file: string): Promise<WrittenTrack | undefined> {
  const handle = await open(file, 'r');
  try {
    return await trackOf(handle);
  } finally {
    await handle.close();
  }
}
