import type { Readable } from 'node:stream';
import { present } from '../base/present.ts';

import { EngineError } from '../model/errors.ts';

export interface ToolOptions {
  /** Ended after this long; absent = never. */
  readonly timeoutSeconds?: number;
  /** Aborted = ended. */
  readonly signal?: AbortSignal;
  /** Bytes that are kept of each of stdout and stderr, the last ones; default 1 MiB. */
  readonly outputBytes?: number;
  readonly cwd?: string;
  /** Receives stdout as it comes. */
  readonly onOutput?: (text: string) => void;
  /** Added to our own environment; undefined = taken from it. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** The text on its standard input; absent = nothing. */
  readonly input?: string;
  /** Reads what the program writes to its descriptor 3. It may end before the program does. */
  readonly feeds?: FedTool;
  /** Open descriptors that become its own, from 3 on. */
  readonly descriptors?: readonly number[];
  /** Told that it was started, or could not be: it has its descriptors. */
  readonly onStart?: () => void;
}

/** A program that reads its stdin from another program. Its exit code is ignored. */
export interface FedTool {
  readonly program: string;
  readonly args: readonly string[];
  /** Receives stdout as it comes. */
  readonly onOutput: (text: string) => void;
}

/** The end of a program, and the last that it said. */
export interface ToolResult {
  /** Null when a signal ended it. */
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

// Time to write what it has in hand, before it is killed.
const KILL_AFTER_MS = 3_000;

/** Keeps the end of a stream of any length: errors come last. */
class Tail {
  readonly #limit: number;
  #kept: Buffer[] = [];
  #bytes = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  readonly add = (chunk: Buffer): void => {
    this.#kept.push(chunk);
    this.#bytes += chunk.length;
    if (this.#bytes > 2 * this.#limit) this.#cut();
  };

  text(): string {
    this.#cut();
    return this.#kept.map((chunk) => chunk.toString('utf8')).join('');
  }

  #cut(): void {
    const end = Buffer.concat(this.#kept).subarray(-this.#limit);
    this.#kept = [end];
    this.#bytes = end.length;
  }
}

/** The result of execa for a program that did not run to its end. */
interface Failure {
  readonly timedOut: boolean;
  /** The system's error code, when it could not be started. */
  readonly code?: string | undefined;
}

/** Why a program could not be started or did not end by itself. */
function toolError(program: string, error: Failure, timeoutSeconds: number | undefined): unknown {
  if (error.timedOut) {
    return new EngineError('ENGINE_TIMEOUT', `expected ${program} to end within ${timeoutSeconds} s, got no end`, {
      place: program,
      hint: 'Allow more time (`timeout`), or look at what it was working on.',
      cause: error,
    });
  }
  if (error.code === 'ENOENT' || error.code === 'EACCES') {
    return new EngineError('ENGINE_MISSING', `expected the program ${program}, got none that can be started`, {
      place: program,
      hint: `Install ${program}, or say where it is; "dmx doctor" shows what is found.`,
      cause: error,
    });
  }
  return error;
}

/** Runs a program on a stream, to its end, and drains what it leaves: who writes the stream must not wait for ever. */
async function feed(
  source: Readable,
  { program, args, onOutput }: FedTool,
  timeoutSeconds: number | undefined,
): Promise<void> {
  const { execa } = await import('execa');
  const limits = present({ timeout: timeoutSeconds && timeoutSeconds * 1000 });
  const reader = execa(program, args, { ...limits, stdin: 'pipe', stderr: 'ignore', buffer: false, reject: false });
  reader.stdout.on('data', (chunk: Buffer) => onOutput(chunk.toString('latin1')));
  // Its end closes the pipe, and writing to that is no error of ours.
  reader.stdin.on('error', () => undefined);
  reader.stdin.on('close', () => source.resume());
  source.pipe(reader.stdin);
  await reader;
}

/** Standard input, output, error; the descriptors that it is handed, or one that another program reads. */
const pipesOf = ({ input, feeds, descriptors = [] }: ToolOptions) =>
  [
    input === undefined ? 'ignore' : 'pipe',
    ...['pipe' as const, 'pipe' as const],
    ...(feeds ? ['pipe' as const] : []),
    // Its types know those below 10 alone.
    ...(descriptors as readonly 3[]),
  ] as const;

/**
 * Runs a program without a shell, nothing but `input` on its standard input, and waits for its end; a failing exit code is an answer,
 * not an error. Throws EngineError: ENGINE_MISSING when it cannot be started, ENGINE_TIMEOUT when it took too long (it is
 * ended then), and `signal`'s reason when that was aborted.
 */
export async function runTool(
  program: string,
  args: readonly string[],
  options: ToolOptions = {},
): Promise<ToolResult> {
  const { timeoutSeconds, signal, outputBytes = 1 << 20, onOutput, cwd, env, input, feeds } = options;
  signal?.throwIfAborted();
  // Loaded with the first program that is run: it takes longer than most commands.
  const { execa } = await import('execa');
  const child = execa(program, args, {
    // It takes `cwd: undefined` for a mistake.
    ...present({ timeout: timeoutSeconds && timeoutSeconds * 1000, cancelSignal: signal, cwd, env, input }),
    stdio: pipesOf(options),
    buffer: false,
    reject: false,
    forceKillAfterDelay: KILL_AFTER_MS,
  });
  options.onStart?.();
  const [stdout, stderr] = [new Tail(outputBytes), new Tail(outputBytes)];
  child.stdout.on('data', stdout.add);
  if (onOutput) child.stdout.on('data', (chunk: Buffer) => onOutput(chunk.toString('latin1')));
  child.stderr.on('data', stderr.add);
  const [result] = await Promise.all([child, feeds && feed(child.stdio[3] as Readable, feeds, timeoutSeconds)]);
  signal?.throwIfAborted();
  if (result.timedOut || result.code !== undefined) throw toolError(program, result, timeoutSeconds);
  return { exitCode: result.exitCode ?? null, stdout: stdout.text(), stderr: stderr.text() };
}
