// Makes dist/: the program, its worker and the library, each bundled with the packages it is made of, so that a command starts
// in a third of the time that its thousand modules take one by one. Their licences go along, and the library's declarations.
import { copyFileSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import asc from 'assemblyscript/dist/asc.js';
import { build, transform } from 'esbuild';
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

/** Packages with native code or large WebAssembly, and those that a user may leave out: they stay outside. Of sharp only the native part does. */
const OUTSIDE = [
  '@img/sharp-*',
  'libsql',
  'harfbuzzjs',
  'woff2-encoder',
  ...Object.keys(readPackage(ROOT).optionalDependencies),
];

/**
 * The programs, each a bundle of scripts of its own: what two of them share would lie in some twenty files that both have to
 * find. bin/load.js runs them.
 */
const PROGRAMS = { cli: 'src/cli/main.ts', worker: 'src/worker/main.ts' };

/** What programs import: the library, and the plugins of site generators. */
const LIBRARY = {
  index: 'src/index.ts',
  vite: 'src/integrations/vite.ts',
  eleventy: 'src/integrations/eleventy.ts',
};

const SMALL = { minifyWhitespace: true, minifySyntax: true, legalComments: 'none' };

async function bundle(entryPoints, outdir) {
  const { metafile } = await build({
    absWorkingDir: ROOT,
    entryPoints,
    outdir,
    chunkNames: '[name]-[hash]',
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
    ...SMALL,
  });
  return Object.keys(metafile.inputs);
}

/**
 * Turns the modules of a folder into scripts: of those V8 takes back the code that it made at an earlier call. What they import of
 * each other is required, packages with native code and optional ones stay as they are.
 */
async function makeScripts(folder) {
  for (const name of readdirSync(folder)) {
    const file = join(folder, name);
    const define = { 'import.meta.url': '__url' };
    const { code } = await transform(readFileSync(file, 'utf8'), { format: 'cjs', platform: 'node', define, ...SMALL });
    const script = code
      .replaceAll(/\bimport\(("\.\/[^"]+")\)/g, 'Promise.resolve().then(()=>require($1))')
      .replaceAll(/\bimport\((?=")/g, '__import(')
      .replaceAll(/(require\("\.\/[^"]+)\.js"\)/g, '$1.cjs")')
      // Of what is not ASCII esbuild leaves some in regular expressions; text of one byte a character is read at once.
      .replaceAll(/[\u0080-\uFFFF]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
    writeFileSync(file.replace(/\.js$/, '.cjs'), script);
    rmSync(file);
  }
}

/** Bundles a program into its folder of scripts. */
async function bundleProgram([name, source]) {
  const folder = join(ROOT, 'dist', name);
  const files = await bundle({ main: source }, folder);
  await makeScripts(folder);
  return files;
}

/** Reads the shipped profiles once for all calls: the program takes what they come to. */
async function compileShipped() {
  const folder = join(ROOT, 'dist/once');
  await bundle({ shipped: 'src/run/project/shipped.ts' }, folder);
  const { compileShipped: compile } = await import(pathToFileURL(join(folder, 'shipped.js')).href);
  writeFileSync(join(ROOT, 'dist/shipped.json'), await compile());
  rmSync(folder, { recursive: true });
}

/**
 * Compiles the kernels: every function that a file of src/kernels exports, as one module of WebAssembly without AssemblyScript's
 * runtime, which none of them needs.
 */
async function compileKernels() {
  const files = readdirSync(join(ROOT, 'src/kernels')).filter((name) => name.endsWith('.ts'));
  const { error, stderr } = await asc.main([
    ...files.map((name) => `src/kernels/${name}`),
    ...['--baseDir', ROOT, '--outFile', 'dist/kernels.wasm'],
    ...['-O3', '--enable', 'simd', '--runtime', 'stub', '--noAssert'],
  ]);
  if (error) throw new Error(`expected kernels that compile, got: ${stderr}`);
}

/** Styles as text, as short as they can be. */
const STYLES = {
  name: 'styles',
  setup({ onLoad }) {
    onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const { code } = await transform(readFileSync(path, 'utf8'), { loader: 'css', minify: true });
      return { contents: code.trim(), loader: 'text' };
    });
  },
};

const IN_BROWSERS = {
  absWorkingDir: ROOT,
  bundle: true,
  minify: true,
  legalComments: 'none',
  platform: 'browser',
  target: ['es2022'],
  metafile: true,
  logLevel: 'warning',
};

/**
 * Bundles the viewers for browsers: a script for every page, and those that it fetches when a viewer of a kind is met. Nothing of
 * them is fetched from elsewhere.
 */
async function bundleViewers() {
  const { metafile } = await build({
    entryPoints: { 'dmx-viewers': 'src/viewers/index.ts' },
    outdir: 'dist/viewers',
    chunkNames: '[name]-[hash]',
    splitting: true,
    format: 'esm',
    plugins: [STYLES],
    ...IN_BROWSERS,
  });
  dropIdleImports(metafile);
  await bundleClassic();
  copyFileSync(join(ROOT, 'src/viewers/pages/page.css'), join(ROOT, 'dist/viewers/page.css'));
  return Object.keys(metafile.inputs);
}

/**
 * Takes imports out of the viewers that name nothing of esbuild's own helpers: these do nothing by themselves, and a page would
 * fetch them before its first picture.
 */
function dropIdleImports({ outputs }) {
  const helpers = Object.keys(outputs).filter((path) => Object.keys(outputs[path].inputs).length === 0);
  for (const path of Object.keys(outputs)) {
    const file = join(ROOT, path);
    const idle = helpers.map((helper) => `import"./${basename(helper)}";`);
    const code = readFileSync(file, 'utf8');
    writeFileSync(
      file,
      idle.reduce((text, one) => text.replaceAll(one, ''), code),
    );
  }
}

/**
 * The scripts and pages of Dynamic Media's viewers. A target gets the one script at each address that embed snippets know
 * (src/run/delivery/viewer-files.ts).
 */
async function bundleClassic() {
  const entryPoints = {
    s7viewers: 'src/viewers/classic/s7viewers.ts',
    'html5/js/popup': 'src/viewers/classic/popup.ts',
  };
  await build({ entryPoints, outdir: 'dist/viewers', format: 'iife', ...IN_BROWSERS });
  const classes = join(ROOT, 'dist/classes');
  await bundle({ viewers: 'src/model/viewers/viewers.ts' }, classes);
  const { VIEWERS } = await import(pathToFileURL(join(classes, 'viewers.js')).href);
  rmSync(classes, { recursive: true });
  for (const name of Object.values(VIEWERS).flatMap((row) => Object.keys(row.classes))) {
    writeFileSync(join(ROOT, 'dist/viewers/html5', `${name}.html`), popupPage(name));
  }
}

const popupPage = (name) => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${name}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="../page.css">
</head>
<body class="alone" data-viewer="${name}">
<div id="viewer"></div>
<script src="js/popup.js"></script>
</body>
</html>
`;

rmSync(join(ROOT, 'dist'), { recursive: true, force: true });
const inputs = (
  await Promise.all([bundle(LIBRARY, 'dist'), ...Object.entries(PROGRAMS).map(bundleProgram), bundleViewers()])
).flat();
await compileShipped();
await compileKernels();

/** Files that bundled packages read when they run. */
const READ = ['lcms-wasm/dist/lcms.wasm'];
for (const file of READ) copyFileSync(join(ROOT, 'node_modules', file), join(ROOT, 'dist', basename(file)));

const folders = new Set(inputs.flatMap((file) => packageOf(file) ?? []));
const licences = [...folders].sort().map((folder) => licenceOf(join(ROOT, folder)));
writeFileSync(join(ROOT, 'dist/third-party.txt'), licences.join(`\n${'-'.repeat(78)}\n\n`));
declare(Object.values(LIBRARY), join(ROOT, 'dist/types'), ['src/integrations/modules.d.ts']);
