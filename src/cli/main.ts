import { appendFileSync } from 'node:fs';
import { runCommandLine } from './program.ts';
import type { Outlet } from './terminal.ts';

/** Columns where there is no terminal to ask: what people's eyes and CI logs are used to. */
const COLUMNS = 100;

/** A stream of the process. Once its reader is gone (`dmx plan | head`) what is written is dropped in silence. */
function openOutlet(stream: NodeJS.WriteStream): Outlet {
  let closed = false;
  stream.on('error', (error: NodeJS.ErrnoException) => {
    closed = true;
    if (error.code !== 'EPIPE') throw error;
  });
  return {
    write: (data) => void (closed || stream.write(data)),
    isTerminal: stream.isTTY,
    get columns() {
      return stream.columns || COLUMNS;
    },
  };
}

/** Resolves when everything written has left the process: exit does not wait for pipes. */
const flushed = (stream: NodeJS.WriteStream): Promise<void> =>
  new Promise((resolve) => stream.write('', () => resolve()));

/** The first signal asks the run to end in good order, the second ends the process. */
function listen(controller: AbortController): void {
  const stop = (): void => (controller.signal.aborted ? process.exit(130) : controller.abort());
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
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
const [out, err] = [openOutlet(process.stdout), openOutlet(process.stderr)];
listen(controller);

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
  await Promise.all([flushed(process.stdout), flushed(process.stderr)]);
  process.exit(code);
}

void main();
