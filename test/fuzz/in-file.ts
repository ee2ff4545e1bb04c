import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder for readers that open files; it goes with the process. */
export const FUZZ_FOLDER = mkdtempSync(join(tmpdir(), 'dmx-fuzz-'));

process.once('exit', () => rmSync(FUZZ_FOLDER, { recursive: true, force: true }));

/** A file that holds the input, for readers that open one; the next input of this name takes its place. */
export function inFile(name: string, input: Buffer): string {
  const file = join(FUZZ_FOLDER, name);
  writeFileSync(file, input);
  return file;
}
