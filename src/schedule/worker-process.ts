import { type ChildProcess, fork } from 'node:child_process';

import type { ErrorData } from '../model/errors.ts';
import type {
  RequestSetting,
  SentRequest,
  WorkerAnswer,
  WorkerGreeting,
  WorkerMessage,
  WorkerProgress,
  WorkerRequest,
} from '../model/jobs/worker-message.ts';
import { FONTCONFIG_FILE } from '../system/fonts/drawing-fonts.ts';
import { LastLines } from './last-lines.ts';

type Ready = Extract<WorkerGreeting, { type: 'ready' }>;

/** The way in which a worker process is started. */
export interface WorkerLaunch {
  /** Absolute path of the module to run. */
  readonly entry: string;
  /** Extra arguments for node, such as a loader. */
  readonly execArgv?: readonly string[];
  /** It may keep 64 MiB of freed memory for what it does next; else it gives all of it back. */
  readonly keepsHeap?: boolean;
}

/** The context that goes with a request. */
export interface Asking extends RequestSetting {
  /** Called with the progress of the job, 0…1. */
  readonly onShare?: ((share: number) => void) | undefined;
}

/** A worker that ended; `cause` in words: "was killed by SIGSEGV (last words)". */
export interface Death {
  readonly type: 'died';
  readonly cause: string;
}

// One malloc arena instead of eight a core: each keeps what was freed in it (two were 233–244 → 139–147 MB over 600 pictures, one
// keeps 40 MB less than two, has half the page faults and is no slower).
// One libvips thread: AVIF bytes depend on their number. Two pool threads: one works on pixels, one on files.
// Letters of drawings are set in fonts that are the same on each machine.
// No certificates beside node's own, which it would read at once: a worker makes no connections.
const ENVIRONMENT = {
  MALLOC_ARENA_MAX: '1',
  VIPS_CONCURRENCY: '1',
  UV_THREADPOOL_SIZE: '2',
  NODE_EXTRA_CA_CERTS: undefined,
  FONTCONFIG_FILE,
} as const;

// Thresholds of glibc: what is smaller comes of its heap and goes back to it, and the heap keeps so much of what is free.
// Both are fixed, for it would find some of its own. A picture that is given back costs a page fault for every page of the
// next one: four tenths of the CPU of an ingest where pages are 4 KiB. Where memory is not scarce they are of 2 MiB (glibc
// 2.35 and Linux with transparent huge pages by `madvise`; others ignore it): a tenth of the CPU, and 6 % more memory.
const KEEPING = {
  MALLOC_MMAP_THRESHOLD_: String(32 * 2 ** 20),
  MALLOC_TRIM_THRESHOLD_: String(64 * 2 ** 20),
  GLIBC_TUNABLES: 'glibc.malloc.hugetlb=1',
} as const;
const GIVING_BACK = { MALLOC_MMAP_THRESHOLD_: '131072', MALLOC_TRIM_THRESHOLD_: '131072' } as const;

// Pixels live outside V8's heap; a job's own data takes a few megabytes. Buffers are freed by garbage collection only,
// so the worker asks for one after each job, and for small ones on the way. V8 would collect all of its heap twice a job on its own,
// for it counts pixels into what that may grow by, four tenths of it: a tenth of the CPU of an ingest. It may grow to seven times
// itself, within half of the most. In one thread, as what is left to collect takes less than waking others does.
const NODE_ARGUMENTS = [
  ...['--max-old-space-size=128', '--heap-growing-percent=600', '--max-semi-space-size=2'],
  ...['--single-threaded-gc', '--expose-gc'],
] as const;

// V8 of node 20 optimizes functions that are over before they have gained by it: its compiler took a twelfth of the CPU of an ingest,
// and a quarter of that where it is asked to wait eight times as long; what is hot is WebAssembly. Later ones have a compiler in between and
// do not know this option, with which they would not start.
const LATE_OPTIMIZING = process.versions.v8.startsWith('11.3.') ? ['--interrupt-budget=1048576'] : [];

// Node and sharp start in 0.2 s; a machine that swaps may need a hundred times that.
const START_MS = 60_000;

// A worker that was asked to go does so in milliseconds.
const LEAVE_MS = 2_000;
const LAST_WORDS_MS = 200;

/** The variables that a worker runs with, beside those of this process. */
export function workerEnvironment(keepsHeap: boolean): Readonly<Record<string, string | undefined>> {
  return { ...ENVIRONMENT, ...(keepsHeap ? KEEPING : GIVING_BACK) };
}

/** One forked child: answers one request at a time until it dies or is ended. */
export class WorkerProcess {
  readonly pid: number;
  /** Resolves when the worker can work, or with why it cannot. */
  readonly greeting: Promise<Ready | Death | { readonly type: 'broken'; readonly error: ErrorData }>;
  readonly died: Promise<Death>;
  readonly #child: ChildProcess;
  #alive = true;
  #asked = 0;
  #answer: ((answer: WorkerAnswer | WorkerProgress) => void) | undefined;

  constructor({ entry, execArgv = [], keepsHeap = false }: WorkerLaunch) {
    this.#child = fork(entry, [], {
      execArgv: [...NODE_ARGUMENTS, ...LATE_OPTIMIZING, ...execArgv],
      env: { ...process.env, ...workerEnvironment(keepsHeap) },
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      // The head of a process group of its own: what it starts is ended with it.
      detached: true,
    });
    // 0 = it could not be started; nothing of that number is ever signalled or read.
    this.pid = this.#child.pid ?? 0;
    this.died = this.#watchDeath();
    this.greeting = this.#greet();
  }

  get alive(): boolean {
    return this.#alive;
  }

  /** Asks for one thing; the answer, or the worker's death. */
  ask(request: WorkerRequest, { onShare, ...setting }: Asking): Promise<WorkerAnswer | Death> {
    const id = ++this.#asked;
    const answer = new Promise<WorkerAnswer>((resolve) => {
      this.#answer = (message) => {
        if (message.id !== id) return;
        if (message.type === 'progress') onShare?.(message.share);
        else resolve(message);
      };
    });
    // A closed channel makes `send` fail; the death that closed it is the answer.
    this.#child.send({ ...request, id, ...setting } satisfies SentRequest, () => undefined);
    return Promise.race([answer, this.died]);
  }

  /** Ends it at once, whatever it does. */
  async kill(): Promise<void> {
    this.#killGroup();
    await this.died;
  }

  /** Asks it to go, and sees that it does. */
  async leave(): Promise<void> {
    if (this.#child.connected) this.#child.disconnect();
    const timer = setTimeout(() => this.#killGroup(), LEAVE_MS);
    await this.died;
    clearTimeout(timer);
  }

  /** Ends the worker and all that it has started. */
  #killGroup(): void {
    this.#child.kill('SIGKILL');
    if (this.pid === 0) return;
    try {
      process.kill(-this.pid, 'SIGKILL');
    } catch {
      // Nobody of the group is left.
    }
  }

  #watchDeath(): Promise<Death> {
    const child = this.#child;
    const words = child.stderr ? new LastLines(child.stderr) : '';
    return new Promise((resolve) => {
      const end = (how: string): void => {
        this.#alive = false;
        const last = String(words);
        resolve({ type: 'died', cause: last === '' ? how : `${how} (${last})` });
      };
      child.on('error', ({ message }) => end(`could not be started: ${message}`));
      child.on('exit', (code, signal) => {
        this.#killGroup();
        const how = signal ? `was killed by ${signal}` : `ended with exit code ${code}`;
        // The last words may still be on their way; a program that the worker started may hold the pipe for ever.
        const timer = setTimeout(end, LAST_WORDS_MS, how);
        child.on('close', () => {
          clearTimeout(timer);
          end(how);
        });
      });
    });
  }

  #greet(): WorkerProcess['greeting'] {
    const timer = setTimeout(() => this.#killGroup(), START_MS);
    const greeting = new Promise<WorkerGreeting>((resolve) => {
      this.#child.on('message', (message: WorkerMessage) => {
        if (message.type === 'ready' || message.type === 'broken') resolve(message);
        else this.#answer?.(message);
      });
    });
    return Promise.race([greeting, this.died]).finally(() => clearTimeout(timer));
  }
}
