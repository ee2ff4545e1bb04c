import pLimit from 'p-limit';
import type { DeliveredFile, DeliveryPlan, PublishedFile } from '../../model/delivery.ts';
import type { Storage } from '../../storage/storage.ts';
import type { Target } from '../../storage/target.ts';
import { writePublished } from './published-list.ts';

/** Files on their way at once. */
const SIDE_BY_SIDE = 4;

/** After so many files the list is written, so that a run that is cut off is gone on with. */
const FILES_A_LIST = 1_000;

/** A file that could not be brought, and why. */
export interface UndeliveredFile {
  readonly path: string;
  readonly got: string;
}

/** Everything that a delivery works with. */
export interface Delivery {
  readonly plan: DeliveryPlan;
  readonly target: Target;
  readonly storage: Pick<Storage, 'fetch'>;
  /** The list as it was, by path; changed as files come and go. */
  readonly files: Map<string, PublishedFile>;
  readonly asked: readonly string[];
  /** Writes what names the files: the manifest. */
  readonly writeIndex: () => Promise<void>;
  readonly onPut: (file: DeliveredFile) => void;
  readonly onRemoved: (path: string) => void;
  /** Called before the list says what was told: told twice is better than never. */
  readonly onTold: () => void;
  readonly signal: AbortSignal;
}

/** Writes the list; what it says has been told. */
function writeList({ target, files, asked, onTold }: Delivery, unfinished: boolean): Promise<void> {
  onTold();
  return writePublished(target, { files, asked, unfinished });
}

async function putOne(file: DeliveredFile, { target, storage, files, onPut }: Delivery) {
  const source = await storage.fetch(file.path, '');
  if (source === undefined) return { path: file.path, got: 'no file' };
  const { put, sha256 } = await target.put(file, source.local);
  if (!put) return { path: file.path, got: `another file, of the digest ${sha256.slice(0, 12)}…` };
  const { path, bytes } = file;
  files.set(path, { path, bytes, sha256: file.sha256 });
  onPut(file);
  return undefined;
}

/** Brings the files; those that could not be brought are answered. */
async function putAll(delivery: Delivery): Promise<readonly UndeliveredFile[]> {
  const { plan, signal } = delivery;
  const failed: UndeliveredFile[] = [];
  const limit = pLimit(SIDE_BY_SIDE);
  for (let at = 0; at < plan.put.length; at += FILES_A_LIST) {
    const some = plan.put.slice(at, at + FILES_A_LIST);
    const outcomes = await limit.map(some, async (file) => {
      signal.throwIfAborted();
      return putOne(file, delivery);
    });
    failed.push(...outcomes.filter((one) => one !== undefined));
    await writeList(delivery, true);
  }
  return failed;
}

/**
 * Notes what is about to be put: a file that is there already and was not on the list is known for ours, and one that is put
 * over another is known for neither, should the run be cut off.
 */
async function announce(delivery: Delivery): Promise<void> {
  const { plan, files } = delivery;
  for (const { path, bytes, sha256 } of plan.put) {
    files.set(path, { path, bytes, sha256, state: 'going' });
  }
  await writeList(delivery, true);
}

/**
 * Brings a target to what a plan says: files, then what names them, then the list; what nothing names any more goes last. Cut
 * off anywhere, the target shows what it showed before, and the same call goes on. Where files could not be brought what names
 * them stays as it was; they are answered.
 */
export async function deliver(delivery: Delivery): Promise<readonly UndeliveredFile[]> {
  const { plan, target, files, writeIndex, onRemoved } = delivery;
  if (plan.put.length > 0) await announce(delivery);
  const failed = await putAll(delivery);
  if (failed.length > 0) return failed;
  await writeIndex();
  for (const file of [...plan.leaving, ...plan.returned]) files.set(file.path, file);
  await writeList(delivery, plan.due.length > 0);
  if (plan.due.length === 0) return [];
  await target.remove(plan.due.map(({ path }) => path));
  for (const { path } of plan.due) {
    files.delete(path);
    onRemoved(path);
  }
  await writeList(delivery, false);
  return [];
}
