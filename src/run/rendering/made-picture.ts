import { readFileSync } from 'node:fs';
import { dirname, extname } from 'node:path';
import { UsageError } from '../../model/errors.ts';
import type { Artefact } from '../../model/jobs/job.ts';
import { hasCode } from '../../system/error-code.ts';
import { copyTree } from '../../system/writing/copy-tree.ts';
import { makeFolders } from '../../system/writing/make-folders.ts';
import { storageError } from '../../system/storage-error.ts';
import { writeAside } from '../../system/writing/write-aside.ts';
import type { DeclaredNames } from './order.ts';
import type { RenderTarget } from './target.ts';

/** A picture that lies in scratch, to be read or saved before the call that made it ends. */
export class MadePicture {
  readonly target: RenderTarget;
  /** Preset and smart crop that it was made by. */
  readonly declared: DeclaredNames;
  readonly #artefact: Artefact;

  constructor(target: RenderTarget, declared: DeclaredNames, artefact: Artefact) {
    this.target = target;
    this.declared = declared;
    this.#artefact = artefact;
  }

  /** The file's facts: MIME type, pixels, bytes, SHA-256. */
  get facts(): Pick<Artefact, 'mime' | 'width' | 'height' | 'bytes' | 'sha256'> {
    const { mime, width, height, bytes, sha256 } = this.#artefact;
    return { mime, width, height, bytes, sha256 };
  }

  /** Extension of its format, with the dot. */
  get extension(): string {
    return extname(this.#artefact.file);
  }

  /** Its bytes, at once: they were written a moment ago, and the way through the thread pool takes longer. */
  read(): Buffer {
    return readFileSync(this.#artefact.file);
  }

  /** Writes it to a file (absolute path), complete or not at all; missing folders are made. Throws UsageError FILE_EXISTS, StorageError. */
  async save(path: string, replace: boolean): Promise<void> {
    try {
      makeFolders(dirname(path));
      await writeAside(path, (aside) => copyTree(this.#artefact.file, aside), { replace });
    } catch (error) {
      if (!hasCode(error, 'EEXIST')) throw storageError(error, dirname(path), path, 'name another file');
      throw new UsageError('FILE_EXISTS', `expected no file at ${path}, got one`, {
        place: path,
        hint: 'Write over it with `force`, or name another file.',
      });
    }
  }
}
