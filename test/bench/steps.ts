import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { execa } from 'execa';
import { inRepository, sharedFolder } from '../support/files/repository.ts';

/**
 * What `steps/courses.ts` prints, bundled and run as dmx is. The loader that reads sources here takes pieces of memory
 * away from arrays, and from then on V8 asks at each look into any of them whether it is still there: two thirds more time.
 */
export async function benchSteps(): Promise<void> {
  // Where packages that stay outside are found.
  const folder = await mkdtemp(inRepository('node_modules/.bench-steps-'));
  const program = join(folder, 'steps.mjs');
  await build({
    entryPoints: [inRepository('test/bench/steps/courses.ts')],
    outfile: program,
    external: ['sharp', 'libsql'],
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    logLevel: 'warning',
  });
  await execa(process.execPath, [program, ...[sharedFolder('corpus/photos') ?? []].flat()], { stdio: 'inherit' });
  await rm(folder, { recursive: true });
}
