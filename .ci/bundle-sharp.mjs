import { readFileSync } from 'node:fs';
import { basename } from 'node:path';

// The module that stands for sharp in the bundle. Another release than the one that was bundled may be installed, by an
// override of whoever installs dmx: its native part wants the JavaScript that it came with.
const chosen = (version) => `
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
const load = createRequire(import.meta.url);
const installed = load(join(dirname(load.resolve('sharp')), '../package.json')).version;
export default installed === ${JSON.stringify(version)} ? require('sharp-inside').default : load('sharp');
`;

// Where sharp looks for its native part: from its own place, which is not the bundle's, and which package managers choose.
const FROM_ITS_PLACE = 'createRequire(createRequire(import.meta.url).resolve("sharp"))';

/**
 * What sharp loads and seldom asks: comparing versions is for its own installation, colours are given as numbers here. Each is
 * what stands in its sources, what stands for it, and where.
 */
const SELDOM = [
  {
    file: 'libvips.mjs',
    from: "import semver from 'semver';",
    to: `const semver = Object.fromEntries(
      ['coerce', 'satisfies', 'gte'].map((name) => [name, (...given) => require('semver')[name](...given)]),
    );`,
  },
  // The least version of libvips, which only installing asks for and an error tells.
  {
    file: 'libvips.mjs',
    from: 'semver.coerce(minimumLibvipsVersionLabelled).version',
    to: "minimumLibvipsVersionLabelled.replace(/^\\D+/, '')",
  },
  {
    file: 'colour.mjs',
    from: "import color from '@img/colour';",
    to: "const color = (...given) => require('@img/colour')(...given);",
  },
];

function loadSeldom(path, text) {
  let changed = text;
  for (const { file, from, to } of SELDOM) {
    if (basename(path) !== file) continue;
    if (!changed.includes(from)) throw new Error(`expected ${JSON.stringify(from)} in ${path}, got another sharp`);
    changed = changed.replace(from, () => to);
  }
  return changed;
}

/**
 * Puts the JavaScript of sharp and of what it needs into the bundle: its sixty files cost more to find, read and link one by
 * one than all that dmx itself loads. The native part stays where it is installed.
 */
export function bundleSharp(root) {
  const entry = `${root}node_modules/sharp/dist/index.mjs`;
  const { version } = JSON.parse(readFileSync(`${root}node_modules/sharp/package.json`, 'utf8'));
  return {
    name: 'bundle-sharp',
    setup(build) {
      build.onResolve({ filter: /^sharp$/ }, () => ({ path: 'sharp', namespace: 'chosen' }));
      build.onLoad({ filter: /.*/, namespace: 'chosen' }, () => ({ contents: chosen(version), resolveDir: root }));
      build.onResolve({ filter: /^sharp-inside$/ }, () => ({ path: entry }));
      build.onLoad({ filter: /sharp\/dist\/\w+\.mjs$/ }, ({ path }) => {
        const text = loadSeldom(path, readFileSync(path, 'utf8'));
        return { contents: text.replaceAll('createRequire(import.meta.url)', FROM_ITS_PLACE), loader: 'js' };
      });
    },
  };
}
