import { createRequire } from 'node:module';
import { cpSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type * as WorkflowParser from '@actions/workflow-parser';
import { build } from 'esbuild';
import { validate as lintDockerfile } from 'dockerfile-utils';
import { Job, type IJob } from 'kubernetes-models/batch/v1';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { dmx } from '../../support/cli/dmx.ts';
import { openSteps, recipeFile, recipeFiles, type StepEnd, type Steps } from '../../support/cli/recipe.ts';
import { batchMistakes, gitlabMistakes } from '../../support/cli/recipe-schemas.ts';
import { ownFolder, writeFiles } from '../../support/files/own-folder.ts';
import { copyFixture, digestFiles } from '../../support/files/tree.ts';
import { inRepository } from '../../support/files/repository.ts';

const SHARDS = [1, 2, 3];

let alone: Promise<Readonly<Record<string, string>>> | undefined;
/** What one machine writes of the library, made once. */
const whole = (): Promise<Readonly<Record<string, string>>> => (alone ??= ingestAlone());
async function ingestAlone(): Promise<Readonly<Record<string, string>>> {
  const folder = await copyFixture('trees/shop/small');
  expect(await dmx(folder, 'ingest')).toMatchObject({ exit: 0 });
  return digestFiles(join(folder, 'dmx-out'));
}

async function openLibrary(): Promise<{ readonly folder: string; readonly steps: Steps }> {
  const folder = await copyFixture('trees/shop/small');
  return { folder, steps: openSteps(folder) };
}

async function all(ends: readonly Promise<StepEnd>[]): Promise<void> {
  for (const { exit, said } of await Promise.all(ends)) expect(exit, said).toBe(0);
}

interface Workflow {
  readonly jobs: Readonly<
    Record<
      string,
      { readonly steps: readonly { readonly run?: string; readonly uses?: string; readonly with?: object }[] }
    >
  >;
}

describe('the recipe of GitHub Actions', () => {
  const text = recipeFile('github-actions', '.github/workflows/pictures.yml');
  const { jobs } = parse(text) as Workflow;
  const stepsOf = (job: string): readonly string[] => jobs[job]?.steps.flatMap(({ run = [] }) => run) ?? [];

  it('is a workflow', async () => {
    const file = join(ownFolder(), 'parser.cjs');
    const contents = "export { parseWorkflow, NoOperationTraceWriter } from '@actions/workflow-parser';";
    const stdin = { contents, resolveDir: inRepository('') };
    await build({ stdin, outfile: file, bundle: true, format: 'cjs', platform: 'node', logLevel: 'error' });
    const parser = createRequire(import.meta.url)(file) as typeof WorkflowParser;
    const mistakes = (content: string): readonly string[] =>
      parser
        .parseWorkflow({ name: 'pictures.yml', content }, new parser.NoOperationTraceWriter())
        .context.errors.getErrors()
        .map(({ message }) => message);
    expect(mistakes(text)).toEqual([]);
    expect(mistakes(text.replace('runs-on', 'run-on'))).not.toEqual([]);
  });

  it('makes parts on three machines, joins them, and lets nothing through that would change', async () => {
    const { folder, steps } = await openLibrary();
    const page = join(folder, 'summary.md');
    const env = { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: page };
    for (const step of stepsOf('look')) await all([steps.run(step)]);
    const shard = (step: string, at: number): string => step.replaceAll(/\$\{\{ matrix\.shard \}\}/g, String(at));
    expect(jobs['part']).toMatchObject({ strategy: { matrix: { shard: SHARDS } } });
    for (const step of stepsOf('part')) await all(SHARDS.map((at) => steps.run(shard(step, at), env)));
    for (const step of stepsOf('whole')) await all([steps.run(step, env)]);
    expect(await digestFiles(join(folder, 'dmx-out'))).toEqual(await whole());
    expect(readFileSync(page, 'utf8')).toContain('rendition');
    rmSync(join(folder, 'assets/a.png'));
    expect((await steps.run('npx dmx ingest --check')).exit).toBe(1);
    // Without these files parts have no catalog.
    const uploads = Object.values(jobs).flatMap((job) =>
      job.steps.filter(({ uses }) => uses?.includes('upload-artifact')),
    );
    for (const { with: given } of uploads) expect(given).toMatchObject({ 'include-hidden-files': true });
  });
});

describe('the recipe of GitLab', () => {
  it('is a pipeline by the schema of GitLab', () => {
    const pipeline = parse(recipeFile('gitlab', '.gitlab-ci.yml')) as { readonly part: object };
    expect(gitlabMistakes(pipeline)).toEqual([]);
    for (const slip of [{ parallel: 'three' }, { artifacts: { paths: 7 } }, { scripts: [] }])
      expect(gitlabMistakes({ ...pipeline, part: { ...pipeline.part, ...slip } })).not.toEqual([]);
  });

  it('makes parts on as many machines, and joins them', async () => {
    const { folder, steps } = await openLibrary();
    const pipeline = parse(recipeFile('gitlab', '.gitlab-ci.yml')) as {
      readonly part: { readonly parallel: number; readonly script: readonly string[]; readonly stage: string };
      readonly whole: { readonly script: readonly string[]; readonly needs: readonly string[]; readonly stage: string };
      readonly stages: readonly string[];
    };
    const { part, whole: joined, stages } = pipeline;
    expect(stages).toEqual([part.stage, joined.stage]);
    expect(joined.needs).toEqual(['part']);
    expect(part.parallel).toBe(SHARDS.length);
    await all(
      SHARDS.map((at) =>
        steps.run(part.script.join('\n'), { CI_NODE_INDEX: String(at), CI_NODE_TOTAL: String(part.parallel) }),
      ),
    );
    await all([steps.run(joined.script.join('\n'))]);
    expect(await digestFiles(join(folder, 'dmx-out'))).toEqual(await whole());
  });
});

describe('the recipe of Kubernetes', () => {
  const jobOf = (file: string): IJob => parse(recipeFile('kubernetes', file)) as IJob;
  const commandOf = ({ spec }: IJob): string => spec?.template.spec?.containers[0]?.args?.[0] ?? '';

  it('has jobs as the API of Kubernetes takes them', () => {
    for (const file of ['dmx-parts.yaml', 'dmx-whole.yaml'])
      expect(() => new Job(jobOf(file)).validate()).not.toThrow();
    const { spec } = jobOf('dmx-parts.yaml');
    expect(spec).toMatchObject({ completionMode: 'Indexed', completions: SHARDS.length, parallelism: SHARDS.length });
    expect(() => new Job({ spec: { ...spec, completions: 'three' } } as unknown as IJob).validate()).toThrow('integer');
  });

  it('makes as many parts as pods have numbers, and joins them', async () => {
    const { folder, steps } = await openLibrary();
    const [parts, joined] = [jobOf('dmx-parts.yaml'), jobOf('dmx-whole.yaml')].map(commandOf);
    await all(SHARDS.map((_, at) => steps.run(parts ?? '', { JOB_COMPLETION_INDEX: String(at) })));
    await all([steps.run(joined ?? '')]);
    expect(await digestFiles(join(folder, 'dmx-out'))).toEqual(await whole());
  });
});

describe('the recipe of AWS Batch', () => {
  it('has requests as the API of AWS Batch takes them', async () => {
    const request = (file: string): object => JSON.parse(recipeFile('aws-batch', file)) as object;
    expect(await batchMistakes('register', request('job-definition.json'))).toEqual([]);
    for (const file of ['parts.json', 'whole.json']) expect(await batchMistakes('submit', request(file))).toEqual([]);
    const { jobQueue: _queue, ...rest } = request('parts.json') as { readonly jobQueue: string };
    expect(await batchMistakes('submit', rest)).toEqual(['submit.jobQueue: a value']);
    const wrong = { ...rest, jobQueue: 'media', arrayProperties: { size: '3' }, containerOverrides: { comand: [] } };
    expect(await batchMistakes('submit', wrong)).toEqual([
      'submit.arrayProperties.size: number',
      'submit.containerOverrides.comand: nothing',
    ]);
  });

  it('makes as many parts as the array has children, and joins them', async () => {
    const files = recipeFiles('aws-batch');
    const requests = Object.entries(files).map(([file, text]) => [file, JSON.parse(text)] as const);
    const request = Object.fromEntries(requests);
    expect(request['parts.json'].arrayProperties.size).toBe(SHARDS.length);
    expect(request['parts.json'].jobDefinition).toBe(request['job-definition.json'].jobDefinitionName);
    const commandOf = (file: string): string => request[file].containerOverrides.command[2];
    const { folder, steps } = await openLibrary();
    await all(SHARDS.map((_, at) => steps.run(commandOf('parts.json'), { AWS_BATCH_JOB_ARRAY_INDEX: String(at) })));
    await all([steps.run(commandOf('whole.json'))]);
    expect(await digestFiles(join(folder, 'dmx-out'))).toEqual(await whole());
  });
});

/** One instruction of a Dockerfile, with its words. */
const instructionsOf = (text: string): readonly (readonly [name: string, rest: string])[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => [line.split(' ')[0] ?? '', line.slice(line.indexOf(' ') + 1)]);

describe('the recipe of the container', () => {
  const text = recipeFile('container', 'Dockerfile');

  it('has no mistake, two stages, ffmpeg, and a user that is not root', () => {
    expect(lintDockerfile(text)).toEqual([]);
    expect(lintDockerfile(text.replace('WORKDIR /app', 'WORKDR /app'))).not.toEqual([]);
    const instructions = instructionsOf(text);
    expect(instructions.filter(([name]) => name === 'FROM')).toHaveLength(2);
    expect(instructions.findLast(([name]) => name === 'USER')?.[1]).toBe('node');
    expect(text).toContain('ffmpeg');
  });

  it('comes to a program that ingests, its steps run in order', async () => {
    const { folder: work, steps } = await openLibrary();
    const root = ownFolder();
    const source = ownFolder();
    writeFiles(source, { ...recipeFiles('container'), 'package.json': '{}', 'package-lock.json': '{}' });
    writeFiles(root, { 'app/node_modules/.bin/kept': '' });
    const inRoot = (path: string): string =>
      path.replaceAll(/(^|[ :="])\/(app|var)\b/g, `$1${root}/$2`).replaceAll(/(^|[ "])\/work\b/g, `$1${work}`);
    let folder = root;
    let last: readonly string[] = [];
    for (const [name, rest] of instructionsOf(text)) {
      const words = rest.split(' ');
      if (name === 'WORKDIR') folder = inRoot(rest);
      if (name === 'RUN') await all([steps.run(`cd "${folder}"; ${inRoot(rest)}`)]);
      if (name === 'COPY' && !rest.startsWith('--from'))
        for (const file of words.slice(0, -1)) cpSync(join(source, file), join(folder, file));
      if (name === 'ENTRYPOINT' || name === 'CMD')
        last = [...last, ...(JSON.parse(rest) as string[]).map((word) => inRoot(word))];
    }
    expect(existsSync(join(root, 'app/package-lock.json'))).toBe(true);
    expect(folder).toBe(work);
    await all([steps.run(last.join(' '))]);
    expect(await digestFiles(join(work, 'dmx-out'))).toEqual(await whole());
    expect((await steps.run(last.join(' ').replace('ingest', 'sh -c "exit 7"'))).exit).toBe(7);
  });
});
