// Tags a release: `npm run release`. `--dry-run` checks everything but the state of the repository and what is not released
// yet, and tags nothing.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkNotes, checkUnreleased, notesOf } from './changelog.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const dryRun = process.argv.includes('--dry-run');

const run = (program, ...args) => execFileSync(program, args, { cwd: ROOT, encoding: 'utf8' });
const read = (file) => readFileSync(join(ROOT, file), 'utf8');

/** Files that the package needs, and patterns of what must not be in it. */
const NEEDED = [
  ...[
    'package.json',
    'bin/dmx.js',
    'bin/package.json',
    'bin/load.js',
    'bin/start.js',
    'bin/worker.js',
    'dist/cli/main.cjs',
    'dist/worker/main.cjs',
    'dist/third-party.txt',
  ],
  ...['profiles/default.yaml', 'profiles/schema.json', 'README.md', 'CHANGELOG.md', 'LICENSE'],
];
const UNWANTED = [/^(?:src|test|fixtures|node_modules|\.)/, /\.(?:map|tsx?|log|tgz)$/, /\.dmx\//];
const isTypes = (path) => path.startsWith('dist/') && path.endsWith('.d.ts');
/** Unpacked; the scripts of the viewers, with the players in them, are 1.9 million of it, weights of networks 4.4 million. */
const MOST_BYTES = 14_000_000;

function checkPackage() {
  const [{ files, unpackedSize }] = JSON.parse(run('npm', 'pack', '--dry-run', '--json', '--ignore-scripts'));
  const paths = files.map(({ path }) => path);
  const linked = [...read('README.md').matchAll(/\]\(([^)#\s]+)/g)].map(([, target]) => target);
  const needed = [...NEEDED, ...linked.filter((target) => !target.includes('://'))];
  return [
    ...needed.filter((path) => !paths.includes(path)).map((path) => `the package lacks ${path}`),
    ...paths
      .filter((path) => !isTypes(path) && UNWANTED.some((pattern) => pattern.test(path)))
      .map((path) => `the package holds ${path}`),
    ...(unpackedSize > MOST_BYTES ? [`the package is ${unpackedSize} bytes, more than ${MOST_BYTES}`] : []),
  ];
}

function checkPublint() {
  try {
    run(process.execPath, join(ROOT, 'node_modules/publint/src/cli.js'), '--strict');
    return [];
  } catch (error) {
    return [`publint: ${error.stdout}${error.stderr}`];
  }
}

function checkRepository(tag) {
  const dirty = run('git', 'status', '--porcelain').trim();
  const known = run('git', 'tag', '--list', tag).trim();
  return [
    ...(dirty === '' ? [] : [`files are not committed:\n${dirty}`]),
    ...(known === '' ? [] : [`the tag ${tag} exists`]),
  ];
}

/** The addresses of the project that nobody has given yet: `.example` belongs to nobody (RFC 2606). */
function checkAddresses({ homepage, bugs, repository }) {
  return Object.entries({ homepage, 'bugs.url': bugs.url, 'repository.url': repository.url })
    .filter(([, address]) => address.includes('.example/'))
    .map(([field, address]) => `${field} is ${address}: npm pkg set ${field}=<the project's address>`);
}

const manifest = JSON.parse(read('package.json'));
const { version } = manifest;
const lock = JSON.parse(read('package-lock.json'));
const tag = `v${version}`;
const changelog = read('CHANGELOG.md');

if (!dryRun) run('npm', 'run', 'build');
if (!existsSync(join(ROOT, 'dist/cli/main.cjs'))) throw new Error('expected dist/, got none: npm run build');
const problems = [
  ...checkNotes(changelog, version),
  ...(lock.version === version ? [] : [`package-lock.json has version ${lock.version}, package.json ${version}`]),
  ...checkPackage(),
  ...checkPublint(),
  ...(dryRun ? [] : [...checkUnreleased(changelog), ...checkAddresses(manifest), ...checkRepository(tag)]),
];

if (problems.length > 0) {
  console.error(problems.join('\n'));
  process.exitCode = 1;
} else if (dryRun) {
  console.log(`${tag} can be tagged`);
} else {
  // As it stands in the changelog: git takes lines that begin with # for comments otherwise.
  run(
    'git',
    'tag',
    '--annotate',
    tag,
    '--cleanup=whitespace',
    '--message',
    `dmx ${version}\n\n${notesOf(changelog, version)}`,
  );
  console.log(`${tag} is tagged: git push --follow-tags`);
}
