import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { GraphModel } from '@tensorflow/tfjs-converter';
import type * as Core from '@tensorflow/tfjs-core';
import { once } from '../../../base/once.ts';
import { fileOfPackage, missingPackages } from '../../../system/npm-packages.ts';

/**
 * The runtime of neural networks: TensorFlow.js on WebAssembly, one thread, so that equal pictures give equal numbers.
 */
export interface Runtime {
  readonly core: typeof Core;
  /** Loads the network `name` whose weights are in a folder (absolute path). */
  load(folder: string, name: string): Promise<GraphModel>;
}

/** A network's description as its converter wrote it. */
interface ModelFile {
  readonly modelTopology: { readonly node: readonly ModelNode[] };
  readonly weightsManifest: readonly [{ readonly weights: Core.io.WeightsManifestEntry[] }];
}

interface ModelNode {
  readonly op: string;
  readonly attr?: { readonly shape?: { readonly shape?: { readonly dim?: { size: string }[] } } };
}

/** Networks that only convolve work at any size, although their converter wrote down one. */
function freeInputs({ modelTopology }: ModelFile): void {
  for (const { op, attr } of modelTopology.node) {
    if (op === 'Placeholder') for (const side of attr?.shape?.shape?.dim ?? []) side.size = '-1';
  }
}

async function readModel(folder: string, name: string): Promise<Core.io.ModelArtifacts> {
  const model = JSON.parse(await readFile(join(folder, `${name}.json`), 'utf8')) as ModelFile;
  const bytes = await readFile(join(folder, `${name}.bin`));
  freeInputs(model);
  const weightData = new Uint8Array(bytes).buffer;
  return { modelTopology: model.modelTopology, weightSpecs: model.weightsManifest[0].weights, weightData };
}

async function start(): Promise<Runtime> {
  const binaries = fileOfPackage('@tensorflow/tfjs-backend-wasm', 'dist');
  const [core, converter, wasm] = await Promise.all([
    import('@tensorflow/tfjs-core'),
    import('@tensorflow/tfjs-converter'),
    import('@tensorflow/tfjs-backend-wasm'),
  ]);
  wasm.setWasmPaths(`${binaries}/`);
  if (!(await core.setBackend('wasm'))) throw new Error('WebAssembly does not start');
  return {
    core,
    load: async (folder, name) => converter.loadGraphModel({ load: () => readModel(folder, name) }),
  };
}

/**
 * The runtime, started once a process when it is first needed. Rejects where its optional packages are not installed.
 */
export const startRuntime = once(start);

const PACKAGES = ['@tensorflow/tfjs-core', '@tensorflow/tfjs-converter', '@tensorflow/tfjs-backend-wasm'] as const;

const missing = new Map<string, readonly string[]>();

/** The packages of networks, and those that hold the weights of one, that are not installed here, without loading any; looked for once. */
export function missingFor(...weights: readonly string[]): readonly string[] {
  const key = weights.join(' ');
  const known = missing.get(key) ?? missingPackages([...PACKAGES, ...weights]);
  missing.set(key, known);
  return known;
}
