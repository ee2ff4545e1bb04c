import { sharedFolder } from '../support/files/repository.ts';
import { runBundled } from './run-bundled.ts';

/** What `steps/courses.ts` prints, of all steps or of those that are named. */
export function benchSteps(steps: readonly string[]): Promise<void> {
  return runBundled('test/bench/steps/courses.ts', [sharedFolder('corpus/photos') ?? '', ...steps]);
}
