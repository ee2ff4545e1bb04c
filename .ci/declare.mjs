// Writes the declarations of the library: those of its entry, and of what they name, no other.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const TSC = fileURLToPath(new URL('bin/tsc', import.meta.resolve('typescript/package.json')));
const PROJECT = fileURLToPath(new URL('tsconfig.json', import.meta.url));
const RELATIVE = /((?:from|import\()\s*')(\.[^']+)\.ts(')/g;

/** Copies a declaration and those it imports, by their paths below `from`; what they import ends in .js, as everywhere. */
function copy(name, from, to, copied = new Set()) {
  if (copied.has(name)) return;
  copied.add(name);
  const text = readFileSync(join(from, `${name}.d.ts`), 'utf8');
  for (const [, , specifier] of text.matchAll(RELATIVE)) copy(join(dirname(name), specifier), from, to, copied);
  const file = join(to, `${name}.d.ts`);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text.replaceAll(RELATIVE, '$1$2.js$3'));
}

/** Declares `src/index.ts` in the folder `to`. */
export function declare(to) {
  const all = mkdtempSync(join(tmpdir(), 'dmx-declarations-'));
  try {
    execFileSync(process.execPath, [TSC, '-p', PROJECT, '--outDir', all], { stdio: 'inherit' });
    copy('index', all, to);
  } finally {
    rmSync(all, { recursive: true });
  }
}
