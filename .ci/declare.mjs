// Writes the declarations of the library: those of its entry and of the files that they name, no other.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const TSC = fileURLToPath(new URL('bin/tsc', import.meta.resolve('typescript/package.json')));
const BASE = fileURLToPath(new URL('tsconfig.json', import.meta.url));
const SOURCES = fileURLToPath(new URL('../src', import.meta.url));
const RELATIVE = /((?:from|import\()\s*')(\.[^']+)\.ts(')/g;

/** Declares files of the sources, each by itself: nothing is resolved, so what has no written type would become `any`. */
function emit(names, folder) {
  const project = join(folder, 'tsconfig.json');
  const files = names.map((name) => join(SOURCES, `${name}.ts`));
  writeFileSync(project, JSON.stringify({ extends: BASE, compilerOptions: { outDir: folder }, files, include: [] }));
  execFileSync(process.execPath, [TSC, '-p', project], { stdio: 'inherit' });
  return names.map((name) => [name, readFileSync(join(folder, `${name}.d.ts`), 'utf8')]);
}

/**
 * Declares entries (`src/index.ts` …) in the folder `to`, beside declarations that are `written` by hand. What they import ends in
 * .js, as everywhere.
 */
export function declare(entries, to, written) {
  const folder = mkdtempSync(join(tmpdir(), 'dmx-declarations-'));
  const declared = new Map();
  try {
    for (let names = entries.map((file) => file.replace(/^src\/(.*)\.ts$/, '$1')); names.length > 0;) {
      for (const [name, text] of emit(names, folder)) declared.set(name, text);
      const named = [...declared].flatMap(([name, text]) =>
        [...text.matchAll(RELATIVE)].map(([, , specifier]) => join(dirname(name), specifier)),
      );
      names = [...new Set(named)].filter((name) => !declared.has(name));
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
  for (const file of written)
    declared.set(file.replace(/^src\/(.*)\.d\.ts$/, '$1'), readFileSync(join(SOURCES, '..', file), 'utf8'));
  for (const [name, text] of declared) {
    if (/\bany\b/.test(text.replaceAll(/\/\*[^]*?\*\//g, '')))
      throw new Error(`expected written types in ${name}.ts, got any`);
    const file = join(to, `${name}.d.ts`);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text.replaceAll(RELATIVE, '$1$2.js$3'));
  }
}
