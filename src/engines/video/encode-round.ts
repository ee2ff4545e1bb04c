import { present } from '../../base/present.ts';
import { sum } from '../../base/sum.ts';
import { EngineError } from '../../model/errors.ts';
import { closePipes, openPipes, type Pipe } from './ffmpeg/pipes.ts';
import { encodeArguments, takingArguments, type Extras } from './ffmpeg/arguments.ts';
import type { EncodeOutput } from './ffmpeg/encode-output.ts';
import { engineFailed } from './ffmpeg/ffmpeg-error.ts';
import { runFfmpeg } from './ffmpeg/ffmpeg.ts';
import { withoutWarnings } from './ffmpeg/heard-damage.ts';
import { CAPTIONS_LINE } from './ffmpeg/hand-over.ts';
import type { VideoContext } from './render-context.ts';
import type { Stills } from './still.ts';

type Part = readonly EncodeOutput[];

function notHandedOver(what: string, got: string): EngineError {
  return new EngineError(
    'ENGINE_FAILED',
    `expected frames that one process can hand to another for ${what}, got ${got}`,
    {
      hint: 'Nothing is lost: one process encodes them all.',
    },
  );
}

async function pipesFor(what: string, count: number, { scratch }: VideoContext): Promise<readonly Pipe[]> {
  try {
    return await openPipes(scratch, count);
  } catch {
    throw notHandedOver(what, 'no pipes on this system');
  }
}

/** The processes of a round, one part each: as soon as all hold their ends of the pipes, these are closed here. */
class Round {
  readonly #what: string;
  readonly #context: VideoContext;
  readonly #pipes: readonly Pipe[];
  readonly #shares: number[];
  readonly #stop = new AbortController();
  #starting: number;

  constructor(what: string, processes: number, pipes: readonly Pipe[], context: VideoContext) {
    [this.#what, this.#context, this.#pipes] = [what, context, pipes];
    this.#shares = Array.from({ length: processes }, () => 0);
    this.#starting = processes;
  }

  /** Why all were ended; undefined where they were not. */
  get failure(): unknown {
    return this.#stop.signal.aborted ? this.#stop.signal.reason : undefined;
  }

  /** Ends all. */
  fail(reason: unknown): void {
    this.#stop.abort(reason);
  }

  /** Runs the ffmpeg process of a part with its pipe ends; returns stderr. A failure aborts all processes. */
  async run(
    part: number,
    args: readonly string[],
    descriptors: readonly number[],
    onLine?: (line: string) => void,
  ): Promise<string> {
    const { facts, tools, scratch: cwd, onShare: tell } = this.#context;
    const onShare = (share: number): void => {
      this.#shares[part] = share;
      tell(sum(this.#shares) / this.#shares.length);
    };
    const ends = { descriptors, onStart: () => this.#started() };
    const means = { cwd, seconds: facts.durationSeconds, onShare, signal: this.#stop.signal, ends };
    try {
      const { exitCode, stderr } = await runFfmpeg(tools, args, { ...means, ...present({ onLine }) });
      const said = withoutWarnings(stderr);
      if (exitCode !== 0) throw engineFailed(this.#what, said);
      return said;
    } catch (error) {
      this.fail(error);
      return '';
    }
  }

  #started(): void {
    this.#starting--;
    if (this.#starting === 0) closePipes(this.#pipes);
  }

  /** Closes the pipes where a process was not even started. */
  close(): void {
    if (this.#starting > 0) closePipes(this.#pipes);
  }
}

/** The outputs of a round beside encodings. */
export interface RoundExtras extends Pick<Extras, 'sounds' | 'sheets'> {
  /** Stills: those of this round are extracted while the master is decoded, the others after that, while encoders still run. */
  readonly stills?: Stills | undefined;
}

/**
 * Runs the processes of a round: the first decodes the master, writes its own part and the extras, and hands all other frames
 * on. What they said of damage in the master. Throws EngineError, StorageError.
 */
export async function encodeRound(
  what: string,
  parts: readonly Part[],
  { stills, ...extras }: RoundExtras,
  context: VideoContext,
): Promise<string> {
  const { job, facts, steady } = context;
  const { file } = job.master;
  const [first = [], ...others] = parts;
  const pipes = await pipesFor(what, others.length, context);
  const round = new Round(what, parts.length, pipes, context);
  const decoding = encodeArguments(file, facts, first, {
    ...extras,
    ...stills?.wanted(context),
    steady,
    handed: others,
  });
  const onLine = (line: string): void => {
    if (line === CAPTIONS_LINE) round.fail(notHandedOver(what, 'captions in them'));
  };
  const writers = pipes.map(({ writer }) => writer);
  const said = await Promise.all([
    round.run(0, decoding, writers, onLine).then(async (words) => {
      // A failed still is reported to whoever awaits it.
      if (round.failure === undefined)
        await stills?.make({ ...context, onShare: () => undefined }).catch(() => undefined);
      return words;
    }),
    ...pipes.map(({ reader }, i) => round.run(i + 1, takingArguments(file, facts, others[i] ?? [], steady), [reader])),
  ]);
  round.close();
  if (round.failure !== undefined) {
    await stills?.drop(context);
    throw round.failure;
  }
  return [...new Set(said.filter((words) => words !== ''))].join('\n');
}
