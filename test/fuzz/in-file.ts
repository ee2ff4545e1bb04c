import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const FOLDER = mkdtempSync(join(tmpdir(), 'dmx-fuzz-'));

/** A file that holds the input, for readers that open one; the next input of this name takes its place. */
export function inFile(name: string, input: Buffer): string {
  const file = join(FOLDER, name);
  writeFileSync(file, input);
  return file;
}
