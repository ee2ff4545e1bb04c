import { sharedFolder } from '../support/files/repository.ts';
import { runBundled } from './run-bundled.ts';

/** What `steps/courses.ts` prints. */
export function benchSteps(): Promise<void> {
  return runBundled('test/bench/steps/courses.ts', [sharedFolder('corpus/photos') ?? []].flat());
}
