import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inRepository } from '../files/repository.ts';

/** Makes an existing folder an ESM project in which the packed tarball is installed; what that depends on is linked. */
export function installPacked(folder: string): void {
  const packages = join(folder, 'node_modules');
  const own = join(packages, 'dmx-media');
  mkdirSync(own, { recursive: true });
  const pack = ['pack', '--ignore-scripts', '--json', '--pack-destination', folder];
  const [{ filename }] = JSON.parse(execFileSync('npm', pack, { cwd: inRepository('.'), encoding: 'utf8' })) as [
    { filename: string },
  ];
  execFileSync('tar', ['-xzf', join(folder, filename), '-C', own, '--strip-components=1']);
  for (const name of readdirSync(inRepository('node_modules'))) {
    if (!name.startsWith('.')) symlinkSync(inRepository('node_modules', name), join(packages, name));
  }
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'consumer', private: true, type: 'module' }));
}
