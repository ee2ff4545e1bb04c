import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunCounts } from '../../../src/model/run/run.ts';
import type { Ended } from './dmx.ts';

/** The fields of the manifest that tests read. */
export interface ManifestAsset {
  readonly path: string;
  readonly kind: string;
  readonly state: string;
  readonly master: {
    readonly sha256: string;
    readonly width?: number;
    readonly height?: number;
    readonly bytes: number;
    readonly rotation?: number;
    readonly fps?: number;
    readonly durationSeconds?: number;
    readonly codecs?: readonly string[];
  };
  readonly profile: string | null;
  readonly leftOut?: readonly string[];
  readonly swatchColor?: string;
  readonly smartCrops: readonly {
    readonly name: string;
    readonly path?: readonly (readonly number[])[];
    readonly rect: readonly number[];
    readonly by: string;
    readonly confidence: number;
    readonly setAside?: string;
  }[];
  readonly renditions: readonly {
    readonly name: string;
    readonly role: string;
    readonly path: string;
    readonly mime: string;
    readonly width: number;
    readonly height: number;
    readonly bytes: number;
    readonly sha256: string;
    readonly kind?: string;
    readonly crop?: string;
    readonly language?: string;
    readonly entry?: readonly string[];
    readonly stale?: boolean;
    readonly files?: readonly { readonly path: string; readonly bytes: number; readonly sha256: string }[];
  }[];
  readonly errors: readonly { readonly code: string; readonly rendition: string | null; readonly hint: string }[];
}

export interface Manifest {
  readonly schema: string;
  readonly assets: readonly ManifestAsset[];
}

export async function readManifest(output: string): Promise<Manifest> {
  return JSON.parse(await readFile(join(output, 'manifest.json'), 'utf8')) as Manifest;
}

/** The asset of a path; the test fails when there is none. */
export function assetOf({ assets }: Manifest, path: string): ManifestAsset {
  const found = assets.find((asset) => asset.path === path);
  if (found === undefined)
    throw new Error(`${path} is not in the manifest: ${assets.map((one) => one.path).join(', ')}`);
  return found;
}

/** A line that `--json` printed. */
export interface JsonLine {
  readonly v: number;
  readonly type: string;
  readonly code?: string;
  readonly message?: string;
  readonly hint?: string;
  readonly place?: string | null;
  readonly problems?: readonly {
    readonly code: string;
    readonly file: string;
    readonly line: number;
    readonly column: number;
    readonly hint: string;
  }[];
  readonly counts?: RunCounts;
  readonly [field: string]: unknown;
}

export function readLines({ stdout }: Ended): readonly JsonLine[] {
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as JsonLine);
}

/** What a run that was told with `--json` counted; the test fails when it did not come to its end. */
export function countsOf(ended: Ended): RunCounts {
  const counts = readLines(ended).find(({ type }) => type === 'run-finished')?.counts;
  if (counts === undefined) throw new Error(`no run finished (exit ${ended.exit}): ${ended.stdout}${ended.stderr}`);
  return counts;
}

/** The error that ended a command that was told with `--json`. */
export function errorOf(ended: Ended): JsonLine {
  const error = readLines(ended).find(({ type }) => type === 'error');
  if (error === undefined) throw new Error(`no error (exit ${ended.exit}): ${ended.stdout}${ended.stderr}`);
  return error;
}
