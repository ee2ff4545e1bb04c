// Makes dist/: the program, its worker and the library, each bundled with the packages it is made of, so that a command starts
// in a third of the time that its thousand modules take one by one. Their licences go along, and the library's declarations.
import { copyFileSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { bundleSharp } from './bundle-sharp.mjs';
import { declare } from './declare.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

function readPackage(folder) {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
}

/** The folder of the package that a bundled file comes from; undefined for our own. */
function packageOf(file) {
  const [, folder] = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(file) ?? [];
  return folder;
}

/** What a package's authors ask to be passed on. */
function licenceOf(folder) {
  const { name, version, license } = readPackage(folder);
  const file = readdirSync(folder).find((one) => /^licen[cs]e/i.test(one));
  if (license === undefined && file === undefined) throw new Error(`expected a licence in ${folder}, got none`);
  const text = file === undefined ? '' : `\n\n${readFileSync(join(folder, file), 'utf8').trim()}`;
  return `${name} ${version}: ${license}${text}\n`;
}

/** Packages with native code, and those that a user may leave out: they stay outside. Of sharp only the native part does. */
const OUTSIDE = ['@img/sharp-*', 'libsql', ...Object.keys(readPackage(ROOT).optionalDependencies)];

/** The entries. Each is a bundle of its own: what two of them share would lie in some twenty files that both have to find. */
const ENTRIES = { 'cli/main': 'src/cli/main.ts', 'worker/main': 'src/worker/main.ts', index: 'src/index.ts' };

async function bundle([name, source], outdir) {
  const { metafile } = await build({
    absWorkingDir: ROOT,
    entryPoints: { [name]: source },
    outdir,
    chunkNames: 'chunks/[name]-[hash]',
    external: OUTSIDE,
    plugins: [bundleSharp(ROOT)],
    // For packages that are CommonJS and ask for Node's own modules.
    banner: {
      js: "import { createRequire as requireOf } from 'node:module'; const require = requireOf(import.meta.url);",
    },
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    metafile: true,
    logLevel: 'warning',
    minifyWhitespace: true,
    minifySyntax: true,
    legalComments: 'none',
  });
  return Object.keys(metafile.inputs);
}

/** Reads the shipped profiles once for all calls: the program takes what they come to. */
async function compileShipped() {
  const folder = join(ROOT, 'dist/once');
  await bundle(['shipped', 'src/run/project/shipped.ts'], folder);
  const { compileShipped: compile } = await import(pathToFileURL(join(folder, 'shipped.js')).href);
  writeFileSync(join(ROOT, 'dist/shipped.json'), await compile());
  rmSync(folder, { recursive: true });
}

rmSync(join(ROOT, 'dist'), { recursive: true, force: true });
const inputs = (await Promise.all(Object.entries(ENTRIES).map((entry) => bundle(entry, 'dist')))).flat();
await compileShipped();

/** Files that bundled packages read when they run. */
const READ = ['lcms-wasm/dist/lcms.wasm'];
for (const file of READ) copyFileSync(join(ROOT, 'node_modules', file), join(ROOT, 'dist', basename(file)));

const folders = new Set(inputs.flatMap((file) => packageOf(file) ?? []));
const licences = [...folders].sort().map((folder) => licenceOf(join(ROOT, folder)));
writeFileSync(join(ROOT, 'dist/third-party.txt'), licences.join(`\n${'-'.repeat(78)}\n\n`));
declare(join(ROOT, 'dist/types'));
