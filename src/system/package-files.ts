import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const HERE = fileURLToPath(import.meta.url);

/** The nearest folder upwards that holds a package.json: the same from a source file and from a bundle of any depth. */
function findPackage(from: string): string {
  const folder = dirname(from);
  if (existsSync(join(folder, 'package.json'))) return folder;
  if (folder === from) throw new RangeError(`expected a package.json above ${HERE}, got none`);
  return findPackage(folder);
}

const PACKAGE_FOLDER = findPackage(HERE);

/** A file that the package ships, absolute; `path` is counted from the package's root. */
export function packageFile(path: string): string {
  return join(PACKAGE_FOLDER, path);
}

/** True where dmx runs from its sources. */
const FROM_SOURCES = extname(HERE) === '.ts';

/** A file that the build makes, absolute; undefined where dmx runs from its sources. */
export function builtFile(name: string): string | undefined {
  return FROM_SOURCES ? undefined : join(PACKAGE_FOLDER, 'dist', name);
}

/** The module that a worker process runs, absolute. */
export function workerFile(): string {
  return packageFile(FROM_SOURCES ? 'src/worker/main.ts' : 'bin/worker.js');
}

/**
 * A file that a bundled package reads when it runs, absolute: in that package where dmx runs from sources, else beside the
 * bundles, where the build puts it.
 */
export function bundledFile(name: string, path: string): string {
  if (FROM_SOURCES) return createRequire(HERE).resolve(`${name}/${path}`);
  return join(PACKAGE_FOLDER, 'dist', basename(path));
}

/** Packages with the versions that are wanted of them, by name. */
export type WantedPackages = Readonly<Record<string, string>>;

/** The fields of a package.json that dmx reads. */
interface PackageManifest {
  readonly version: string;
  readonly optionalDependencies?: WantedPackages;
  readonly peerDependencies?: WantedPackages;
}

/** The package.json in a folder of a package, absolute. Throws what Node throws. */
export function readManifest(folder: string): PackageManifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as PackageManifest;
}

/** The version in package.json. */
export function dmxVersion(): string {
  return readManifest(PACKAGE_FOLDER).version;
}

/** The packages that nobody gets without asking for them. */
export function askedPackages(): WantedPackages {
  return readManifest(PACKAGE_FOLDER).peerDependencies ?? {};
}

/** The name of a package that holds a program for one kind of machine, as npm's `os` and `cpu` call it. */
const FOR_ONE_MACHINE = /\/(?:darwin|linux|win32)-\w+$/;

/** The packages that dmx can do without, and npm installs on this machine unless it is told not to. */
export function optionalPackages(): WantedPackages {
  const all = Object.entries(readManifest(PACKAGE_FOLDER).optionalDependencies ?? {});
  const machine = `/${process.platform}-${process.arch}`;
  return Object.fromEntries(all.filter(([name]) => !FOR_ONE_MACHINE.test(name) || name.endsWith(machine)));
}
