import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { freeze } from '../../src/base/plain-data.ts';
import type { FontName } from '../../src/model/text/found-font.ts';
import type { Analysis } from '../../src/model/analysis.ts';
import type { ImageFacts } from '../../src/model/asset.ts';
import type { ErrorData } from '../../src/model/errors.ts';
import type { Event } from '../../src/model/run/event.ts';
import type { EventOf } from '../../src/model/run/handle-event.ts';
import type { Job } from '../../src/model/jobs/job.ts';
import type { Outcome } from '../../src/model/jobs/outcome.ts';
import { NO_TOTALS } from '../../src/model/plan.ts';
import { NO_COUNTS } from '../../src/model/run/run.ts';
import { compareAsset } from '../../src/plan/compare.ts';
import { expand } from '../../src/plan/expand.ts';
import { parseConfig } from '../../src/profiles/config.ts';
import { findImageProfile } from '../../src/profiles/library.ts';
import { parseLibrary } from '../../src/profiles/parse.ts';
import { inRepository } from '../support/files/repository.ts';
import { addedFile } from '../support/project/records.ts';
import { FACTS as PLAIN } from '../support/pictures/image-facts.ts';

const NOT_JSON = ['undefined', 'function', 'symbol', 'bigint'];

/** What is wrong with one object, not with what it holds. */
function flaws(value: object, place: string): readonly string[] {
  const prototype: unknown = Object.getPrototypeOf(value);
  const isPlain = prototype === Object.prototype || prototype === Array.prototype;
  return [
    ...(isPlain ? [] : [`${place} is no plain object`]),
    ...(Object.isFrozen(value) ? [] : [`${place} can be changed`]),
  ];
}

/** What is wrong with a value as frozen JSON data, place by place; nothing = it is plain. */
function impurities(value: unknown, place = ''): readonly string[] {
  if (NOT_JSON.includes(typeof value)) return [`${place} is ${typeof value}`];
  if (typeof value === 'number') return Number.isFinite(value) ? [] : [`${place} is ${value}`];
  if (value === null || typeof value !== 'object') return [];
  const held = Object.entries(value).flatMap(([key, inner]) => impurities(inner, `${place}/${key}`));
  return [...flaws(value, place), ...held];
}

function expectPlain(value: unknown): void {
  expect(JSON.parse(JSON.stringify(value))).toStrictEqual(value);
  expect(impurities(value)).toEqual([]);
}

const FACTS: ImageFacts = { ...PLAIN, mime: 'image/jpeg', width: 1600, height: 1200 };

const STAT = { bytes: 1234, mtimeNs: '1700000000123456789', inode: '42' };
const digest = (text: string): string => createHash('sha256').update(text).digest('hex');
const MASTER = { file: 'shoes/red.jpg', stat: STAT, sha256: digest('red') };

const PROFILE = `${readFileSync(inRepository('fixtures/trees/shop/small/profiles/small.yaml'), 'utf8')}
---
kind: image-profile
name: everything
unsharpMask: { amount: 1.75, radius: 0.2, threshold: 2, monochrome: false }
smartCrop:
  crops:
    - { name: Large, width: 120, height: 80, preset: card }
pyramid: { tile: 256, compression: jpeg, quality: 95 }
swatch: { width: 8, height: 8 }
renditions:
  - { name: hero, crop: Large, modifiers: "wid=90&fmt=webp&qlt=80&op_usm=1,1,5" }
  - { name: turned, modifiers: "rotate=90&flip=lr&wid=100&hei=50&fit=fit,1&align=0,0&bgc=336699&fmt=png-alpha" }
  - { name: part, modifiers: "cropN=0.1,0.1,0.5,0.5&scl=2&resMode=bicub&op_sharpen=1" }
`;

const { library, problems } = parseLibrary([{ name: 'a.yaml', text: PROFILE, shipped: false }]);
const { config } = parseConfig({ name: 'dmx.yaml', text: 'version: 1' });

const everything = findImageProfile(library, 'everything');
if (everything === undefined) throw new Error(JSON.stringify(problems));
const ORDERS = expand(everything, library, { server: config.server, metadata: config.metadata });

const ERROR: ErrorData = { code: 'SOURCE_CORRUPT', rendition: null, message: 'cut off', hint: 'Upload it again.' };

const ANALYSIS: Analysis = {
  faces: { version: '1', confidence: 1, subjects: [{ box: [0, 0, 1, 1], score: 1, label: 'face', looks: -1 }] },
  saliency: { version: '1', confidence: 0.5, subjects: [], map: { width: 1, height: 1, cells: '/w==' } },
};

const JOB: Job = {
  asset: 'shoes/red.jpg',
  master: { from: 'library', path: MASTER.file, stat: STAT, sha256: MASTER.sha256 },
  facts: FACTS,
  analysis: ANALYSIS,
  renditions: ORDERS.map(({ recipeText: _text, ...rendition }) => rendition),
  memoryBytes: 2 ** 28,
  held: true,
};

const OUTCOMES: readonly Outcome[] = [
  { job: JOB, error: ERROR, seconds: 0.1 },
  {
    job: JOB,
    result: {
      artefacts: [
        {
          name: 'hero',
          file: '/scratch/hero.webp',
          mime: 'image/webp',
          width: 90,
          height: 60,
          bytes: 800,
          sha256: digest('hero'),
          engine: 'pixels 1',
        },
      ],
      failures: [{ ...ERROR, rendition: 'part' }],
      warnings: ['untagged'],
      smartCrops: [{ name: 'Large', rect: [0, 0.1, 1, 0.8], focus: [0.5, 0.5], by: 'center', confidence: 0 }],
      swatchColor: '#8a4b3c',
      analysis: ANALYSIS,
    },
    scratch: '/scratch',
    seconds: 0.4,
    peakBytes: 1,
  },
];

const WORK = { kind: 'jpeg', seconds: 0.5 };

/** One event of every type: the compiler asks for a new one here. */
const EVENTS: { readonly [Type in Event['type']]: EventOf<Type> } = {
  'run-started': { type: 'run-started', run: 'r', command: 'ingest', title: '', library: '/l', output: '/o' },
  notice: { type: 'notice', level: 'warning', message: 'm', hint: 'h', asset: 'a.jpg' },
  'set-refused': { type: 'set-refused', set: 'a-SET', error: { ...ERROR, code: 'SET_INVALID' } },
  'set-changed': { type: 'set-changed', change: 'made', set: 'a-SET' },
  'file-ignored': { type: 'file-ignored', path: 'notes.txt', seeming: 'text' },
  'scan-progress': { type: 'scan-progress', files: 1 },
  examined: { type: 'examined', done: 1, total: 2, bytesDone: 3, bytes: 4 },
  planned: { type: 'planned', ...NO_TOTALS, assets: 1, jobs: 1, make: 1 },
  'batch-started': { type: 'batch-started', batch: 1, batches: 1, jobs: 1, size: 50, reason: 'default' },
  'job-started': { type: 'job-started', asset: 'a.jpg', renditions: 1, memoryBytes: 1, work: WORK },
  'job-finished': {
    type: 'job-finished',
    asset: 'a.jpg',
    made: 1,
    failed: 1,
    bytes: 1,
    masterBytes: 2,
    seconds: 0.1,
    work: WORK,
    errors: [ERROR],
    warnings: ['w'],
    unsure: [{ name: 'Large', by: 'saliency', confidence: 0.25 }],
  },
  'job-progress': { type: 'job-progress', asset: 'a.mp4', share: 0.25 },
  progress: {
    ...{ type: 'progress', phase: 'making', share: 0.5, secondsLeft: 3, bytesDone: 1, bytes: 2 },
    ...{ assetsDone: 1, assets: 2, renditionsDone: 1, renditions: 2, failed: 0 },
  },
  'asset-refused': { type: 'asset-refused', asset: 'a.jpg', errors: [ERROR] },
  'batch-committed': { type: 'batch-committed', batch: 1, assets: 1 },
  'rendition-changed': { type: 'rendition-changed', ...addedFile('p', 'a') },
  'manifest-written': { type: 'manifest-written', file: 'manifest.json', assets: 1 },
  'run-finished': { type: 'run-finished', run: 'r', state: 'finished', seconds: 1, counts: NO_COUNTS },
};

describe('what crosses processes', () => {
  it('is a recipe of plain frozen data, whatever the profile asks', () => {
    expect(problems).toEqual([]);
    expect(ORDERS.map(({ name }) => name)).toEqual(['Large', 'swatch', 'pyramid', 'hero', 'turned', 'part']);
    for (const order of ORDERS) expectPlain(order);
  });

  it('is a plan of plain data', () => {
    const rules = {
      digest,
      pathOf: (asset: string, { name, extension }: { name: string; extension: string }) =>
        `${asset}/${name}.${extension}`,
      engineVersionOf: () => undefined,
      profileOf: (name: string) => ({ name, got: 'nothing' }),
      fontOf: (font: FontName) => ({ ...font, got: 'nothing' }),
      drawingFonts: () => '',
      ...{
        force: false,
        newOnly: false,
        trustCatalog: false,
        remakeStale: false,
        acceptEngine: false,
        retryFailed: false,
      },
    };
    const plan = compareAsset(
      {
        path: MASTER.file,
        master: { ...MASTER, mime: FACTS.mime, facts: FACTS },
        profile: 'everything',
        published: true,
        orders: ORDERS,
        files: new Map(),
        errors: [],
        warnings: [],
      },
      rules,
    );
    expect(plan.actions).toHaveLength(ORDERS.length);
    expectPlain(freeze(plan));
  });

  it('is a job of plain data', () => {
    expectPlain(freeze(JOB));
  });

  it.each(OUTCOMES)('is an outcome of plain data (%#)', (outcome) => {
    expectPlain(freeze(outcome));
  });

  it.each(Object.values(EVENTS))('is an event of plain data: $type', (event) => {
    expectPlain(freeze(event));
  });
});

describe('the check of plain data', () => {
  it.each([
    [{ at: undefined }, '/at is undefined'],
    [{ at: new Map() }, '/at is no plain object'],
    [{ at: Number.NaN }, '/at is NaN'],
    [[1n], '/0 is bigint'],
  ])('finds what JSON would lose in %o', (value, found) => {
    expect(impurities(freeze(value))).toEqual([found]);
  });

  it('finds what can still be changed', () => {
    expect(impurities({})).toEqual([' can be changed']);
  });
});
