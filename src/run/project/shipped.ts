import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { once } from '../../base/once.ts';
import type { ProfileFile } from '../../profiles/parse.ts';
import { parseShipped, printShipped, type Shipped } from '../../profiles/shipped.ts';
import { builtFile, packageFile } from '../../system/package-files.ts';
import { exists } from '../../system/path-kind.ts';

const FOLDER = packageFile('profiles');
const locate = (name: string): string => join(FOLDER, name);

/** The text of a dmx.yaml that says nothing. */
const UNCONFIGURED = { name: 'dmx.yaml', text: 'version: 1\n' };

/** The shipped files of profiles and presets, under absolute names. */
export function shippedFiles(): readonly ProfileFile[] {
  const names = readdirSync(FOLDER).filter((name) => name.endsWith('.yaml'));
  return names
    .toSorted()
    .map(locate)
    .map((name) => ({ name, text: readFileSync(name, 'utf8'), shipped: true }));
}

async function readTexts(files: readonly ProfileFile[]): Promise<Shipped> {
  const { parseConfig, parseLibrary } = await import('./yaml-readers.ts');
  const { library, problems, warnings } = parseLibrary(files);
  const [wrong] = [...problems, ...warnings];
  if (wrong) throw new TypeError(`expected shipped profiles without mistakes, got ${wrong.file}: ${wrong.message}`);
  return { config: parseConfig(UNCONFIGURED).config, library };
}

/** The text that the build leaves beside the program. */
export async function compileShipped(): Promise<string> {
  return printShipped(await readTexts(shippedFiles().map((file) => ({ ...file, name: basename(file.name) }))));
}

async function read(): Promise<Shipped> {
  const compiled = builtFile('shipped.json');
  return compiled !== undefined && exists(compiled)
    ? parseShipped(readFileSync(compiled, 'utf8'), locate)
    : readTexts(shippedFiles());
}

/** The shipped profiles and presets, and the settings where there is no dmx.yaml; read once, as the build left them. */
export const readShipped = once(read);
