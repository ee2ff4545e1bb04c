import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

/** A program of this folder that runs in a process of its own and says something line by line. */
export interface Script {
  readonly child: ChildProcess;
  /** The next line it prints; rejects when it ends before. */
  line(): Promise<string>;
  /** Ends it as the kernel ends what needs too much memory: at once, with no chance to tidy up. */
  kill(): Promise<void>;
}

/** Starts `test/support/processes/<name>` with these arguments; ended with the test. */
export function startScript(name: string, args: readonly string[]): Script {
  const file = fileURLToPath(new URL(name, import.meta.url));
  const child = spawn(process.execPath, ['--import', import.meta.resolve('tsx'), file, ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ended = once(child, 'exit');
  const kill = async (): Promise<void> => {
    child.kill('SIGKILL');
    await ended;
  };
  onTestFinished(kill);
  return {
    child,
    kill,
    line: async () => {
      const { value, done } = await lines.next();
      if (done === true) throw new Error(`${name} ended before it said anything more`);
      return value;
    },
  };
}
