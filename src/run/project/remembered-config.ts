import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { makeFolders } from '../../system/writing/make-folders.ts';

/** The file of an output that says which dmx.yaml it is made by: one line, a path relative to the output. */
const fileOf = (output: string): string => join(output, '.dmx', 'config');

function written(output: string): string | undefined {
  try {
    return readFileSync(fileOf(output), 'utf8').trim();
  } catch {
    return undefined;
  }
}

/** The dmx.yaml that an output (absolute) was made by, absolute; undefined where none did, or it is there no longer. */
export function rememberedConfig(output: string): string | undefined {
  const path = written(output);
  if (path === undefined || path === '') return undefined;
  const file = resolve(output, path);
  return existsSync(file) ? file : undefined;
}

/** Remembers by which dmx.yaml an output is made: `dmx publish` works where `dmx ingest FOLDER` did, without it above. */
export function rememberConfig(output: string, configFile: string | undefined): void {
  const path = configFile && relative(output, configFile);
  if (written(output) === path) return;
  const file = fileOf(output);
  if (path === undefined) {
    rmSync(file, { force: true });
    return;
  }
  makeFolders(dirname(file));
  writeFileSync(file, `${path}\n`);
}
