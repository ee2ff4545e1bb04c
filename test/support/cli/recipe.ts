import { execFile } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { DMX_BIN } from './dmx.ts';
import { ownFolder, writeFiles } from '../files/own-folder.ts';
import { inRepository } from '../files/repository.ts';

/** A file that a recipe shows. */
const FILE = /^```\w+ file=(\S+)\n([^]*?)\n```$/gm;

/** The files of a recipe of docs/recipes, by their paths. */
export function recipeFiles(name: string): Readonly<Record<string, string>> {
  const text = readFileSync(inRepository(`docs/recipes/${name}.md`), 'utf8');
  return Object.fromEntries(Array.from(text.matchAll(FILE), ([, file = '', held = '']) => [file, `${held}\n`]));
}

/** One file of a recipe. */
export function recipeFile(name: string, file: string): string {
  const found = recipeFiles(name)[file];
  if (found === undefined) throw new Error(`expected ${file} in the recipe ${name}, got none`);
  return found;
}

/** Programs of a recipe that are not run as they are: `npx` finds dmx at once, the package is there, ffmpeg is. */
const STAND_INS = {
  npx: '#!/bin/sh\nexec "$@"\n',
  npm: '#!/bin/sh\nexit 0\n',
  dmx: `#!/bin/sh\nexec "${process.execPath}" "${DMX_BIN}" "$@"\n`,
  'apt-get': '#!/bin/sh\nexit 0\n',
};

/** How a step ended. */
export interface StepEnd {
  readonly exit: number;
  readonly said: string;
}

/** Runs steps of recipes in a folder, by a shell, as their machines would. */
export interface Steps {
  run(step: string, env?: Readonly<Record<string, string>>): Promise<StepEnd>;
}

/** Prepares a folder for the steps of a recipe: this package is installed in it. */
export function openSteps(folder: string): Steps {
  const programs = ownFolder();
  writeFiles(programs, STAND_INS);
  for (const name of Object.keys(STAND_INS)) chmodSync(join(programs, name), 0o755);
  mkdirSync(join(folder, 'node_modules'), { recursive: true });
  for (const [name, at] of [
    ['dmx-media', ''],
    ['sharp', 'node_modules/sharp'],
  ] as const)
    symlinkSync(inRepository(at), join(folder, 'node_modules', name), 'dir');
  const kept = Object.entries(process.env).filter(([name]) => !/^(DMX_|GITHUB_|CI$)/.test(name));
  return {
    run: (step, env = {}) =>
      new Promise((resolve) => {
        const path = `${programs}${delimiter}${process.env['PATH'] ?? ''}`;
        const options = { cwd: folder, env: { ...Object.fromEntries(kept), PATH: path, ...env } };
        execFile('sh', ['-e', '-c', step], options, (error, stdout, stderr) => {
          const exit = error === null ? 0 : typeof error.code === 'number' ? error.code : 1;
          resolve({ exit, said: `${stdout}${stderr}` });
        });
      }),
  };
}
