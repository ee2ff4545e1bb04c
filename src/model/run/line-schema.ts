import * as z from 'zod';
import { keysOf } from '../../base/table.ts';
import type { ReadonlyDeep, Same } from '../../base/plain-data.ts';
import { ERRORS } from '../errors.ts';
import { manifestAssetSchema, manifestSetLine } from '../manifest/manifest-schema.ts';
import { PLACEHOLDER_KINDS } from '../manifest/placeholder.ts';
import { MARK_REQS, REQ_KINDS } from '../properties.ts';
import { ROLES } from '../rendition.ts';
import type { Event } from './event.ts';
import { LINE_VERSION } from './json-line.ts';
import type { PlanLine } from './plan-line.ts';

// THE TABLE of JSON lines: JSON Schema and docs follow, and types are held equal to it. Fields are only ever added, and readers
// take what they know: no object is strict.

const text = z.string();
const count = z.int().min(0);
const bytes = z.number().min(0);
const seconds = z.number().min(0);
const share = z.number().min(0).max(1);
const code = z.enum(keysOf(ERRORS)).describe('See docs/errors.md');
const placed = { file: text, line: count, column: count };
const error = z.object({
  code,
  rendition: text.nullable().describe('null = the whole asset'),
  message: text,
  hint: text,
});
const problem = z.object({ code, ...placed, message: text, hint: text });
const work = z.object({ kind: text, seconds: seconds.describe('Of one core, as estimated') });

const counts = z.object({
  assets: count,
  made: count,
  kept: count,
  carried: count,
  removed: count.describe('Renditions that are not asked for any more'),
  removedFiles: count,
  removedBytes: bytes,
  failedAssets: count,
  failedRenditions: count,
  unsupported: count,
  ignored: count,
  gone: count,
  madeBytes: bytes,
});

const totals = {
  assets: count,
  jobs: count,
  make: count,
  keep: count,
  carry: count,
  remove: count,
  gone: count,
  ignored: count,
  unsupported: count,
  clips: count.describe('That no profile governs'),
  stale: count,
  masterBytes: bytes,
  outputBytes: bytes.describe('As estimated'),
  work: z.record(text, z.number()).describe('Estimated seconds by kind'),
  placeholders: count,
  words: count.describe('Assets of which the manifest is to say other words'),
};

const changedFile = {
  path: text.describe('Below the output'),
  oldPath: text.nullable().describe('What it was called, or what it replaces'),
  sha256: text.nullable().describe('null where it is removed'),
  urlPath: text.describe('As addresses have it'),
  oldUrlPath: text.nullable(),
  keepUntil: text.exactOptional().describe('ISO time until which the file at oldPath stays'),
};
const setChange = { change: z.enum(['made', 'changed', 'removed']), set: text };
const type = <const T extends string>(name: T): z.ZodLiteral<T> => z.literal(name);
const state = z.enum(['running', 'suspended', 'interrupted', 'finished', 'terminated', 'failed']);

/** The events that a run tells while it works. */
const event = z.discriminatedUnion('type', [
  z.object({ type: type('run-started'), run: text, command: text, title: text, library: text, output: text }),
  z.object({
    type: type('notice'),
    level: z.enum(['info', 'warning']),
    message: text,
    hint: text,
    asset: text.exactOptional(),
    place: z.object(placed).exactOptional().describe('A file that a person wrote'),
  }),
  z.object({ type: type('file-ignored'), path: text, seeming: text.describe('What it holds, in words') }),
  z.object({ type: type('scan-progress'), files: count }),
  z.object({ type: type('examined'), done: count, total: count, bytesDone: bytes, bytes }),
  z.object({ type: type('planned'), workers: count.exactOptional(), ...totals }),
  z.object({ type: type('batch-started'), batch: count, batches: count, jobs: count, size: count, reason: text }),
  z.object({ type: type('job-started'), asset: text, renditions: count, memoryBytes: bytes, work }),
  z.object({ type: type('job-progress'), asset: text, share }),
  z.object({
    type: type('job-finished'),
    asset: text,
    made: count,
    failed: count,
    bytes: bytes.describe('Of the renditions made'),
    masterBytes: bytes,
    seconds,
    work,
    errors: z.array(error),
    warnings: z.array(text),
    unsure: z.array(z.object({ name: text, by: text, confidence: share })).describe('Smart crops to look at'),
  }),
  z.object({ type: type('asset-refused'), asset: text, errors: z.array(error) }).describe('It never became a job'),
  z.object({
    type: type('progress'),
    phase: z.enum(['scanning', 'reading', 'making']),
    share,
    secondsLeft: z.number().nullable().describe('null = not known'),
    bytesDone: bytes,
    bytes,
    assetsDone: count,
    assets: count,
    renditionsDone: count,
    renditions: count,
    failed: count,
  }),
  z.object({ type: type('batch-committed'), batch: count, assets: count }),
  z.object({
    type: type('rendition-changed'),
    change: z.enum(['added', 'changed', 'moved', 'removed']),
    ...changedFile,
  }),
  z.object({ type: type('set-refused'), set: text, error }),
  z.object({ type: type('set-changed'), ...setChange }),
  z.object({ type: type('manifest-written'), file: text, assets: count }),
  z.object({ type: type('run-finished'), run: text, state, seconds, counts }),
]);

const plannedRendition = z.object({
  action: z.enum(['make', 'keep', 'carry', 'remove']),
  reason: z.enum([
    ...(['new master', 'master changed', 'recipe changed', 'named file changed', 'new rendition'] as const),
    ...(['engine stale', 'file missing'] as const),
    ...(['failed before', 'moved', 'renamed', 'master gone', 'excluded', 'no longer asked for', 'forced'] as const),
    ...(['up to date', 'up to date, but of an older engine'] as const),
  ]),
  name: text,
  role: z.enum(ROLES),
  recipe: text,
  path: text,
  width: z.number().nullable().describe('null = not known before it is made, or it is no picture'),
  height: z.number().nullable(),
});

/** The line of `plan` and `--dry-run` about an asset. */
const planAsset = z.object({
  type: type('plan-asset'),
  path: text,
  profile: text.nullable(),
  published: z.boolean(),
  movedFrom: text.nullable(),
  gone: z.enum(['master gone', 'excluded']).nullable(),
  masterBytes: bytes.nullable(),
  outputBytes: bytes.nullable(),
  seconds: seconds.nullable(),
  actions: z.array(plannedRendition),
  placeholders: z.array(z.enum(PLACEHOLDER_KINDS)),
  words: z.literal(true).exactOptional().describe('The manifest is to say other words of it'),
  errors: z.array(error),
  warnings: z.array(text),
});

/** A line that commands print of one thing each, whose further fields are those of their subject. */
const told = (name: string, fields: z.ZodRawShape, what: string): z.ZodObject =>
  z.object({ type: z.literal(name), ...fields }).describe(what);

const failure = { code: z.union([code, type('BUG')]), message: text, hint: text };

const others: readonly z.ZodType[] = [
  told(
    'error',
    { ...failure, place: text.nullable().exactOptional(), problems: z.array(problem).exactOptional() },
    'What ended a command',
  ),
  ...(['added', 'changed', 'moved', 'removed'] as const).map((change) =>
    told(change, changedFile, 'A line of --changes'),
  ),
  told('plan-totals', { ...totals, seconds, workers: count }, 'plan: the sums'),
  told('set-planned', setChange, 'plan: a set'),
  manifestAssetSchema.extend({ type: type('asset-listed'), published: z.boolean() }).describe('list: an asset'),
  manifestSetLine.describe('sets: a set; its type is that of the set'),
  told('asset', {}, 'show: an asset as the catalog has it'),
  told('set', {}, 'show --req set: a set as Image Serving tells it'),
  ...REQ_KINDS.map((kind) => told(kind, { properties: z.unknown() }, `show --req ${kind}`)),
  ...MARK_REQS.map((kind) => told(kind, { width: z.number(), height: z.number() }, `show --req ${kind}`)),
  told('run', { id: text, state, counts }, 'runs: a run; after it, of show, the events of its log'),
  told('status', { library: text, output: text, folder: text, failures: z.array(z.unknown()) }, 'status'),
  told('verified', {}, 'verify: what is missing or damaged'),
  told('pruned', {}, 'prune: what went, or would go'),
  told('merged', {}, 'merge'),
  told('report', { file: text }, 'report: the page'),
  told('plays', { clip: text, plays: count, watched: z.number() }, 'report --video: a clip'),
  told('rendered', { asset: text, path: text.nullable() }, 'render: the file'),
  told('crops', {}, 'crop: the smart crops of an asset'),
  told('published', {}, 'publish: what was brought and taken away'),
  told('publish-trial', {}, 'publish --test: a step'),
  told('diagnosis', {}, 'doctor: a finding'),
  told('preset', { name: text }, 'presets: a preset'),
  told('imported', {}, 'presets import: a preset that was taken over'),
  told('omitted', {}, 'presets import: what could not be taken over'),
  told('profile', { name: text }, 'profiles: a profile'),
  told('problem', problem.shape, 'profiles check: an error'),
  told('warning', problem.shape, 'profiles check: a warning'),
  told('set-finding', { set: text, fatal: z.boolean(), message: text }, 'sets check: what is wrong'),
];

// The types that programs read and this table say the same, or it does not compile.
true satisfies Same<ReadonlyDeep<z.output<typeof event>>, Event>;
true satisfies Same<ReadonlyDeep<z.output<typeof planAsset>>, PlanLine>;

/** The JSON Schema of what `--json` and `--changes` print: of one line. */
export function lineJsonSchema(): z.core.JSONSchema.BaseSchema {
  const { $schema, ...union } = z.toJSONSchema(z.union([...event.options, planAsset, ...others]), { io: 'input' });
  return {
    ...($schema === undefined ? {} : { $schema }),
    title: `A line of dmx --json, version ${LINE_VERSION}`,
    type: 'object',
    properties: { v: { const: LINE_VERSION } },
    required: ['v'],
    ...union,
  };
}
