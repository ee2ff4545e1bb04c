import type { Catalog } from '../../catalog/catalog.ts';
import type { Control, RunRecord } from '../../model/run/run.ts';
import type { History, RunLog } from './history.ts';
import type { RunLogs } from './run-logs.ts';

/** A history that stores its records in the catalog. */
export class CatalogHistory implements History {
  readonly #catalog: Catalog;
  readonly #logs: RunLogs;

  constructor(catalog: Catalog, logs: RunLogs) {
    this.#catalog = catalog;
    this.#logs = logs;
  }

  async put(run: RunRecord): Promise<void> {
    const title = (await this.#catalog.run(run.id))?.title ?? run.title;
    await this.#catalog.putRun({ ...run, title });
  }

  async rename(id: string, title: string): Promise<void> {
    const run = await this.#catalog.run(id);
    if (run !== undefined) await this.#catalog.putRun({ ...run, title });
  }

  runs(limit?: number): Promise<readonly RunRecord[]> {
    return this.#catalog.runs(limit);
  }

  async ask(id: string, control: Control): Promise<void> {
    await this.#catalog.setFact('control', { run: id, ask: control });
  }

  async asked(id: string): Promise<Control | undefined> {
    const asked = await this.#catalog.fact('control');
    return asked?.run === id ? asked.ask : undefined;
  }

  openLog(id: string): Promise<RunLog> {
    return this.#logs.open(id);
  }

  readLog(id: string): AsyncIterable<string> {
    return this.#logs.read(id);
  }

  logPlace(id: string): string {
    return this.#logs.place(id);
  }
}
