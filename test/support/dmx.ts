import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { inRepository } from './repository.ts';

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
  readonly user?: number;
}

/** A command that runs. */
export interface Started {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
}

/** The environment without settings of the person who runs the tests. */
function cleanEnvironment(): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(DMX_|NO_COLOR|CI$)/.test(name)));
}

/** Starts `dmx` with these words. */
export function startDmx(words: readonly string[], { cwd, env = {}, user }: StartOptions): Started {
  const child = spawn(process.execPath, [DMX_BIN, ...words], {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...cleanEnvironment(), ...env },
    ...(user === undefined ? {} : { uid: user, gid: user }),
  });
  const ended = Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>,
  ]).then(([stdout, stderr, [exit, signal]]) => ({ exit, signal, stdout, stderr }));
  return { child, ended };
}

/** Runs `dmx` to its end. */
export function dmx(cwd: string, ...words: readonly string[]): Promise<Ended> {
  return startDmx(words, { cwd }).ended;
}
