import type { Catalog } from '../catalog/catalog.ts';
import type { AssetRecord } from '../model/catalog-record.ts';
import { manifestFile } from './manifest.ts';
import { run } from './run.ts';
import type { Request, RunContext, RunOutcome } from './request.ts';
import { openReadOnly, type Runtime } from './runtime.ts';
import type { Storage } from '../storage/storage.ts';

/** One file that is not what catalog and manifest say. */
export interface VerifyProblem {
  readonly kind: 'missing' | 'damaged' | 'manifest missing' | 'manifest outdated';
  readonly asset: string | null;
  readonly rendition: string | null;
  /** Below the output. */
  readonly path: string;
}

export interface VerifyView {
  readonly output: string;
  /** Files looked at. */
  readonly files: number;
  readonly problems: readonly VerifyProblem[];
  /** The run that mended them, with `repair`. */
  readonly repaired?: RunOutcome;
}

export interface VerifyOptions {
  /** Sizes only, no digests. */
  readonly quick: boolean;
  /** Make again what is missing or damaged. */
  readonly repair: boolean;
}

// Files whose sizes are asked at once: few trips, little memory.
const CHUNK = 256;

type File = AssetRecord['renditions'][number] & { readonly asset: string };

async function* listedFiles(catalog: Catalog): AsyncIterable<readonly File[]> {
  let chunk: File[] = [];
  for await (const { path: asset, renditions, gone } of catalog.assets()) {
    if (!gone) chunk.push(...renditions.map((rendition) => ({ ...rendition, asset })));
    if (chunk.length < CHUNK) continue;
    yield chunk;
    chunk = [];
  }
  yield chunk;
}

async function judge(files: readonly File[], storage: Storage, quick: boolean): Promise<VerifyProblem[]> {
  const sizes = await storage.sizes(files.map(({ path }) => path));
  const problems: VerifyProblem[] = [];
  for (const [i, { asset, name: rendition, path, bytes, sha256 }] of files.entries()) {
    if (sizes[i] === undefined) problems.push({ kind: 'missing', asset, rendition, path });
    else if (sizes[i] !== bytes || (!quick && (await storage.digest(path)) !== sha256)) {
      problems.push({ kind: 'damaged', asset, rendition, path });
    }
  }
  return problems;
}

async function judgeManifest(catalog: Catalog, storage: Storage, path: string): Promise<VerifyProblem[]> {
  const [size] = await storage.sizes([path]);
  if (size === undefined) return [{ kind: 'manifest missing', asset: null, rendition: null, path }];
  const due = await catalog.manifestDue();
  return due ? [{ kind: 'manifest outdated', asset: null, rendition: null, path }] : [];
}

/** Holds every published file against the catalog; with `repair` makes again what is missing or damaged. */
export async function verify(request: Request, options: VerifyOptions, context: RunContext): Promise<VerifyView> {
  const { project, storage, catalog } = await openReadOnly(request);
  const problems: VerifyProblem[] = [];
  let files = 0;
  try {
    for await (const chunk of listedFiles(catalog)) {
      context.signal.throwIfAborted();
      files += chunk.length;
      problems.push(...(await judge(chunk, storage, options.quick)));
    }
    problems.push(...(await judgeManifest(catalog, storage, manifestFile(project.config.manifest))));
  } finally {
    await catalog.close();
  }
  const view = { output: project.output, files, problems };
  if (!options.repair || problems.length === 0) return view;
  // A damaged file of the right size would count as there: it has to go first.
  const damaged = problems.filter(({ kind }) => kind === 'damaged').map(({ path }) => path);
  const clear = async (runtime: Runtime): Promise<void> => void (await runtime.storage.remove(damaged));
  return { ...view, repaired: await run({ ...request, select: { missing: true } }, context, clear) };
}
