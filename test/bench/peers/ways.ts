import { mkdir, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join, parse } from 'node:path';
import { execa } from 'execa';
import { DMX_BIN } from '../../support/cli/dmx.ts';
import { inRepository } from '../../support/files/repository.ts';
import { QUALITY, WANTED, type WantedFile } from './sizes.ts';

/** The work of every way: masters (names in a folder), and an empty folder to write into. */
export interface Course {
  readonly library: string;
  readonly masters: readonly string[];
  readonly output: string;
}

/** A program with its arguments. */
type Call = readonly [program: string, ...words: string[]];

/** A way to make the same files. */
export interface Way {
  readonly name: string;
  /** Undefined where it can be run here, else what it lacks. */
  readonly lacks: () => Promise<string | undefined>;
  /** What is run, one after the other and measured together. It may write what these need. */
  readonly calls: (course: Course) => Promise<readonly Call[]>;
  /** Where the file of a master lies afterwards, below the output. */
  readonly fileOf: (master: string, wanted: WantedFile) => string;
}

/** Versions that the packages were last run with; they are installed for the bench alone, for each brings a sharp of its own. */
export const PACKAGES = { '@11ty/eleventy-img': '6.0.4', 'sharp-cli': '6.1.0' } as const;

const BASELINE = inRepository('test/bench/ingest/one-pipeline-each.mjs');
const ELEVENTY = inRepository('test/bench/peers/eleventy.mjs');

const nothing = (): Promise<undefined> => Promise.resolve(undefined);

const extension = ({ format }: WantedFile): string => (format === 'jpeg' ? 'jpg' : format);

const besideName = (master: string, wanted: WantedFile): string =>
  join(wanted.name, `${parse(master).name}.${extension(wanted)}`);

async function lacksProgram(program: string, option: string): Promise<string | undefined> {
  const { failed } = await execa(program, [option], { reject: false });
  return failed ? program : undefined;
}

async function writeWork({ library, masters, output }: Course): Promise<string> {
  const work = join(output, 'work.json');
  const concurrency = availableParallelism();
  const course = { library, output, assets: masters, renditions: WANTED, pyramid: false, concurrency };
  await writeFile(work, JSON.stringify({ ...course, quality: QUALITY }));
  return work;
}

/** One call for each size over all masters, into a folder of its own. */
async function eachSize(course: Course, call: (wanted: WantedFile, folder: string) => Call): Promise<readonly Call[]> {
  const folders = WANTED.map(({ name }) => join(course.output, name));
  await Promise.all(folders.map((folder) => mkdir(folder)));
  return WANTED.map((wanted, i) => call(wanted, folders[i] ?? ''));
}

const mastersOf = ({ library, masters }: Course): string[] => masters.map((name) => join(library, name));

async function dmxCalls({ library, output }: Course): Promise<readonly Call[]> {
  const renditions = WANTED.map(({ name, width, format }) => ({
    name,
    modifiers: `wid=${width}&fmt=${format}&qlt=${QUALITY}`,
  }));
  const profile = { kind: 'image-profile', name: 'peers', pyramid: false, renditions };
  await writeFile(join(output, 'peers.yaml'), JSON.stringify(profile));
  const folders = [{ path: '**', image: 'peers', video: 'none' }];
  const config = { version: 1, library, output: 'out', profiles: ['peers.yaml'], folders };
  await writeFile(join(output, 'dmx.yaml'), JSON.stringify(config));
  return [[process.execPath, DMX_BIN, 'ingest', '--quiet', '--config', join(output, 'dmx.yaml')]];
}

/** THE ways; `packages` = the folder in which those of npm are installed, undefined where that did not work. */
export function waysWith(packages: string | undefined): readonly Way[] {
  const lacksPackages = (): Promise<string | undefined> =>
    Promise.resolve(packages === undefined ? 'a package of npm' : undefined);
  const inPackages = (path: string): string => join(packages ?? '', 'node_modules', path);
  return [
    {
      name: 'dmx',
      lacks: nothing,
      calls: dmxCalls,
      fileOf: (master, wanted) => join('out/renditions', master, `${wanted.name}.${extension(wanted)}`),
    },
    {
      name: 'sharp, one pipeline each',
      lacks: nothing,
      calls: async (course) => {
        await Promise.all(course.masters.map((name) => mkdir(join(course.output, name), { recursive: true })));
        return [[process.execPath, BASELINE, await writeWork(course)]];
      },
      fileOf: (master, { name, format }) => join(master, `${name}.${format}`),
    },
    {
      name: 'sharp-cli',
      lacks: lacksPackages,
      calls: (course) =>
        eachSize(course, ({ width, format }, folder) => {
          const options = ['-i', ...mastersOf(course), '-o', folder, '-f', format, '-q', String(QUALITY)];
          return [process.execPath, inPackages('sharp-cli/bin/cli.js'), ...options, 'resize', String(width)];
        }),
      fileOf: (master, wanted) => join(wanted.name, `${parse(master).name}.${extension(wanted)}`),
    },
    {
      name: 'eleventy-img',
      lacks: lacksPackages,
      calls: async (course) => [
        [process.execPath, ELEVENTY, await writeWork(course), inPackages('@11ty/eleventy-img/img.js')],
      ],
      fileOf: (master, { name, format }) => join(`${parse(master).name}-${name}.${format}`),
    },
    {
      name: 'vipsthumbnail',
      lacks: () => lacksProgram('vipsthumbnail', '--help'),
      calls: (course) =>
        eachSize(course, (wanted, folder) => {
          // As sharp and dmx write JPEGs, and ImageMagick too.
          const coding = wanted.format === 'jpeg' ? ',optimize_coding' : '';
          const target = join(folder, `%s.${extension(wanted)}[Q=${QUALITY},strip${coding}]`);
          // `x` and a height nobody reaches: by width alone.
          const options = ['--size', `${wanted.width}x100000`, '--eprofile', 'srgb', '-o', target];
          return ['vipsthumbnail', ...mastersOf(course), ...options];
        }),
      fileOf: besideName,
    },
    {
      name: 'mogrify',
      lacks: () => lacksProgram('mogrify', '-version'),
      calls: (course) =>
        eachSize(course, (wanted, folder) => {
          const size = ['-auto-orient', '-resize', `${wanted.width}x`, '-sampling-factor', '4:2:0', '-strip'];
          const options = ['-path', folder, '-format', extension(wanted), '-quality', String(QUALITY)];
          return ['mogrify', ...size, ...options, ...mastersOf(course)];
        }),
      fileOf: besideName,
    },
  ];
}
