import { closeSync, constants, openSync } from 'node:fs';
import { unlink } from 'node:fs/promises';
import path from 'node:path';
import { runTool } from '../../../system/tool.ts';

/** Both ends of a pipe between two programs, as open descriptors; who reads or writes waits for the other. */
export interface Pipe {
  readonly reader: number;
  readonly writer: number;
}

/** Opens a fifo for reading and writing first, so that opening each of its ends does not block. */
function openBoth(fifo: string): Pipe {
  const both = openSync(fifo, constants.O_RDWR);
  try {
    return { reader: openSync(fifo, constants.O_RDONLY), writer: openSync(fifo, constants.O_WRONLY) };
  } finally {
    closeSync(both);
  }
}

export function closePipes(pipes: readonly Pipe[]): void {
  for (const { reader, writer } of pipes) for (const end of [reader, writer]) closeSync(end);
}

/**
 * Opens pipes for programs, which take an end each as a descriptor (`ToolOptions.descriptors`), and are
 * closed here once all have theirs. Node's own pipes let no program wait. They leave nothing in `folder`. Throws where the
 * system or the disk has none.
 */
export async function openPipes(folder: string, count: number): Promise<readonly Pipe[]> {
  const files = Array.from({ length: count }, (_, i) => path.join(folder, `.pipe-${i}`));
  const pipes: Pipe[] = [];
  try {
    if (count > 0) await runTool('mkfifo', ['-m', '600', ...files]);
    for (const file of files) pipes.push(openBoth(file));
    return pipes;
  } catch (error) {
    closePipes(pipes);
    throw error;
  } finally {
    for (const file of files) await unlink(file).catch(() => undefined);
  }
}
