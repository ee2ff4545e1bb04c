import { mostSideBySide } from '../../model/jobs/clip-pixels.ts';
import { EngineError } from '../../model/errors.ts';
import type { EncodeOutput } from './ffmpeg/encode-output.ts';
import { encodeRound, type RoundExtras } from './encode-round.ts';
import type { VideoContext } from './render-context.ts';

/** A file of pictures. */
export interface Work {
  readonly output: EncodeOutput;
}

/** Files that are encoded together. */
export interface Encodes {
  /** Names of their renditions. */
  readonly names: readonly string[];
  readonly works: readonly Work[];
  /** Sounds and sheets of frames, written by the last pass, and stills. */
  readonly extras: RoundExtras;
}

// SVT-AV1's two passes are not available through ffmpeg.
const ONE_PASS_ONLY = new Set(['libsvtav1']);

const isTwice = ({ output }: Work): boolean => output.picture.twoPass && !ONE_PASS_ONLY.has(output.encoder);

/**
 * Both passes of what asks for two; what asks for one is written beside the second, after it: ffmpeg finds what a first
 * pass left by the number that a stream has among all that are written. `process` tells their statistics from those of
 * processes in the same folder.
 */
export function passesOf(works: readonly Work[], process = 0): readonly (readonly Work[])[] {
  // Numbered: names of sets, crops and rungs that are put together may come to the same.
  const inPass = (work: Work, pass: 1 | 2): Work => ({
    output: { ...work.output, pass, stats: `pass-${process}-${works.indexOf(work)}` },
  });
  const [both, once] = [works.filter(isTwice), works.filter((work) => !isTwice(work))];
  const inBoth = (pass: 1 | 2): readonly Work[] => both.map((work) => inPass(work, pass));
  return both.length > 0 ? [inBoth(1), [...inBoth(2), ...once]] : [works];
}

/** The work of an encoder, in pixels a second. */
function weightOf(work: Work): number {
  const { rate, size } = work.output.path;
  return ((size.width * size.height * rate[0]) / rate[1]) * (isTwice(work) ? 2 : 1);
}

/** The works of one process so far. */
interface Share {
  readonly works: Work[];
  weight: number;
}

/**
 * Shares works out among at most `processes`, about equally: the largest first, each to whoever has least. The first share
 * has the least of all.
 */
export function shareOut(works: readonly Work[], processes: number): readonly (readonly Work[])[] {
  const shares = Array.from({ length: Math.max(1, Math.min(processes, works.length)) }, (): Share => ({
    works: [],
    weight: 0,
  }));
  for (const work of works.toSorted((a, b) => weightOf(b) - weightOf(a))) {
    const least = shares.reduce((a, b) => (b.weight < a.weight ? b : a));
    least.works.push(work);
    least.weight += weightOf(work);
  }
  return shares
    .toSorted((a, b) => a.weight - b.weight)
    .map((share) => works.filter((work) => share.works.includes(work)));
}

/**
 * Processes that encode side by side: several where cores are idle and there is memory for them, of an ffmpeg that fills but one.
 * What the master says of its picture as a whole is not handed over with frames: one process writes it into all files.
 */
function processesFor({ job, facts, tools, cores }: VideoContext): number {
  const fills = tools.parallel || cores === 1;
  return job.held && !fills && facts.passedOn === undefined ? mostSideBySide(job.renditions) : 1;
}

/** The rounds of processes: in each, the files of every one that takes part in it. Whoever has fewer passes joins in the last. */
function roundsOf(shares: readonly (readonly Work[])[]): readonly (readonly (readonly Work[])[])[] {
  const passes = shares.map(passesOf);
  const rounds = Math.max(...passes.map(({ length }) => length));
  return Array.from({ length: rounds }, (_, round) =>
    passes.flatMap((own) => {
      const pass = own[own.length - rounds + round];
      return pass === undefined ? [] : [pass];
    }),
  );
}

/** All rounds of so many processes. */
async function encodeBy(processes: number, { names, works, extras }: Encodes, context: VideoContext): Promise<string> {
  const rounds = roundsOf(shareOut(works, processes));
  let said = '';
  for (const [i, parts] of rounds.entries()) {
    const onShare = (share: number): void => context.onShare((i + share) / rounds.length);
    const outputs = parts.map((part) => part.map(({ output }) => output));
    const given = i === rounds.length - 1 ? extras : {};
    said = await encodeRound(names.join(', '), outputs, given, { ...context, onShare });
  }
  return said;
}

/**
 * Encodes files with all their passes, decoding the master once per pass. Returns what ffmpeg reported about damage in
 * the master. Bytes do not depend on the number of processes. What fails in parallel is retried in one process. Throws
 * EngineError where that fails too.
 */
export async function runPasses(encodes: Encodes, context: VideoContext): Promise<string> {
  const processes = processesFor(context);
  if (processes > 1) {
    try {
      return await encodeBy(processes, encodes, context);
    } catch (error) {
      if (!(error instanceof EngineError) || error.code !== 'ENGINE_FAILED') throw error;
    }
  }
  return encodeBy(1, encodes, context);
}
