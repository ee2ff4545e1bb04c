import { entriesOf } from '../../base/table.ts';
import { ASSET_STATES } from '../../model/asset-state.ts';
import { MARKUP_FORMATS, MARKUP_PARTS } from '../../model/manifest/markup.ts';
import { MARK_REQS, REQ_KINDS } from '../../model/properties.ts';
import { SET_REQS } from '../../model/sets.ts';
import { EMBED_FORMS } from '../../model/viewers/embed-forms.ts';
import { VIEWER_NAMES } from '../../model/viewers/viewers.ts';
import { REPORTER_NAMES } from '../../model/run/reporter-names.ts';
import { listed, type OPTION_GROUPS, toggle, valued, type OptionGroup, type OptionRow } from './option.ts';
import { doneTarget } from './done-target.ts';
import {
  assignment,
  choice,
  date,
  duration,
  either,
  failureLimit,
  glob,
  namedRect,
  point,
  positiveDuration,
  shard,
  size,
  path,
  text,
  wording,
  whole,
} from './values.ts';

/**
 * THE TABLE of options. A command takes the rows of its groups. Flag wins over environment, environment over dmx.yaml, that
 * over the default. Fields of Request and Settings, the keys of dmx.yaml, help and documents are read from the rows.
 */
export const OPTIONS = {
  config: valued('place', '--config FILE', path, 'the dmx.yaml to use (default: above here, or of the folder named)', {
    completes: 'file',
  }),
  out: valued('output', '-o, --out DIR', path, 'folder of renditions and manifest', {
    file: 'output',
    completes: 'folder',
    default: 'dmx-out',
  }),

  include: listed('files', '--include GLOB', glob, 'globs: only masters whose path matches', {
    file: 'include',
    default: [],
  }),
  exclude: listed('files', '--exclude GLOB', glob, 'globs: no masters whose path matches', {
    file: 'exclude',
    default: [],
  }),
  excludeFrom: valued('files', '--exclude-from FILE', path, 'file of globs to exclude, one per line', {
    file: 'excludeFrom',
    completes: 'file',
  }),
  shard: valued('files', '--shard I/N', shard, 'only this share of the assets: the I-th of N machines'),

  failed: toggle('selection', '--failed', 'assets with something that failed'),
  missing: toggle('selection', '--missing', 'assets with a file that is missing'),
  stale: toggle('selection', '--stale', 'renditions that an older engine made'),
  renditions: listed('selection', '--rendition NAME', text, 'renditions of this name', {
    completes: 'rendition',
  }),
  profiles: listed('selection', '--profile NAME', text, 'assets that this profile governs', { completes: 'profile' }),
  since: valued('selection', '--since DATE', date, 'assets last worked on since then'),

  tags: listed('query', '--tag TAG', text, 'assets that have this tag; !TAG: those without it'),
  keywords: listed('query', '--keyword WORD', text, 'assets whose metadata has this keyword'),
  rating: valued('query', '--rating N', whole(1, 5), 'assets with at least this many stars'),
  collection: valued('query', '--collection NAME', text, 'assets of this collection of dmx.yaml'),

  force: toggle('force', '--force', 'do it even if it is not needed, or overwrites a file', { default: false }),
  newOnly: toggle('decisions', '--new-only', 'skip assets that are already known', { file: 'newOnly', default: false }),
  strict: toggle('decisions', '--strict', 'count formats that dmx does not read as failures', {
    file: 'strict',
    default: false,
  }),
  allowGone: toggle('decisions', '--allow-gone', 'continue although many known masters are gone', {
    file: 'allowGone',
    default: false,
  }),
  trustCatalog: toggle('decisions', '--trust-catalog', 'trust the catalog if the files are not on this machine', {
    file: 'trustCatalog',
    default: false,
  }),
  acceptEngine: toggle('decisions', '--accept-engine', 'accept what an older engine made as it is', {
    file: 'acceptEngine',
    default: false,
  }),
  onMove: valued(
    'decisions',
    '--on-move RULE',
    choice('apply', 'keep'),
    'moved masters get the profile of their new folder, or keep that of the old one',
    { file: 'onMove', default: 'apply' },
  ),
  keepReplacedSeconds: valued(
    'decisions',
    '--keep-replaced DURATION',
    duration,
    'keep files that were replaced under another name (`naming`) this long, such as 7d',
    { file: 'keepReplaced', default: 0 },
  ),
  video: toggle('decisions', '--no-video', 'skip clips', { file: 'video', default: true }),

  dryRun: toggle('dry', '-n, --dry-run', 'print what would be done, and do nothing'),
  check: toggle('preview', '--check', 'write nothing; exit 1 if anything would change'),

  ffmpeg: valued('engine', '--ffmpeg PATH', path, 'the ffmpeg to use', { file: 'ffmpeg', completes: 'file' }),
  ffprobe: valued('engine', '--ffprobe PATH', path, 'the ffprobe to use (default: the one beside ffmpeg)', {
    file: 'ffprobe',
    completes: 'file',
  }),

  memoryBytes: valued(
    'resources',
    '--memory SIZE',
    size,
    'memory limit of all processes together (default: half, at most 3GiB)',
    { file: 'memory' },
  ),
  concurrency: valued('resources', '-j, --concurrency N', whole(1, 1024), 'worker processes (default: one per core)', {
    file: 'concurrency',
  }),
  batch: valued(
    'run',
    '--batch N',
    either(choice('auto'), whole(10, 1000)),
    'assets per commit: 50 to 1000 (10 to 49 for huge masters), or auto',
    {
      file: 'batch',
      default: 50,
    },
  ),
  timeoutSeconds: valued(
    'resources',
    '--timeout DURATION',
    positiveDuration,
    'time limit of one asset (default: 10m, more for clips)',
    { file: 'timeout' },
  ),
  onTimeout: valued(
    'run',
    '--on-timeout RULE',
    choice('next', 'stop'),
    'after an asset that took too long: go on, or end the run',
    { file: 'onTimeout', default: 'next' },
  ),

  maxFailures: valued(
    'run',
    '--max-failures LIMIT',
    failureLimit,
    'stop when more assets than this have failed: N, or N% of those processed',
    { file: 'maxFailures' },
  ),
  waitLockSeconds: valued('lock', '--wait-lock DURATION', duration, 'wait for another run on this output to end', {
    file: 'waitLock',
    default: 0,
  }),
  title: valued('run', '--title TEXT', text, 'a name for this run', { file: 'title', default: '' }),
  onDone: valued('run', '--on-done CMD|URL', doneTarget, 'command or URL that gets the counts when a run has ended'),
  changes: valued('changes', '--changes FILE', path, 'write one JSON line per file added, changed, moved or removed', {
    file: 'changes',
    completes: 'file',
  }),

  to: valued(
    'target',
    '-o, --to FILE',
    text,
    'write to this file and create its folder; - is stdout (one asset only)',
    {
      completes: 'file',
    },
  ),
  preset: valued('rendition', '-p, --preset NAME', text, 'the preset to apply', {
    completes: 'preset',
  }),
  modifiers: valued('rendition', '--modifiers TEXT', text, 'commands that override the preset: wid=400&op_usm=1,1,5'),
  set: listed('rendition', '--set NAME=VALUE', assignment, 'the value of a $name$ variable'),
  setFile: valued('rendition', '--set-file FILE', path, 'values of variables, one picture per row of a .csv or .json', {
    completes: 'file',
  }),
  explain: toggle(
    'explaining',
    '--explain',
    'print the tree of the preset instead: its layers, their sizes and positions',
  ),
  lenient: toggle('rendition', '--lenient', 'skip unknown commands and report them, instead of refusing'),
  from: valued('source', '--from SOURCE', choice('master', 'pyramid', 'auto'), 'what to read', { default: 'master' }),

  rects: listed('cropping', '--set NAME=X,Y,W,H', namedRect, 'where a smart crop lies, in fractions', {
    environment: 'DMX_SET_CROP',
  }),
  focus: valued('cropping', '--focus X,Y', point, 'the point on which all other crops are centred, in fractions'),
  clear: toggle('cropping', '--clear', 'remove what the sidecar says, before anything else'),

  req: valued(
    'telling',
    '--req KIND',
    choice(...REQ_KINDS, ...MARK_REQS, ...SET_REQS),
    'answer as Image Serving does: of a reply, its hotspots or zoom targets, the master, a smart crop, a set, or whether it exists',
  ),

  form: valued('embedding', '--form FORM', choice(...EMBED_FORMS), 'what is printed', { default: 'element' }),
  viewer: valued('embedding', '--viewer NAME', choice(...VIEWER_NAMES), 'the viewer (default: the one that suits it)'),
  viewerPreset: valued('embedding', '--preset NAME', text, 'a viewer preset', { environment: 'DMX_VIEWER_PRESET' }),

  base: valued('address', '--base URL', text, 'put before every address (default: relative to the output)'),
  shown: listed('markup', '--rendition NAME', text, 'renditions that may be shown, * standing for anything', {
    environment: 'DMX_SHOWN',
  }),
  format: valued('markup', '--format FORMAT', choice(...MARKUP_FORMATS), 'the language', { default: 'html' }),
  parts: listed(
    'markup',
    '--part PART',
    choice(...MARKUP_PARTS, 'sitemap'),
    'what is printed: what is seen (default), or what others are told',
  ),
  page: valued('markup', '--page URL', text, 'address of the page that shows it'),
  sizes: valued('markup', '--sizes TEXT', text, 'the sizes of CSS (default: as the profile has them)'),
  alt: valued('markup', '--alt TEXT', wording, 'the alternative text, may be empty (default: of the metadata)'),
  priority: toggle('markup', '--priority', 'visible first: loaded at once, before others'),
  states: listed('listing', '--state STATE', choice(...ASSET_STATES), 'assets of this state'),
  csv: toggle('listing', '--csv', 'print a table for spreadsheets'),

  quick: toggle('check', '--quick', 'presence and size only, no digests'),
  repair: toggle('check', '--repair', 'make again what is missing or damaged'),

  plays: valued('plays', '--video FILE', path, 'how far clips were watched, by a log of what viewers reported', {
    completes: 'file',
    environment: 'DMX_PLAYS',
  }),
  trial: toggle('publishing', '--test', 'write, read back, compare and remove a small file, and print how it went'),

  olderThanSeconds: valued(
    'prune',
    '--older-than DURATION',
    duration,
    'only what vanished or was left at least this long ago, such as 30d',
  ),
  yes: toggle('prune', '-y, --yes', 'remove without asking'),

  json: toggle('lines', '--json', 'print JSON lines on stdout'),
  reporter: valued(
    'reporting',
    '--reporter NAME',
    choice(...REPORTER_NAMES),
    'how the run is reported (default: pretty; github under GITHUB_ACTIONS)',
    {
      file: 'reporter',
    },
  ),
  quiet: toggle('terminal', '-q, --quiet', 'only warnings and failures', { file: 'quiet', default: false }),
  verbose: toggle('terminal', '-v, --verbose', 'every asset, every rendition', { file: 'verbose', default: false }),
  color: toggle('terminal', '--no-color', 'no colours', { file: 'color' }),

  write: toggle('documents', '--write', 'write them into the package instead of printing them'),
} satisfies Record<string, OptionRow<unknown>>;

export type OptionName = keyof typeof OPTIONS;
type Row<K extends OptionName> = (typeof OPTIONS)[K];
type Value<K extends OptionName> = ReturnType<Row<K>['read']>;

/** Given values by option; absent = not given. */
export type OptionValues = { readonly [K in OptionName]?: Value<K> };

/** Options by what reads them: see `OPTION_GROUPS`. */
type NamesOf<R extends (typeof OPTION_GROUPS)[OptionGroup]['of']> = {
  [K in OptionName]: (typeof OPTION_GROUPS)[Row<K>['group']]['of'] extends R ? K : never;
}[OptionName];

/** Values that were said of a run. */
export type RunOptions = Pick<OptionValues, NamesOf<'run'>>;

/** Values that say which assets it is about. */
export type SelectionOptions = Pick<OptionValues, NamesOf<'selection'>>;

/** The options of a run after flags, environment and dmx.yaml were merged; undefined where none sets a value. */
export type Decided = {
  readonly [K in NamesOf<'run'>]: Row<K> extends { readonly default: unknown } ? Value<K> : Value<K> | undefined;
};

/** Values of the keys of dmx.yaml that options have. */
export type FileValues = {
  readonly [K in OptionName as Row<K> extends { readonly file: infer F extends string } ? F : never]: Row<K> extends {
    readonly default: unknown;
  }
    ? Value<K>
    : Value<K> | undefined;
};

/** All rows, in the order of the table. */
export const OPTION_ROWS = entriesOf<OptionName, OptionRow<unknown>>(OPTIONS);

/** The rows of some groups, in the order of the table. */
export function optionsOf(groups: readonly OptionGroup[]): readonly [OptionName, OptionRow<unknown>][] {
  return OPTION_ROWS.filter(([, row]) => groups.includes(row.group));
}
