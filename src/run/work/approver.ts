import type { Catalog } from '../../catalog/catalog.ts';
import type { AssetRecord } from '../../model/catalog-record.ts';
import { approvable } from '../planning/approval.ts';
import type { Planned } from '../planning/plan-survey.ts';
import type { Prepared } from '../planning/prepare.ts';

// Approvals a transaction.
const GROUP = 1000;

/** Notes in the catalog which assets are as the rules of a run want them, so that the next run need not plan them. */
export class Approver {
  readonly #prepared: Pick<Prepared, 'approval' | 'planner'>;
  readonly #catalog: Pick<Catalog, 'approve'>;
  #records: AssetRecord[] = [];

  constructor(prepared: Pick<Prepared, 'approval' | 'planner'>, catalog: Pick<Catalog, 'approve'>) {
    this.#prepared = prepared;
    this.#catalog = catalog;
  }

  /** Takes the plan of an asset about which nothing is to be done. */
  async see({ plan, todo }: Planned): Promise<void> {
    if (this.#prepared.approval === undefined || !('candidate' in todo)) return;
    const record = approvable(plan, todo.candidate, this.#prepared.planner);
    if (record !== undefined && this.#records.push(record) === GROUP) await this.end();
  }

  /** Notes what was seen since. */
  async end(): Promise<void> {
    const { approval } = this.#prepared;
    const records = this.#records;
    this.#records = [];
    if (approval !== undefined && records.length > 0) await this.#catalog.approve(records, approval);
  }
}
