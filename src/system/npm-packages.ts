import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, isAbsolute, join, relative, sep } from 'node:path';
import { askedPackages, optionalPackages, packageFile, type WantedPackages } from './package-files.ts';

// Which folders Node looks into depends on the place alone: asking costs more than looking.
const searched = new Map<string, readonly string[]>();

/** Folders in which a module in `from` finds packages. */
function packageFolders(from: string): readonly string[] {
  const known = searched.get(from);
  if (known) return known;
  // Of a package that no Node brings along: for those of its own it tells nothing.
  const folders = createRequire(join(from, 'package.json')).resolve.paths('sharp') ?? [];
  searched.set(from, folders);
  return folders;
}

/**
 * The folder of an installed package, absolute, as a module in `from` (a folder; by default dmx's own) would find it;
 * undefined where it is not installed. Nothing of it is loaded.
 */
export function folderOfPackage(name: string, from: string = packageFile('')): string | undefined {
  for (const folder of packageFolders(from)) {
    const at = join(folder, name);
    if (existsSync(at)) return at;
  }
  return undefined;
}

/** A file of an installed package, absolute; `path` is counted from that package's root. Throws where it is not installed. */
export function fileOfPackage(name: string, path: string): string {
  const folder = folderOfPackage(name);
  if (folder === undefined) throw new RangeError(`expected the package ${name}, got none`);
  return join(folder, path);
}

/** The packages among these that are not installed. */
export function missingPackages(names: readonly string[]): readonly string[] {
  return names.filter((name) => folderOfPackage(name) === undefined);
}

/** The folder whose node_modules dmx lies in, absolute: of a project, of npx, or of all global packages. */
function installationRoot(): string {
  const own = packageFile('');
  const at = own.indexOf(`${sep}node_modules${sep}`);
  return at < 0 ? dirname(join(own, 'package.json')) : own.slice(0, at);
}

function isWithin(folder: string, root: string): boolean {
  const way = relative(root, folder);
  return way === '' || !(way.startsWith('..') || isAbsolute(way));
}

const quoted = (path: string): string => (/\s/.test(path) ? JSON.stringify(path) : path);

/** The words that let npm find the installation from the working directory. */
function placeWords(): readonly string[] {
  const root = installationRoot();
  if (!existsSync(join(root, 'package.json'))) return ['-g'];
  return isWithin(process.cwd(), root) ? [] : ['-C', quoted(root)];
}

/**
 * The command that installs packages where dmx finds them. Who has left optional packages out keeps them out: npm would
 * bring all of them with the next one.
 */
export function installCommand(packages: WantedPackages): string {
  const omits = missingPackages(Object.keys(optionalPackages())).length > 0;
  const words = Object.entries(packages).map(([name, version]) => `${name}@${version}`);
  const npm = omits ? 'npm install --omit=optional' : 'npm install';
  return [npm, ...placeWords(), ...words].join(' ');
}

/** The install command for optional packages, in the versions that dmx is tested with. */
export function installOptionalCommand(names: readonly string[]): string {
  const wanted = { ...askedPackages(), ...optionalPackages() };
  return installCommand(Object.fromEntries(names.map((name) => [name, wanted[name] ?? 'latest'])));
}
