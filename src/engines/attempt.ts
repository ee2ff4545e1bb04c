import { DmxError, EngineError, SourceError, StorageError, type ErrorData } from '../model/errors.ts';
import { writingError } from '../system/storage-error.ts';

/** The program that an engine runs, and the advice for failures that have no error code of their own. */
export interface Maker {
  readonly name: string;
  readonly hint: string;
}

/** A job at work. */
interface Attempt {
  readonly maker: Maker;
  /** The file or folder that it writes. */
  readonly scratch: string;
  readonly failures: ErrorData[];
}

/**
 * Runs the making of one rendition. What belongs to it alone becomes a failure of it, and the answer is undefined; what
 * is its master's or the storage's is the whole job's, and thrown on.
 */
export async function attempt<T>(
  { maker, scratch, failures }: Attempt,
  rendition: string,
  make: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await make();
  } catch (thrown) {
    const error = writingError(thrown, scratch);
    if (error instanceof SourceError || error instanceof StorageError) throw error;
    failures.push(explain(error, maker, rendition).toData(rendition));
    return undefined;
  }
}

function explain(error: unknown, { name, hint }: Maker, rendition: string): DmxError {
  if (error instanceof DmxError) return error;
  const message = `expected ${name} to finish "${rendition}", got: ${String(error)}`;
  return new EngineError('ENGINE_FAILED', message, { hint, cause: error });
}
