import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EngineError } from '../model/errors.ts';
import { digestOf } from './digest.ts';
import { folderOfPackage, installCommand } from './npm-packages.ts';
import {
  askedPackages,
  builtFile,
  dmxVersion,
  optionalPackages,
  readManifest,
  type WantedPackages,
} from './package-files.ts';

/** The packages whose compiled parts are optional packages of their own, one for each kind of machine. */
const HOSTS = ['sharp', 'libsql'] as const;

interface Machine {
  readonly platform: string;
  readonly arch: string;
  /** Linux with musl in the place of glibc, as Alpine. */
  readonly musl: boolean;
}

function isMusl(): boolean {
  const { header } = process.report.getReport() as { readonly header: { readonly glibcVersionRuntime?: string } };
  return process.platform === 'linux' && header.glibcVersionRuntime === undefined;
}

/** Tells by its name whether a package is for a machine: `…linux-x64-gnu`, `…linuxmusl-x64`, `…win32-x64-msvc`. */
export function isForMachine(name: string, { platform, arch, musl }: Machine): boolean {
  const [, system, ofMusl, cpu, abi = ''] =
    /-?(darwin|freebsd|linux|win32)(musl)?-([a-z0-9]+)(?:-([a-z]+))?$/.exec(name) ?? [];
  const wantsMusl = ofMusl !== undefined || abi.startsWith('musl');
  return system === platform && cpu === arch && wantsMusl === musl;
}

/** The compiled parts of a package that this machine needs and that are not installed. */
function missingPartsOf(host: string, machine: Machine): WantedPackages {
  const folder = folderOfPackage(host);
  const parts = folder === undefined ? {} : (readManifest(folder).optionalDependencies ?? {});
  const needed = Object.entries(parts).filter(([name]) => isForMachine(name, machine));
  return Object.fromEntries(needed.filter(([name]) => folderOfPackage(name, folder) === undefined));
}

/** The packages that lack something, each with the parts that it lacks. */
function incompleteHosts(): readonly (readonly [host: string, parts: WantedPackages])[] {
  const { platform, arch } = process;
  const machine = { platform, arch, musl: isMusl() };
  const missing = HOSTS.map((host) => [host, missingPartsOf(host, machine)] as const);
  return missing.filter(([, parts]) => Object.keys(parts).length > 0);
}

/** The packages among `wanted` that are installed, with their versions. */
function installedOf(wanted: WantedPackages, from?: string): WantedPackages {
  const found = Object.keys(wanted).flatMap((name) => {
    const folder = folderOfPackage(name, from);
    return folder === undefined ? [] : [[name, readManifest(folder).version] as const];
  });
  return Object.fromEntries(found);
}

let installation: string | undefined;

/**
 * A digest of the installed program: versions of dmx, libvips and all packages, and the worker's bundle, which names
 * its other files by content. Undefined where libvips may be the system's own, whose version no package states, and
 * where dmx runs from its sources.
 */
export function installationText(): string | undefined {
  if (installation !== undefined) return installation;
  const sharp = folderOfPackage('sharp');
  const worker = builtFile('worker/main.cjs');
  if (sharp === undefined || worker === undefined || existsSync(join(sharp, 'src', 'build'))) return undefined;
  const { version, optionalDependencies = {} } = readManifest(sharp);
  const parts = installedOf(optionalDependencies, sharp);
  if (Object.keys(parts).length === 0) return undefined;
  const packages = installedOf({ ...askedPackages(), ...optionalPackages() });
  installation = digestOf(JSON.stringify([dmxVersion(), version, parts, packages, digestOf(readFileSync(worker))]));
  return installation;
}

/** The reason that a library gave for not loading, without its advice. */
function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const [said = ''] = text.split(/\n(?:Possible solutions|Require stack)/);
  return said.trim().replaceAll(/\s*\n\s*/g, '; ');
}

/**
 * The error of a library that does not load: names the compiled parts that are missing and the one command that installs
 * them, as after `npm install --omit=optional`; else gives the library's own reason.
 */
export function nativeError(cause: unknown): EngineError {
  const incomplete = incompleteHosts();
  if (incomplete.length === 0) {
    return new EngineError('ENGINE_MISSING', `expected libraries that load, got: ${reasonOf(cause)}`, {
      hint: 'Install dmx again on this machine, with `npm ci` or a new `npm install`.',
      cause,
    });
  }
  const hosts = incomplete.map(([host]) => host).join(' and ');
  const message = `expected the compiled parts of ${hosts} for ${process.platform} ${process.arch}, got none`;
  const parts: WantedPackages = Object.assign({}, ...incomplete.map(([, missing]) => missing));
  return new EngineError('ENGINE_MISSING', message, { hint: `Run \`${installCommand(parts)}\`.`, cause });
}
