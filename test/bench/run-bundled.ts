import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { execa } from 'execa';
import { workerEnvironment } from '../../src/schedule/worker-process.ts';
import { inRepository } from '../support/files/repository.ts';

/**
 * Runs a program of the benches bundled, as dmx is. The loader that reads sources here takes pieces of memory away from
 * arrays, and from then on V8 asks at each look into any of them whether it is still there: two thirds more time.
 */
export async function runBundled(source: string, options: readonly string[] = []): Promise<void> {
  // Where packages that stay outside are found.
  const folder = await mkdtemp(inRepository('node_modules/.bench-'));
  const program = join(folder, 'bench.mjs');
  await build({
    entryPoints: [inRepository(source)],
    outfile: program,
    external: ['sharp', 'libsql', 'harfbuzzjs'],
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    logLevel: 'warning',
  });
  // Memory comes and goes as in a worker.
  await execa(process.execPath, [program, ...options], { stdio: 'inherit', env: workerEnvironment(true) });
  await rm(folder, { recursive: true });
}
