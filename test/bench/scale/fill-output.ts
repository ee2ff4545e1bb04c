import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Artefact, JobResult } from '../../../src/model/jobs/job.ts';
import type { AssetPlan } from '../../../src/model/plan.ts';
import type { Request } from '../../../src/run/request.ts';
import { prepare } from '../../../src/run/planning/prepare.ts';
import { placesOf, workOn, type Runtime, type WorkRuntime } from '../../../src/run/project/runtime.ts';
import type { Settings } from '../../../src/run/project/settings.ts';
import { settle, type Settlement } from '../../../src/run/work/settle.ts';
import { WorkerProcesses } from '../../../src/schedule/processes.ts';
import { inRepository } from '../../support/files/repository.ts';

// As the largest batch of the product: one transaction each.
const BATCH = 1000;

// Reading headers of tiny masters: workers that never have to be replaced.
const READERS = { entry: inRepository('dist/worker/main.js'), size: 2, recycleBytes: 2 ** 30 } as const;

/** Renditions that dmx made, by name; each time one of a name is wanted, the next is taken. */
class Patterns {
  readonly #artefacts = new Map<string, Artefact[]>();
  readonly #bytes = new Map<string, Buffer>();
  #taken = 0;

  static async read({ catalog, project }: Runtime): Promise<Patterns> {
    const patterns = new Patterns();
    for await (const { renditions } of catalog.assets()) {
      for (const { path, ...made } of renditions) {
        const file = join(project.output, path);
        patterns.#bytes.set(file, readFileSync(file));
        patterns.#artefacts.set(made.name, [...(patterns.#artefacts.get(made.name) ?? []), { ...made, file }]);
      }
    }
    return patterns;
  }

  /** What an engine would answer that makes what a plan asks for. */
  answer({ actions }: AssetPlan): JobResult {
    this.#taken++;
    const artefacts = actions.flatMap((action) => {
      const like = action.action === 'make' ? (this.#artefacts.get(action.order.name) ?? []) : [];
      return like[this.#taken % like.length] ?? [];
    });
    return { artefacts, failures: [], warnings: [], smartCrops: [] };
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
 * ingested: scan, examinations, plans, records and files are the product's own, only the pixels are those of the
 * part's renditions. It spares the rendering, and the flush of every single file.
 */
export async function fillOutput(folder: string): Promise<void> {
  const request = { command: 'ingest', cwd: folder, folders: [] };
  const { signal } = new AbortController();
  await workOn(request, signal, (runtime, settings) => fill(request, runtime, settings, signal));
}

async function fill(request: Request, runtime: WorkRuntime, settings: Settings, signal: AbortSignal): Promise<void> {
  const pool = new WorkerProcesses({ ...READERS, places: placesOf(runtime.project) });
  try {
    const patterns = await Patterns.read(runtime);
    const emit = (): void => undefined;
    const prepared = await prepare({ request, runtime, settings, pool, width: READERS.size, emit, signal });
    const settlements: Settlement[] = [];
    for await (const { plan } of prepared.plans()) {
      if (plan.master === undefined || !plan.record) continue;
      const settlement = settle(
        plan,
        plan.master,
        { result: patterns.answer(plan) },
        {
          now: new Date().toISOString(),
          keepUntil: null,
        },
      );
      for (const { file, path } of settlement.commits) patterns.write(file, join(runtime.project.output, path));
      if (settlements.push(settlement) === BATCH) await store(settlements, runtime);
    }
    await store(settlements, runtime);
  } finally {
    await pool.close();
  }
}
