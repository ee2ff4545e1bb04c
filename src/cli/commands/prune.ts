import { printBytes } from '../../base/bytes.ts';
import { makePaint, printable } from '../../base/paint.ts';
import { plural } from '../../base/text.ts';
import { jsonLine } from '../../model/run/json-line.ts';
import type { PruneView } from '../../run/prune.ts';
import type { Call, Command } from '../command.ts';
import { printKept } from '../print-status.ts';

/** Files listed by name; the others are only counted. `-v` lists all. */
const FILES_SHOWN = 100;

const count = ({ files, bytes, assets }: PruneView): string =>
  `${plural(files.length, 'file')} (${printBytes(bytes)}) and the records of ${plural(assets.length, 'vanished asset')}`;

function showFiles({ files }: PruneView, { streams, options }: Call): void {
  const paint = makePaint(streams.color);
  const shown = options.verbose === true ? files : files.slice(0, FILES_SHOWN);
  for (const { path, why } of shown) streams.out(`${printable(path)}  ${paint.dim(`(${why})`)}\n`);
  const more = files.length - shown.length;
  if (more > 0) streams.out(`${paint.dim(`…and ${plural(more, 'more file')}: dmx prune --dry-run -v`)}\n`);
}

function printOutcome(view: PruneView, { streams, options }: Call): void {
  if (options.json === true) {
    streams.out(jsonLine({ type: 'pruned', ...view }));
    return;
  }
  if (streams.quiet) return;
  for (const line of printKept(view.kept)) streams.err(`${line}\n`);
  if (view.removed) streams.err(`Removed ${count(view)}\n`);
  else if (view.files.length + view.assets.length === 0) streams.err('Nothing to remove\n');
  else streams.err(`Nothing was removed; to go: ${count(view)}\n`);
}

async function ask(view: PruneView, call: Call): Promise<boolean | undefined> {
  const { options, surroundings } = call;
  if (options.json !== true) showFiles(view, call);
  if (options.yes === true) return true;
  return options.json === true ? undefined : surroundings.confirm?.(`Remove ${count(view)}?`);
}

export const prune: Command = {
  name: 'prune',
  group: 'Make renditions',
  summary:
    'removes files of dmx that nothing lists any more: of vanished masters, replaced files, leftovers of a crash',
  arguments: [],
  takes: ['prune', 'dry', 'place', 'output', 'changes', 'lock', 'lines', 'terminal'],
  examples: [
    ['dmx prune --dry-run', 'what would go'],
    ['dmx prune --older-than 30d --yes', 'what is gone for a month, without asking'],
  ],
  async run(call) {
    const { request, options, context } = call;
    const dryRun = options.dryRun === true;
    const olderThanSeconds = options.olderThanSeconds ?? 0;
    const { prune: run } = await import('../use-cases.ts');
    const view = await run(request, { olderThanSeconds, dryRun, confirm: (shown) => ask(shown, call) }, context);
    if (dryRun && options.json !== true) showFiles(view, call);
    printOutcome(view, call);
    return 0;
  },
};
