import { present } from '../../../base/present.ts';
import { EngineError, SourceError } from '../../../model/errors.ts';
import { runTool, type FedTool } from '../../../system/tool.ts';
import { INPUT_WHITELISTS, fileAddress } from '../ffmpeg/input.ts';
import type { Tools } from '../ffmpeg/tools.ts';
import { askFfprobe, ONE_PICTURE, readingSeconds } from './ask-ffprobe.ts';
import { hasIndex, WrittenEnds, type Ends } from './ends.ts';
import { Lines } from '../lines.ts';
import type { ProbeAnswer, ProbeStream } from './probe-answer.ts';
import { mayChange, ShownSizes, SIZE_ARGUMENTS, type ShownSize } from './shown-sizes.ts';

/** The findings of reading a clip to its end. */
export interface ReadThrough {
  /** Absent where the file has an index of its own, and where no end can be determined. */
  readonly ends?: Ends;
  /** Empty where all pictures have one. */
  readonly sizes: readonly ShownSize[];
  /** Why it was given up before the end; what else stands here is of a first part then. */
  readonly gaveUp?: EngineError;
}

// Sizes that hold for less are not looked for: where every frame is a key frame, all of them would be decoded.
const APART_SECONDS = 0.9;

/**
 * Leaves nothing of a stream but key frames at some distance from each other, before anything is decoded. AVI and program streams
 * of MPEG store frames without a time to be shown at, of which NUT takes none: it is when they are decoded.
 */
const SPARSE_KEYS = `noise=drop='if(key*(not(ld(1))+gte(dts*tb-ld(0),${APART_SECONDS})),0*(st(1,1)+st(0,dts*tb)),1)',setts=pts='if(eq(PTS,NOPTS),DTS,PTS)'`;

const QUIETLY = ['-hide_banner', '-nostdin', '-v', 'error'] as const;

// An index lets frames be passed over without being read.
const KEYS_ALONE = ['-discard:v', 'nokey'] as const;

/**
 * Hands the key frames to ffprobe as they are read; an ffmpeg that cannot thin a stream leaves that to `decodeKeys`.
 */
function keyReader({ ffprobe }: Tools, take: (text: string) => void): FedTool {
  return {
    program: ffprobe,
    args: ['-v', 'error', ...ONE_PICTURE, ...SIZE_ARGUMENTS, '-f', 'nut', 'pipe:0'],
    onOutput: take,
  };
}

/** The time-out that an error is; throws all others. */
function timeOut(error: unknown): EngineError {
  if (error instanceof EngineError && error.code === 'ENGINE_TIMEOUT') return error;
  throw error;
}

/** Decodes the key frames of a file as far as its decoder lets others be passed over. */
async function decodeKeys(
  ffprobe: string,
  file: string,
  stream: number,
  take: (text: string) => void,
  timeoutSeconds: number,
): Promise<void> {
  const args = ['-skip_frame', 'nokey', '-select_streams', String(stream), ...SIZE_ARGUMENTS];
  try {
    await askFfprobe(ffprobe, file, args, take, timeoutSeconds);
  } catch (error) {
    // Damage is reported where the clip is decoded.
    if (!(error instanceof SourceError)) throw error;
  }
}

/** Arguments that write of a stream where its packets end, and its key frames where something reads them. */
function readingArguments(
  file: string,
  stream: number,
  { ends, keys }: { readonly ends: boolean; readonly keys: boolean },
): readonly string[] {
  const map = ['-map', `0:${stream}`, '-c', 'copy'];
  return [
    ...[...QUIETLY, ...(ends ? [] : KEYS_ALONE), ...INPUT_WHITELISTS, '-i', fileAddress(file)],
    ...(ends ? [...map, '-map', '0:a?', '-f', 'framecrc', 'pipe:1'] : []),
    ...(keys ? [...map, '-bsf:v', SPARSE_KEYS, '-f', 'nut', 'pipe:3'] : []),
  ];
}

/**
 * Reads a clip to its end, once, and decodes nothing but some key frames of pictures that may change their size. Times are
 * as ffmpeg takes them: parts that were put one behind the other, and times that leap, are one clip.
 */
export async function readThrough(
  tools: Tools,
  file: string,
  answer: ProbeAnswer,
  picture: ProbeStream,
  timeoutSeconds: number = readingSeconds(answer),
): Promise<ReadThrough> {
  const { index } = picture;
  const [ends, sizes] = [new WrittenEnds(), new ShownSizes()];
  const [endLines, sizeLines] = [new Lines(ends.take), new Lines(sizes.take)];
  const [needsEnds, looks] = [!hasIndex(answer), mayChange(answer, picture)];
  const read = async (keys?: FedTool): Promise<boolean> => {
    const limits = { timeoutSeconds, outputBytes: 1, onOutput: endLines.add, ...present({ feeds: keys }) };
    const args = readingArguments(file, index, { ends: needsEnds, keys: keys !== undefined });
    return (await runTool(tools.ffmpeg, args, limits)).exitCode === 0;
  };
  let gaveUp: EngineError | undefined;
  try {
    // Key frames that cannot be written end the reading where they stand.
    const handed = looks && tools.thins && (await read(keyReader(tools, sizeLines.add)));
    if (needsEnds && !handed) await read();
    if (looks && !handed) await decodeKeys(tools.ffprobe, file, index, sizeLines.add, timeoutSeconds);
  } catch (error) {
    gaveUp = timeOut(error);
  }
  for (const lines of [endLines, sizeLines]) lines.finish();
  return { ...present({ ends: gaveUp ? undefined : ends.of(0), gaveUp }), sizes: sizes.changes() };
}
