import { runBundled } from './run-bundled.ts';

/** What `layers/compositions.ts` prints. */
export function benchLayers(): Promise<void> {
  return runBundled('test/bench/layers/compositions.ts');
}
