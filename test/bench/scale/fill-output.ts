import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Facts } from '../../../src/model/asset.ts';
import type { Artefact, Examination, JobResult } from '../../../src/model/jobs/job.ts';
import type { AssetPlan } from '../../../src/model/plan.ts';
import { prepare, type PrepareOptions } from '../../../src/run/planning/prepare.ts';
import { workOn, type Runtime } from '../../../src/run/project/runtime.ts';
import { settle, type Settlement } from '../../../src/run/work/settle.ts';
import { MemoryWorkers } from '../../../src/schedule/memory.ts';
import { statFile } from '../../../src/system/file-stat.ts';
import { digestOf } from '../../../src/system/digest.ts';

// As the largest batch of the product: one transaction each.
const BATCH = 1000;

/** Renditions that dmx made, by name; each time one of a name is wanted, the next is taken. */
class Patterns {
  readonly #artefacts = new Map<string, Artefact[]>();
  readonly #bytes = new Map<string, Buffer>();
  #facts: Facts | null = null;
  #placeholder: JobResult['placeholder'];
  #taken = 0;

  static async read({ catalog, project }: Runtime): Promise<Patterns> {
    const patterns = new Patterns();
    for await (const { renditions, facts, placeholder } of catalog.assets()) {
      patterns.#facts = facts;
      patterns.#placeholder = placeholder;
      for (const { path, ...made } of renditions) {
        const file = join(project.output, path);
        patterns.#bytes.set(file, readFileSync(file));
        patterns.#artefacts.set(made.name, [...(patterns.#artefacts.get(made.name) ?? []), { ...made, file }]);
      }
    }
    return patterns;
  }

  /** What reading a master (absolute path) would tell: all are alike but for their bytes. */
  async examine(file: string): Promise<Examination> {
    const [facts, sha256, stat] = [this.#facts, digestOf(readFileSync(file)), await statFile(file)];
    if (facts === null || stat === undefined) throw new Error(`expected a picture like the first, got ${file}`);
    return { sha256, mime: facts.mime, facts, stat };
  }

  /** What an engine would answer that makes what a plan asks for. */
  answer({ actions }: AssetPlan): JobResult {
    this.#taken++;
    const artefacts = actions.flatMap((action) => {
      const like = action.action === 'make' ? (this.#artefacts.get(action.order.name) ?? []) : [];
      return like[this.#taken % like.length] ?? [];
    });
    const placeholder = this.#placeholder;
    return { artefacts, failures: [], warnings: [], smartCrops: [], ...(placeholder && { placeholder }) };
  }

  /** Writes the bytes of an artefact where they are to lie. */
  write(file: string, target: string): void {
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, this.#bytes.get(file) ?? '');
  }
}

async function store(settlements: Settlement[], { catalog }: Runtime): Promise<void> {
  await catalog.record({ put: settlements.map(({ record }) => record), drop: [], sweep: [] });
  settlements.length = 0;
}

/**
 * Brings the output of a project to the state that an ingest of its whole library leaves, a part of it having been
 * ingested: scan, plans and records are the product's own, facts, pixels and files are those of the part's renditions. It
 * spares the rendering, and the flush of every single file; without `files` also the files.
 */
export async function fillOutput(folder: string, files: boolean): Promise<void> {
  const request = { command: 'ingest', cwd: folder, folders: [] };
  const { signal } = new AbortController();
  await workOn(request, signal, (runtime, settings) => fill({ request, runtime, settings, signal }, files));
}

async function fill(
  parts: Pick<PrepareOptions, 'request' | 'runtime' | 'settings' | 'signal'>,
  files: boolean,
): Promise<void> {
  const { runtime } = parts;
  const { library, output } = runtime.project;
  const patterns = await Patterns.read(runtime);
  const pool = new MemoryWorkers({ examine: ({ path }) => patterns.examine(join(library, path)) });
  const prepared = await prepare({ ...parts, pool, width: 1, emit: () => undefined });
  const settlements: Settlement[] = [];
  for await (const { plan } of prepared.plans()) {
    if (plan.master === undefined || !plan.record) continue;
    const times = { now: new Date().toISOString(), keepUntil: null };
    const settlement = settle(plan, plan.master, { result: patterns.answer(plan) }, times);
    if (files) for (const { file, path } of settlement.commits) patterns.write(file, join(output, path));
    if (settlements.push(settlement) === BATCH) await store(settlements, runtime);
  }
  await store(settlements, runtime);
}
