import { cpSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { ownFolder } from '../files/own-folder.ts';
import { inRepository } from '../files/repository.ts';

const PACKAGE = ['bin', 'dist', 'models', 'profiles', 'package.json'];

/** The built package as npm leaves it where packages of these scopes were not installed; answers its binary. */
export function installWithout(scopes: readonly string[]): string {
  const folder = ownFolder();
  for (const part of PACKAGE) cpSync(inRepository(part), join(folder, part), { recursive: true });
  const packages = join(folder, 'node_modules');
  mkdirSync(packages);
  for (const name of readdirSync(inRepository('node_modules'))) {
    if (!scopes.includes(name) && !name.startsWith('.')) {
      symlinkSync(inRepository('node_modules', name), join(packages, name));
    }
  }
  return join(folder, 'bin/dmx.js');
}
