import { appendFileSync } from 'node:fs';
import { makePaint } from '../base/paint.ts';
import { StorageError } from '../model/errors.ts';
import { type ExitCode, exitOfError, worst } from './exit.ts';
import { printDmxError } from './print-error.ts';
import { runCommandLine } from './program.ts';
import type { Outlet } from './terminal.ts';

/** Line width without a terminal, as is usual in CI logs. */
const COLUMNS = 100;

interface Stream extends Outlet {
  /** The system's code for what could not be written; undefined = everything was, or its reader left. */
  readonly lost: string | undefined;
  /** Resolves when everything written has left the process: exit does not wait for pipes. */
  flush(): Promise<void>;
}

/**
 * A stream of the process. After it broke, writes are dropped: silently where its reader is gone (`dmx plan | head`),
 * otherwise the process fails at its end.
 */
function openStream(stream: NodeJS.WriteStream): Stream {
  let [closed, used] = [false, false];
  let lost: string | undefined;
  stream.on('error', ({ code = 'unknown' }: NodeJS.ErrnoException) => {
    closed = true;
    if (code !== 'EPIPE') lost ??= code;
  });
  return {
    write: (data) => {
      used = true;
      if (!closed) stream.write(data);
    },
    flush: () => (used ? new Promise((resolve) => stream.write('', () => resolve())) : Promise.resolve()),
    isTerminal: stream.isTTY,
    get columns() {
      return stream.columns || COLUMNS;
    },
    get lost() {
      return lost;
    },
  };
}

/** The first signal asks the run to end in good order, the second ends the process. */
function listen(controller: AbortController): void {
  const stop = (): void => (controller.signal.aborted ? process.exit(130) : controller.abort());
  // A terminal that is closed asks for the same, once and again.
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  process.on('SIGHUP', () => controller.abort());
}

/** Asks the person at the terminal, if there is one. */
async function confirm(question: string): Promise<boolean | undefined> {
  const { stdin: input, stderr: output } = process;
  if (!input.isTTY || !output.isTTY) return undefined;
  const { createInterface } = await import('node:readline/promises');
  // Not as a terminal of readline's own: then Ctrl-C would be a key and no signal.
  const reader = createInterface({ input, output, terminal: false });
  try {
    const answer = await reader.question(`${question} [y/N] `, { signal: controller.signal });
    return /^y(es)?$/i.test(answer.trim());
  } finally {
    reader.close();
  }
}

const controller = new AbortController();
const [out, err] = [openStream(process.stdout), openStream(process.stderr)];
listen(controller);

/** Reports output that could not be written; returns the exit code. */
function reportLostOutput(code: ExitCode, lost: string): ExitCode {
  const full = ['ENOSPC', 'EDQUOT', 'EFBIG'].includes(lost);
  const error = new StorageError(full ? 'STORAGE_FULL' : 'STORAGE_DENIED', `cannot write to stdout (${lost})`, {
    hint: 'What was printed is not whole: free some space, or print it elsewhere, and run the same command again.',
  });
  for (const line of printDmxError(error, makePaint(false))) err.write(`${line}\n`);
  return worst([code, exitOfError(error.code)]);
}

async function main(): Promise<void> {
  const code = await runCommandLine(process.argv.slice(2), {
    environment: process.env,
    cwd: process.cwd(),
    out,
    err,
    signal: controller.signal,
    confirm,
    appendFile: appendFileSync,
  });
  await out.flush();
  const ended = out.lost === undefined ? code : reportLostOutput(code, out.lost);
  await err.flush();
  process.exit(ended);
}

void main();
