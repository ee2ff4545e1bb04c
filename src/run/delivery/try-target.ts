import { randomBytes } from 'node:crypto';
import type { Target } from '../../storage/target.ts';

/** A line of the transcript of a test. */
export interface TrialStep {
  readonly action: 'write' | 'read' | 'compare' | 'remove';
  readonly file: string;
  readonly milliseconds: number;
}

async function* each(text: string): AsyncIterable<string> {
  yield text;
}

async function readAll(chunks: AsyncIterable<string> | undefined): Promise<string | undefined> {
  if (chunks === undefined) return undefined;
  let text = '';
  for await (const chunk of chunks) text += chunk;
  return text;
}

/**
 * Writes a small file to a target, reads it back, compares and removes it. Throws StorageError, and Error where something else
 * was read than written.
 */
export async function tryTarget(target: Target, told: (step: TrialStep) => void): Promise<void> {
  const text = `dmx ${randomBytes(16).toString('hex')}\n`;
  const path = `.dmx-test-${randomBytes(6).toString('hex')}.txt`;
  const file = target.nameOf(path);
  const step = async <T>(action: TrialStep['action'], work: () => Promise<T>): Promise<T> => {
    const start = performance.now();
    const done = await work();
    told({ action, file, milliseconds: Math.round(performance.now() - start) });
    return done;
  };
  await step('write', () => target.writeText(path, each(text), 'text/plain'));
  try {
    const got = await step('read', async () => readAll(await target.readText(path)));
    if (got !== text) throw new Error(`expected to read back what was written to ${file}, got ${got ?? 'nothing'}`);
    await step('compare', () => Promise.resolve());
  } finally {
    await step('remove', () => target.remove([path]));
  }
}
