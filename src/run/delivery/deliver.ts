import pLimit from 'p-limit';
import type { DeliveredFile, DeliveryPlan, PublishedFile } from '../../model/delivery.ts';
import type { PutSource, Target } from '../../storage/target.ts';
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

/** The outcome of a delivery: files that could not be brought, and paths of the documents that wait for them. */
export interface Delivered {
  readonly failed: readonly UndeliveredFile[];
  readonly waiting: readonly string[];
}

/** Everything that a delivery works with. */
export interface Delivery {
  readonly plan: DeliveryPlan;
  readonly target: Target;
  /** Opens the bytes of a file; undefined where it does not exist. */
  readonly open: (path: string) => Promise<PutSource | undefined>;
  /** Files of the output that cannot be read, and so nothing is made of them. */
  readonly missing: readonly UndeliveredFile[];
  /** Tells whether a file names others: it is brought once those are there. */
  readonly isDocument: (path: string) => boolean;
  /** The list as it was, by path; changed as files come and go. */
  readonly files: Map<string, PublishedFile>;
  readonly asked: readonly string[];
  /** Writes what names the files: the manifest. */
  readonly writeIndex: () => Promise<void>;
  readonly onPut: (file: DeliveredFile) => void;
  readonly onRemoved: (path: string) => void;
  /** Called before the list is written: a change announced twice is better than one never announced. */
  readonly onTold: () => void;
  readonly signal: AbortSignal;
}

/** Writes the list; its changes have been announced before. */
function writeList({ target, files, asked, onTold }: Delivery, unfinished: boolean): Promise<void> {
  onTold();
  return writePublished(target, { files, asked, unfinished });
}

/** A file as the list of a target has it. */
function listed({ path, bytes, sha256, of }: DeliveredFile): PublishedFile {
  return { path, bytes, sha256, ...(of !== undefined && { of }) };
}

async function putOne(file: DeliveredFile, { target, open, files, onPut }: Delivery) {
  const source = await open(file.path);
  if (source === undefined) return { path: file.path, got: 'no file' };
  const { put, sha256 } = await target.put(file, source);
  if (!put) return { path: file.path, got: `another file, of the digest ${sha256.slice(0, 12)}…` };
  files.set(file.path, listed(file));
  onPut(file);
  return undefined;
}

/**
 * Brings some files side by side. Where one fails with an error, or somebody ends the run, those in hand come to their end before
 * it is thrown, so that none stays half-written.
 */
async function putSome(some: readonly DeliveredFile[], delivery: Delivery): Promise<readonly UndeliveredFile[]> {
  const failing = new AbortController();
  const ended = AbortSignal.any([delivery.signal, failing.signal]);
  const limit = pLimit(SIDE_BY_SIDE);
  const put = async (file: DeliveredFile): Promise<UndeliveredFile | undefined> => {
    if (ended.aborted) return undefined;
    try {
      return await putOne(file, delivery);
    } catch (error) {
      failing.abort(error);
      return undefined;
    }
  };
  const outcomes = await limit.map(some, put);
  ended.throwIfAborted();
  return outcomes.filter((one) => one !== undefined);
}

/** Brings the files; those that could not be brought are answered. */
async function putAll(put: readonly DeliveredFile[], delivery: Delivery): Promise<readonly UndeliveredFile[]> {
  const failed: UndeliveredFile[] = [];
  for (let at = 0; at < put.length; at += FILES_A_LIST) {
    failed.push(...(await putSome(put.slice(at, at + FILES_A_LIST), delivery)));
    await delivery.target.flush();
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
  for (const file of plan.put) files.set(file.path, { ...listed(file), state: 'going' });
  await writeList(delivery, true);
}

/** Brings files, then the documents that name them. */
async function putInTurn(delivery: Delivery): Promise<Delivered> {
  const { plan, isDocument, missing } = delivery;
  const documents = plan.put.filter(({ path }) => isDocument(path));
  const brought = await putAll(
    documents.length === 0 ? plan.put : plan.put.filter(({ path }) => !isDocument(path)),
    delivery,
  );
  const failed = [...missing, ...brought];
  if (failed.length > 0) return { failed, waiting: documents.map(({ path }) => path) };
  return { failed: await putAll(documents, delivery), waiting: [] };
}

/**
 * Carries out a delivery plan: puts files, then the documents that link to them, then the list; unreferenced files are
 * removed last. After an interruption at any point the target still shows its former state, and the same call
 * continues. Documents that link to a file that failed keep their old version; both are returned.
 */
export async function deliver(delivery: Delivery): Promise<Delivered> {
  const { plan, target, files, writeIndex, onRemoved } = delivery;
  if (plan.put.length > 0) await announce(delivery);
  const delivered = await putInTurn(delivery);
  if (delivered.failed.length > 0) return delivered;
  await writeIndex();
  for (const file of [...plan.leaving, ...plan.returned]) files.set(file.path, file);
  await writeList(delivery, plan.due.length > 0);
  if (plan.due.length === 0) return delivered;
  await target.remove(plan.due.map(({ path }) => path));
  for (const { path } of plan.due) {
    files.delete(path);
    onRemoved(path);
  }
  await writeList(delivery, false);
  return delivered;
}
