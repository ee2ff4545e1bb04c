import { REPORTER_NAMES } from '../report/index.ts';
import { REQ_KINDS } from '../run/properties.ts';
import { listed, toggle, valued, type OptionGroup, type OptionRow } from './option.ts';
import {
  assignment,
  choice,
  date,
  duration,
  either,
  failureLimit,
  namedRect,
  point,
  positiveDuration,
  shard,
  size,
  text,
  whole,
} from './values.ts';

/**
 * THE TABLE of options. A command takes the rows of its groups. Keys that are fields of a Request or of its selection
 * reach the use case by that name. Flag wins over environment, environment over dmx.yaml.
 */
export const OPTIONS = {
  config: valued('place', '--config FILE', text, 'the dmx.yaml to use (default: searched upwards from here)'),
  out: valued('output', '-o, --out DIR', text, 'where renditions and manifest go (default dmx-out)', {
    file: 'output',
  }),

  include: listed('files', '--include GLOB', text, 'only masters whose path matches; may be repeated', {
    file: 'include',
  }),
  exclude: listed('files', '--exclude GLOB', text, 'no masters whose path matches; may be repeated', {
    file: 'exclude',
  }),
  excludeFrom: valued('files', '--exclude-from FILE', text, 'patterns to leave out, one a line, as in .gitignore', {
    file: 'excludeFrom',
  }),
  shard: valued('files', '--shard I/N', shard, 'only this share of the assets: the I-th of N machines'),

  failed: toggle('selection', '--failed', 'assets with something that failed'),
  missing: toggle('selection', '--missing', 'assets with a file that is missing'),
  stale: toggle('selection', '--stale', 'renditions that an older engine made'),
  renditions: listed('selection', '--rendition NAME', text, 'renditions of this name; may be repeated'),
  profiles: listed('selection', '--profile NAME', text, 'assets that this profile governs; may be repeated'),
  since: valued('selection', '--since DATE', date, 'assets last worked on since then'),

  force: toggle('force', '--force', 'do it even where that is not needed, or writes over a file'),
  newOnly: toggle('decisions', '--new-only', 'leave assets that are known alone', { file: 'newOnly' }),
  strict: toggle('decisions', '--strict', 'formats that are not read count as failures', { file: 'strict' }),
  allowGone: toggle('decisions', '--allow-gone', 'go on although many known masters are gone', { file: 'allowGone' }),
  trustCatalog: toggle('decisions', '--trust-catalog', 'believe the catalog where the files are not on this machine', {
    file: 'trustCatalog',
  }),
  acceptEngine: toggle('decisions', '--accept-engine', 'adopt what an older engine made as it is', {
    file: 'acceptEngine',
  }),
  onMove: valued(
    'decisions',
    '--on-move RULE',
    choice('apply', 'keep'),
    'moved masters get the profile of their new folder, or keep that of the old one',
    {
      file: 'onMove',
    },
  ),
  video: toggle('decisions', '--no-video', 'leave clips alone', { file: 'video' }),

  dryRun: toggle('dry', '-n, --dry-run', 'print what would be done and do none of it'),
  check: toggle('preview', '--check', 'write nothing; exit 1 if anything would change'),

  ffmpeg: valued('engine', '--ffmpeg PATH', text, 'the ffmpeg to use', { file: 'ffmpeg' }),
  ffprobe: valued('engine', '--ffprobe PATH', text, 'the ffprobe to use (default: the one beside ffmpeg)', {
    file: 'ffprobe',
  }),

  memoryBytes: valued(
    'resources',
    '--memory SIZE',
    size,
    'most memory of all processes together (default: half, 3GiB at most)',
    {
      file: 'memory',
    },
  ),
  concurrency: valued('resources', '-j, --concurrency N', whole(1, 1024), 'worker processes (default: one per core)', {
    file: 'concurrency',
  }),
  batch: valued('run', '--batch N', either(choice('auto'), whole(10, 1000)), 'assets per commit, 50 to 1000, or auto', {
    file: 'batch',
  }),
  timeoutSeconds: valued(
    'resources',
    '--timeout DURATION',
    positiveDuration,
    'time limit of one asset (default 10m, more for clips)',
    {
      file: 'timeout',
    },
  ),
  onTimeout: valued(
    'run',
    '--on-timeout RULE',
    choice('next', 'stop'),
    'after an asset that took too long: go on, or end the run',
    {
      file: 'onTimeout',
    },
  ),

  maxFailures: valued(
    'run',
    '--max-failures LIMIT',
    failureLimit,
    'stop once more assets than that have failed: N, or N% of those worked on',
    {
      file: 'maxFailures',
    },
  ),
  waitLockSeconds: valued('lock', '--wait-lock DURATION', duration, 'wait for another run on this output to end', {
    file: 'waitLock',
  }),
  title: valued('run', '--title TEXT', text, 'a name for this run', { file: 'title' }),
  changes: valued('run', '--changes FILE', text, 'write one JSON line per rendition added, changed, moved or removed', {
    file: 'changes',
  }),

  to: valued('target', '-o, --to FILE', text, 'write it there; - is stdout (one asset only)'),
  preset: valued('rendition', '-p, --preset NAME', text, 'the preset to apply'),
  modifiers: valued('rendition', '--modifiers TEXT', text, 'commands that win over the preset: wid=400&op_usm=1,1,5'),
  set: listed('rendition', '--set NAME=VALUE', assignment, 'the value of a $name$ variable; may be repeated'),
  lenient: toggle('rendition', '--lenient', 'leave out commands that are not known, and say so, instead of refusing'),
  from: valued('source', '--from SOURCE', choice('master', 'pyramid', 'auto'), 'what to read (default master)'),

  rects: listed('cropping', '--set NAME=X,Y,W,H', namedRect, 'where a smart crop lies, in fractions; may be repeated'),
  focus: valued('cropping', '--focus X,Y', point, 'where all others are centred, in fractions'),
  clear: toggle('cropping', '--clear', 'forget what the sidecar says, before anything else'),

  req: valued(
    'telling',
    '--req KIND',
    choice(...REQ_KINDS),
    'answer as Image Serving does: of a reply, the master, a smart crop, or whether it exists',
  ),

  quick: toggle('check', '--quick', 'presence and size only, no digests'),
  repair: toggle('check', '--repair', 'make again what is missing or damaged'),

  olderThanSeconds: valued(
    'prune',
    '--older-than DURATION',
    duration,
    'only what vanished or was left at least so long ago, such as 30d',
  ),
  yes: toggle('prune', '-y, --yes', 'remove without asking'),

  json: toggle('lines', '--json', 'print JSON lines on stdout'),
  reporter: valued('reporting', '--reporter NAME', choice(...REPORTER_NAMES), 'how the run is told (default pretty)', {
    file: 'reporter',
  }),
  quiet: toggle('terminal', '-q, --quiet', 'only warnings and failures', { file: 'quiet' }),
  verbose: toggle('terminal', '-v, --verbose', 'every asset, every rendition', { file: 'verbose' }),
  color: toggle('terminal', '--no-color', 'no colours', { file: 'color' }),

  write: toggle('documents', '--write', 'write them into the package instead of printing them'),
} satisfies Record<string, OptionRow<unknown>>;

export type OptionName = keyof typeof OPTIONS;

/** What was said, by option; absent = not said. */
export type OptionValues = {
  readonly [K in OptionName]?: ReturnType<(typeof OPTIONS)[K]['read']>;
};

/** The rows of some groups, in the order of the table. */
export function optionsOf(groups: readonly OptionGroup[]): readonly [OptionName, OptionRow<unknown>][] {
  const rows = Object.entries<OptionRow<unknown>>(OPTIONS) as [OptionName, OptionRow<unknown>][];
  return rows.filter(([, row]) => groups.includes(row.group));
}
