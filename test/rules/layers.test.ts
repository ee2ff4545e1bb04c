import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkLayers, type LayerRules } from '../support/rules/layers.ts';
import { inRepository } from '../support/files/repository.ts';
import { parseSource, readSources } from '../support/rules/source.ts';

const PURE_ROWS = {
  base: { pure: true, may: [] },
  model: { pure: true, may: ['base'] },
  serving: { pure: true, may: ['model', 'base'] },
  layout: { pure: true, may: ['model', 'base'] },
  sets: { pure: true, may: ['model', 'base'] },
  profiles: { pure: true, may: ['serving', 'model', 'base'] },
  plan: { pure: true, may: ['profiles', 'serving', 'layout', 'model', 'base'] },
  pages: { pure: true, may: ['model', 'base'] },
  tiles: { pure: true, may: ['model', 'base'] },
} as const;

const OUTSIDE_ENGINES = ['serving', 'layout', 'system', 'model', 'base'];

/** The interface of engines, and what all of them are made with. */
const SHARED = ['engines/engine.ts', 'engines/attempt.ts', 'engines/picture.ts'];

/** The configured libvips and its errors, below the rooms of the picture engine. */
const LIBVIPS = ['engines/picture.ts', 'engines/image/libvips.ts', 'engines/image/source-error.ts'];

const inImage = (...rooms: readonly string[]): string[] => rooms.map((room) => `engines/image/${room}`);

/** Who may know whom inside of the engines: clips → pictures → formats → TIFF, metadata; looking for subjects stands apart. */
const ENGINE_ROOMS: Readonly<Record<string, readonly string[]>> = {
  'engines/crop': ['engines/picture.ts'],
  'engines/text': ['engines/picture.ts'],
  'engines/image/kernels': ['engines/picture.ts'],
  'engines/image/source': [...LIBVIPS, ...inImage('kernels', 'color')],
  'engines/image/color': LIBVIPS,
  'engines/image/tiff': LIBVIPS,
  'engines/image/paths': [...LIBVIPS, ...inImage('source')],
  'engines/image/metadata': [...LIBVIPS, ...inImage('source', 'tiff', 'paths')],
  'engines/formats': [...LIBVIPS, ...inImage('kernels', 'source', 'color', 'tiff', 'paths', 'metadata')],
  'engines/image': [...SHARED, 'engines/image', 'engines/formats', 'engines/crop', 'engines/text'],
  'engines/video': [...SHARED, 'engines/image/engine.ts', 'engines/crop'],
};

/** The composition root: what chooses the backends of a project. */
const ROOT = 'run/project/runtime.ts';

const PORT = { pure: false, may: ['system', 'model', 'base'] } as const;

const manifest = JSON.parse(readFileSync(inRepository('package.json'), 'utf8')) as {
  dependencies: Record<string, string>;
  optionalDependencies: Record<string, string>;
  peerDependencies: Record<string, string>;
};

/** Who may know whom. A folder that is not here may not exist. */
const RULES: LayerRules = {
  layers: {
    ...PURE_ROWS,
    system: { pure: false, may: ['model', 'base'] },
    engines: {
      pure: false,
      may: ['engines/image/engine.ts', 'engines/video/engine.ts', ...OUTSIDE_ENGINES],
      rooms: true,
    },
    ...Object.fromEntries(
      Object.entries(ENGINE_ROOMS).map(([room, may]) => [room, { pure: false, may: [...may, ...OUTSIDE_ENGINES] }]),
    ),
    library: PORT,
    storage: PORT,
    catalog: PORT,
    report: PORT,
    schedule: PORT,
    run: {
      pure: false,
      may: ['engines', 'library', 'storage', 'catalog', 'report', 'schedule', 'system', ...Object.keys(PURE_ROWS)],
    },
    worker: { pure: false, may: ['engines', 'library', 'storage', 'system', 'model', 'base'] },
    // What runs as WebAssembly: AssemblyScript, which is called by its name and imports nothing.
    kernels: { pure: true, may: [] },
    // What browsers run: bundled by itself, with packages of its own.
    viewers: { pure: false, may: ['model', 'base'] },
    integrations: { pure: false, may: ['run', 'pages', 'model', 'base'] },
    cli: { pure: false, may: ['run', 'report', ...Object.keys(PURE_ROWS)] },
    // The library: the one file beside the folders.
    'index.ts': { pure: false, may: ['run', 'report', ...Object.keys(PURE_ROWS)] },
  },
  purePackages: ['yaml', 'zod', 'thumbhash', 'damerau-levenshtein'],
  impure: [
    'Date',
    'Math.random',
    'crypto',
    'fetch',
    'globalThis',
    'performance',
    'process',
    'require',
    'setImmediate',
    'setInterval',
    'setTimeout',
  ],
  packages: {
    sharp: ['engines/image', 'engines/formats/libvips'],
    blurhash: ['engines/image/output'],
    thumbhash: ['pages'],
    'damerau-levenshtein': ['base/text.ts'],
    execa: ['system/tool.ts'],
    commander: ['cli'],
    kysely: ['catalog'],
    libsql: ['system/sqlite.ts'],
    '@imagemagick/magick-wasm': ['engines/formats/foreign'],
    '@embedpdf/pdfium': ['engines/formats/pdf'],
    harfbuzzjs: ['engines/text'],
    'bidi-js': ['engines/text'],
    'woff2-encoder': ['engines/text'],
    'lcms-wasm': ['engines/image/color'],
    'libheif-js': ['engines/formats/heif'],
    'jxl-oxide-wasm': ['engines/formats/jxl.ts'],
    'libraw-wasm': ['engines/formats/raw'],
    three: ['engines/formats/exr.ts'],
    openseadragon: ['viewers'],
    'hls.js': ['viewers/video'],
    'media-chrome': ['viewers/video'],
    'embla-carousel': ['viewers/carousel'],
    pannellum: ['viewers/panorama'],
    '@ffprobe-installer/ffprobe': ['engines/video/ffmpeg/tools.ts'],
    vite: ['integrations/vite.ts'],
    '@tensorflow/tfjs-core': ['engines/crop'],
    '@tensorflow/tfjs-converter': ['engines/crop'],
    '@tensorflow/tfjs-backend-wasm': ['engines/crop/network'],
  },
  // lcms-wasm asks for its own test runner, and so is bundled instead of installed; those of the viewers run in browsers.
  dependencies: [
    'lcms-wasm',
    ...['openseadragon', 'hls.js', 'media-chrome', 'embla-carousel', 'pannellum'],
    ...[manifest.dependencies, manifest.optionalDependencies, manifest.peerDependencies].flatMap(Object.keys),
  ],
  ports: {
    // An import takes the one file apart that its user names, and hands nothing to a worker.
    engines: { open: ['engines/engine.ts', 'engines/formats/psd/layers/take-apart.ts'], composers: ['worker'] },
    library: { open: ['library/library.ts', 'library/find-file.ts'], composers: [ROOT, 'worker'] },
    storage: { open: ['storage/storage.ts', 'storage/target.ts'], composers: [ROOT, 'worker'] },
    catalog: { open: ['catalog/catalog.ts'], composers: [ROOT] },
    // Reporters are chosen by an option, and the page of a report is printed for its use case.
    report: { open: ['report/reporter.ts'], composers: ['cli', 'run/report.ts'] },
    schedule: {
      open: ['admission', 'crew', 'do-job', 'schedule', 'scratch', 'workers'].map((name) => `schedule/${name}.ts`),
      composers: [ROOT],
    },
    'run/history': {
      open: ['history', 'journal', 'lock', 'open-run'].map((name) => `run/history/${name}.ts`),
      composers: [ROOT],
    },
  },
  orderedRooms: { run: ['run/request.ts'] },
};

type Table = Readonly<Record<string, string>>;

const written = (folders: readonly string[]): string => folders.toSorted().join(', ');

/** The tables of folders and of the rooms of the engines in CONTRIBUTING.md: what each may import, in one order. */
function layoutTables(page: string): Table {
  const [, section = ''] = page.split('\n## Layout\n');
  const rows = section.split('\n## ')[0]?.matchAll(/^\| `(\S+)` \|(?: (yes|no) \|)? ([^|]*) \|/gm) ?? [];
  return Object.fromEntries(
    [...rows].map(([, name = '', pure, may = '']) => {
      const folders = may.split(',').map((folder) => folder.trim());
      const list = written(folders.filter((folder) => folder !== '–'));
      return pure === undefined ? [`engines/${name}`, list] : [name, `${pure}: ${list}`];
    }),
  );
}

/** The rules in the words of those tables: rooms name what they import of the engines alone. */
function tablesOf(layers: LayerRules['layers']): Table {
  return Object.fromEntries(
    Object.entries(layers).map(([name, { pure, may }]) => {
      const isRoom = name.includes('/');
      const named = may.filter((folder) => folder.startsWith('engines/') === isRoom);
      if (isRoom) return [name, written(named.map((folder) => folder.slice('engines/'.length)))];
      return [name, `${pure ? 'yes' : 'no'}: ${written(named)}`];
    }),
  );
}

describe('the layers', () => {
  it('are those of the tables in CONTRIBUTING.md', () => {
    const page = readFileSync(inRepository('CONTRIBUTING.md'), 'utf8');
    expect(layoutTables(page)).toEqual(tablesOf(RULES.layers));
  });

  it('are kept by every file of the sources', () => {
    expect(checkLayers(readSources(), RULES)).toEqual([]);
  });

  const BREACHES: readonly (readonly [what: string, path: string, text: string])[] = [
    ['a pure folder reads a file', 'plan/a.ts', `import { readFileSync } from 'node:fs';`],
    ['a pure folder imports a package of its own', 'serving/a.ts', `import sharp from 'sharp';`],
    ['a pure folder looks at the clock', 'model/a.ts', `export const now = () => Date.now();`],
    ['a pure folder draws a number', 'plan/a.ts', `export const draw = () => Math.random();`],
    ['a type is imported against the layers', 'model/a.ts', `import type { A } from '../plan/b.ts';`],
    ['something is re-exported against the layers', 'base/a.ts', `export * from '../model/b.ts';`],
    ['a module is imported late against the layers', 'worker/a.ts', `await import('../run/b.ts');`],
    ['a type is imported inline against the layers', 'base/a.ts', `export type A = import('../model/b.ts').B;`],
    ['a late import is not written out', 'cli/a.ts', `export const load = (name: string) => import(name);`],
    ['siblings know each other', 'storage/a.ts', `import { b } from '../catalog/catalog.ts';`],
    ['a use case names a backend', 'run/ingest.ts', `import { b } from '../storage/folder.ts';`],
    ['a use case names a registry of backends', 'run/ingest.ts', `import { b } from '../storage/index.ts';`],
    [
      'the composition root passes over a registry',
      'run/project/runtime.ts',
      `import { b } from '../../catalog/dialects/sqlite.ts';`,
    ],
    ['a use case names where masters lie', 'run/ingest.ts', `import { b } from '../library/folder.ts';`],
    ['an engine asks the library', 'engines/engine.ts', `import { b } from '../library/library.ts';`],
    ['a use case names how workers run', 'run/ingest.ts', `import { b } from '../schedule/processes.ts';`],
    ['a use case names how runs are remembered', 'run/ingest.ts', `import { b } from './history/file-lock.ts';`],
    ['a room names how runs are remembered', 'run/work/a.ts', `import { b } from '../history/index.ts';`],
    ['a room of use cases knows a use case', 'run/work/a.ts', `import { b } from '../ingest.ts';`],
    ['sharp is used outside the image engine', 'engines/video/a.ts', `import sharp from 'sharp';`],
    ['a program is run past the one wrapper', 'engines/video/a.ts', `import { execa } from 'execa';`],
    ['a package is used that nobody installs', 'run/a.ts', `import chalk from 'chalk';`],
    ['a developer’s package is used', 'run/a.ts', `import fc from 'fast-check';`],
    ['an import leaves the sources', 'cli/a.ts', `import manifest from '../../package.json';`],
    ['a folder has no row', 'utils/a.ts', `export const a = 1;`],
    ['a room has no row', 'engines/sound/a.ts', `export const a = 1;`],
    ['a format knows what draws', 'engines/formats/a.ts', `import { b } from '../image/draw.ts';`],
    ['a low room knows a higher one', 'engines/image/tiff/a.ts', `import { b } from '../../formats/index.ts';`],
    ['clips reach into pictures', 'engines/video/a.ts', `import { b } from '../image/render.ts';`],
    ['pictures know clips', 'engines/image/steps/a.ts', `import { b } from '../../video/engine.ts';`],
    ['detectors know pictures', 'engines/crop/detectors/a.ts', `import { b } from '../../image/libvips.ts';`],
    ['an engine names the registry of engines', 'engines/video/a.ts', `import { b } from '../index.ts';`],
    ['a file lies beside the folders', 'a.ts', `export const a = 1;`],
    ['the library passes over the use cases', 'index.ts', `import { b } from './engines/image/engine.ts';`],
    ['the library knows the command line', 'index.ts', `import { b } from './cli/exit.ts';`],
    ['a use case knows the library', 'run/a.ts', `import { open } from '../index.ts';`],
    ['a file imports itself', 'base/a.ts', `import { a } from './a.ts';`],
  ];

  it.each(BREACHES)('are broken when %s', (_what, path, text) => {
    expect(checkLayers([parseSource(path, text)], RULES)).toHaveLength(1);
  });

  it('are broken by a circle of three files', () => {
    const next = { a: 'b', b: 'c', c: 'a' };
    const circle = Object.entries(next).map(([from, to]) =>
      parseSource(`run/${from}.ts`, `import type { T } from './${to}.ts';`),
    );
    expect(checkLayers(circle, RULES)).toHaveLength(3);
  });

  it('are broken by rooms of the use cases that know each other in a circle', () => {
    const ring = [
      parseSource('run/work/a.ts', `import type { T } from '../planning/b.ts';`),
      parseSource('run/planning/c.ts', `import type { T } from '../work/d.ts';`),
    ];
    expect(checkLayers(ring, RULES)).toHaveLength(2);
  });

  const ALLOWED: readonly (readonly [what: string, path: string, text: string])[] = [
    ['a use case imports an interface', 'run/ingest.ts', `import type { Storage } from '../storage/storage.ts';`],
    [
      'the composition root imports a registry',
      'run/project/runtime.ts',
      `import { openCatalog } from '../../catalog/index.ts';`,
    ],
    ['clips are made of pictures', 'engines/video/a.ts', `import { b } from '../image/engine.ts';`],
    ['a picture is written', 'engines/image/output/a.ts', `import { b } from '../../formats/index.ts';`],
    ['a format reads metadata', 'engines/formats/psd/a.ts', `import { b } from '../../image/metadata/rights.ts';`],
    ['the library names a use case', 'index.ts', `import { ingest } from './run/ingest.ts';`],
    ['a profile is parsed', 'profiles/a.ts', `import { parseDocument } from 'yaml';`],
    ['a member is called like a global', 'model/a.ts', `export const a = (x: { process: 1; Date: 2 }) => x.process;`],
  ];

  it.each(ALLOWED)('are kept when %s', (_what, path, text) => {
    expect(checkLayers([parseSource(path, text)], RULES)).toEqual([]);
  });
});
