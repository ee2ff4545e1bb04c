import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { inRepository } from '../files/repository.ts';

/** The binary under test: the built package's own, or the one that `DMX_BIN` names. */
export const DMX_BIN = process.env['DMX_BIN'] ?? inRepository('bin/dmx.js');

/** How a command ended. `signal` is set when it did not end by itself. */
export interface Ended {
  readonly exit: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface StartOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  /** User and group to run as; root alone may ask for another. */
  readonly user?: number | undefined;
  /** Another binary than the one under test. */
  readonly bin?: string;
}

/** A command that runs. */
export interface Started {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  /** Resolves as soon as stdout holds this text; rejects when the command ends without it. */
  saw(text: string): Promise<void>;
}

/** The environment without settings of the person who runs the tests, and certificates that each start of node would read. */
function cleanEnvironment(): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(DMX_|GITHUB_|NO_COLOR|NODE_EXTRA_CA_CERTS|CI$)/.test(name)),
  );
}

/** Collects what a stream says; `text()` tells it so far. */
function collect(stream: Readable): { text(): string } {
  let held = '';
  stream.setEncoding('utf8');
  stream.on('data', (chunk: string) => {
    held += chunk;
  });
  return { text: () => held };
}

/** Starts `dmx` with these words. */
export function startDmx(words: readonly string[], { cwd, env = {}, user, bin = DMX_BIN }: StartOptions): Started {
  const child = spawn(process.execPath, [bin, ...words], {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...cleanEnvironment(), ...env },
    ...(user === undefined ? {} : { uid: user, gid: user }),
  });
  const [out, err] = [collect(child.stdout), collect(child.stderr)];
  const closed = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>;
  const ended = closed.then(([exit, signal]) => ({ exit, signal, stdout: out.text(), stderr: err.text() }));
  const saw = (text: string): Promise<void> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        if (out.text().includes(text)) resolve();
      };
      child.stdout.on('data', look);
      child.once('close', () => reject(new Error(`ended without ${text}: ${out.text()}${err.text()}`)));
      look();
    });
  return { child, ended, saw };
}

/** Runs `dmx` to its end. */
export function dmx(cwd: string, ...words: readonly string[]): Promise<Ended> {
  return startDmx(words, { cwd }).ended;
}
