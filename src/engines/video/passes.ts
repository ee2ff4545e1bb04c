import { mostSideBySide } from '../../model/jobs/clip-pixels.ts';
import { encodeArguments, type Extras } from './ffmpeg/arguments.ts';
import type { EncodeOutput } from './ffmpeg/encode-output.ts';
import { engineFailed } from './ffmpeg/ffmpeg-error.ts';
import { runFfmpeg } from './ffmpeg/ffmpeg.ts';
import type { VideoContext } from './render-context.ts';

/** A file of pictures. */
export interface Work {
  readonly output: EncodeOutput;
}

/** Files that are encoded together. */
export interface Encodes {
  /** Of their renditions. */
  readonly names: readonly string[];
  readonly works: readonly Work[];
  /** Sounds and sheets of frames, written by the last pass. */
  readonly extras: Pick<Extras, 'sounds' | 'sheets'>;
}

// What SVT-AV1 calls two passes ffmpeg does not hand on.
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

/**
 * Shares works out among at most `processes`, about equally: the largest first, each to whoever has least. The first share
 * has the least of all.
 */
export function shareOut(works: readonly Work[], processes: number): readonly (readonly Work[])[] {
  const shares = Array.from({ length: Math.max(1, Math.min(processes, works.length)) }, () => ({
    works: [] as Work[],
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

/** Processes that encode side by side: as many as there are idle cores and memory for, of an ffmpeg that fills but one. */
function processesFor({ job, facts, tools, cores }: VideoContext): number {
  return job.held && !tools.parallel ? Math.min(cores, mostSideBySide(job.renditions, facts)) : 1;
}

/** The passes of one process; what it said of damage in the master. `onShare` is told the share that is done, 0…1. */
async function runShare(
  { names, works, extras }: Encodes,
  process: number,
  { job, facts, tools, scratch, steady }: VideoContext,
  onShare: (share: number) => void,
): Promise<string> {
  const passes = passesOf(works, process);
  let said = '';
  for (const [i, pass] of passes.entries()) {
    const outputs = pass.map(({ output }) => output);
    const last = i === passes.length - 1;
    const args = encodeArguments(job.master.file, facts, outputs, last ? { ...extras, steady } : {});
    const { exitCode, stderr } = await runFfmpeg(tools, args, {
      cwd: scratch,
      seconds: facts.durationSeconds,
      onShare: (share) => onShare((i + share) / passes.length),
    });
    if (exitCode !== 0) throw engineFailed(names.join(', '), stderr);
    said = stderr;
  }
  return said;
}

/**
 * Encodes files, all passes of them, one decode a pass and process; what ffmpeg said of damage in the master. The same bytes
 * however many processes share the work. Throws EngineError where one fails, when all have ended.
 */
export async function runPasses({ names, works, extras }: Encodes, context: VideoContext): Promise<string> {
  const shares = shareOut(works, processesFor(context));
  const done = shares.map(() => 0);
  const runs = shares.map((share, i) => {
    const encodes = { names, works: share, extras: i === 0 ? extras : {} };
    return runShare(encodes, i, context, (part) => {
      done[i] = part;
      context.onShare(done.reduce((total, one) => total + one, 0) / done.length);
    });
  });
  const said = new Set<string>();
  for (const ended of await Promise.allSettled(runs)) {
    if (ended.status === 'rejected') throw ended.reason;
    if (ended.value !== '') said.add(ended.value);
  }
  return [...said].join('\n');
}
