import { posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import { importGraph, reachable } from '../support/rules/layers.ts';
import { parseSource, readSources, type Source } from '../support/rules/source.ts';

interface Registry {
  /** The file that lists what there is. */
  readonly file: string;
  /** The folder whose files it lists. */
  readonly folder: string;
  /** `listed`: it imports each file itself; `reached`: files that others of the folder are made of need no line. */
  readonly demand: 'listed' | 'reached';
  /** A file of the folder that is asked for by itself. */
  readonly beside?: string;
}

/** Where a new thing is one file and one line. */
const REGISTRIES: readonly Registry[] = [
  { file: 'cli/commands/index.ts', folder: 'cli/commands', demand: 'listed' },
  { file: 'engines/crop/detectors/index.ts', folder: 'engines/crop/detectors', demand: 'listed' },
  { file: 'engines/formats/index.ts', folder: 'engines/formats', demand: 'listed' },
  { file: 'engines/image/pipeline.ts', folder: 'engines/image/steps', demand: 'reached' },
  { file: 'serving/commands/index.ts', folder: 'serving/commands', demand: 'listed' },
  { file: 'storage/index.ts', folder: 'storage', demand: 'reached' },
  { file: 'catalog/index.ts', folder: 'catalog', demand: 'reached' },
  { file: 'report/index.ts', folder: 'report', demand: 'reached' },
  // Imports of presets take Photoshop files apart by themselves: no engine asks for that.
  {
    ...({ file: 'engines/index.ts', folder: 'engines', demand: 'reached' } as const),
    beside: 'engines/formats/psd/layers/take-apart.ts',
  },
];

/** Files of a registry's folder that it does not know. */
function forgotten(sources: readonly Source[], { file, folder, demand, beside = file }: Registry): readonly string[] {
  const graph = importGraph(sources);
  const known =
    demand === 'listed'
      ? new Set([file, ...(graph.get(file) ?? [])])
      : new Set([...reachable(graph, file), ...reachable(graph, beside)]);
  const inside = (path: string): boolean =>
    demand === 'listed' ? posix.dirname(path) === folder : path.startsWith(`${folder}/`);
  return sources.map(({ path }) => path).filter((path) => inside(path) && !known.has(path));
}

describe('the registries', () => {
  const sources = readSources();

  it.each(REGISTRIES)('$file knows every file of $folder', (registry) => {
    expect(sources.map(({ path }) => path)).toContain(registry.file);
    expect(forgotten(sources, registry)).toEqual([]);
  });

  it('every file of the sources is reached from an entry: the two processes, the library, the plugins, the viewers, the kernels', () => {
    const graph = importGraph(sources);
    const plugins = ['integrations/vite.ts', 'integrations/eleventy.ts'];
    const pages = ['viewers/index.ts', 'viewers/classic/popup.ts'];
    // Each is compiled by itself.
    const kernels = sources.map(({ path }) => path).filter((path) => path.startsWith('kernels/'));
    const reached = new Set(
      ['cli/main.ts', 'worker/main.ts', 'index.ts', ...plugins, ...pages, ...kernels].flatMap((entry) => [
        ...reachable(graph, entry),
      ]),
    );
    expect(sources.map(({ path }) => path).filter((path) => !reached.has(path))).toEqual([]);
  });

  const index = parseSource('zoo/index.ts', `import { ape } from './ape.ts';`);
  const zoo = [index, parseSource('zoo/ape.ts', `import './fur.ts';`), parseSource('zoo/fur.ts', '')];

  it('are found to have forgotten a file that nobody lists', () => {
    const bear = parseSource('zoo/bear.ts', '');
    const registry = { file: 'zoo/index.ts', folder: 'zoo', demand: 'reached' } as const;
    expect(forgotten(zoo, registry)).toEqual([]);
    expect(forgotten([...zoo, bear], registry)).toEqual(['zoo/bear.ts']);
  });

  it('are found to have forgotten a file that only another file imports, where each must be listed', () => {
    expect(forgotten(zoo, { file: 'zoo/index.ts', folder: 'zoo', demand: 'listed' })).toEqual(['zoo/fur.ts']);
  });
});
