import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inRepository } from '../files/repository.ts';

/** Packs dmx into a folder as it would be published; answers the tarball, absolute. */
function pack(folder: string): string {
  const words = ['pack', '--ignore-scripts', '--json', '--pack-destination', folder];
  const [{ filename }] = JSON.parse(execFileSync('npm', words, { cwd: inRepository('.'), encoding: 'utf8' })) as [
    { filename: string },
  ];
  return join(folder, filename);
}

function makeProject(folder: string): void {
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'consumer', private: true, type: 'module' }));
}

/** Makes an existing folder an ESM project in which the packed tarball is installed; what that depends on is linked. */
export function installPacked(folder: string): void {
  const packages = join(folder, 'node_modules');
  const own = join(packages, 'dmx-media');
  mkdirSync(own, { recursive: true });
  execFileSync('tar', ['-xzf', pack(folder), '-C', own, '--strip-components=1']);
  for (const name of readdirSync(inRepository('node_modules'))) {
    if (!name.startsWith('.')) symlinkSync(inRepository('node_modules', name), join(packages, name));
  }
  makeProject(folder);
}

/** Lets npm do something in a folder, from its cache where it can; false where it cannot, as without a registry. */
export function npm(folder: string, ...words: readonly string[]): boolean {
  const quietly = ['--no-audit', '--no-fund', '--prefer-offline'];
  return spawnSync('npm', [...words, ...quietly], { cwd: folder, stdio: 'ignore' }).status === 0;
}

/** Makes an existing folder a project in which npm has installed the packed tarball; false where npm cannot. */
export function npmInstallPacked(folder: string, ...options: readonly string[]): boolean {
  makeProject(folder);
  return npm(folder, 'install', ...options, pack(folder));
}
