import { printBytes } from '../../base/bytes.ts';
import { makePaint, printable } from '../../base/paint.ts';
import { plural } from '../../base/text.ts';
import { jsonLine } from '../../model/run/json-line.ts';
import type { PublishView } from '../../run/publish.ts';
import type { Call, Command } from '../command.ts';
import { FAILED, type ExitCode } from '../exit.ts';

/** Files listed by name; the others are only counted. `-v` lists all. */
const FILES_SHOWN = 20;

const amount = ({ files, bytes }: PublishView['put']): string => `${plural(files, 'file')} (${printBytes(bytes)})`;

function printFiles({ files, failed, idle, hints, notices }: PublishView, { streams, options }: Call): void {
  const paint = makePaint(streams.color);
  const told = streams.quiet && options.dryRun !== true ? [] : files;
  const shown = options.verbose === true ? told : told.slice(0, FILES_SHOWN);
  for (const path of shown) streams.out(`${paint.green('+')} ${printable(path)}\n`);
  const more = told.length - shown.length;
  if (more > 0) streams.out(`${paint.dim(`…and ${plural(more, 'more file')}: -v shows all`)}\n`);
  for (const { path, got } of failed) {
    streams.err(
      `${paint.red('failed')}  ${printable(path)}  expected the file of the manifest, got ${printable(got)}\n`,
    );
  }
  const warn = (message: string): void => streams.err(`${paint.yellow('warning')}  ${printable(message)}\n`);
  for (const [i, glob] of idle.entries()) {
    warn(`expected ${glob} to match an asset of the manifest, got none that it matches`);
    streams.err(`  ${paint.dim('→')} ${printable(hints[i] ?? '')}\n`);
  }
  notices.forEach(warn);
  if (failed.length > 0)
    streams.err(`  ${paint.dim('→ dmx verify --repair makes it again; the manifest there stays as it was')}\n`);
}

function printEnd(view: PublishView, dryRun: boolean): readonly string[] {
  const { target, to, assets, sets, setsLeftOut, unasked, put, kept, leaving, removed, purge } = view;
  const verb = dryRun ? 'To bring' : 'Brought';
  return [
    `${verb} ${amount(put)} to ${target} (${printable(to)}): ${plural(assets, 'asset')}, ${plural(sets, 'set')}; ${kept} there already`,
    ...(removed.files > 0 ? [`${dryRun ? 'To remove' : 'Removed'} ${amount(removed)}`] : []),
    ...(leaving.files > 0 ? [`${amount(leaving)} that nothing lists stay for their grace`] : []),
    ...(purge && !dryRun
      ? [`${plural(purge.addresses, 'address', 'addresses')} to purge: ${printable(purge.file)}`]
      : []),
    ...(unasked > 0
      ? [`${plural(unasked, 'asset waits', 'assets wait')} to be asked for: dmx publish ${target} PATH`]
      : []),
    ...(setsLeftOut.length > 0
      ? [`Sets left out, as members of theirs are not published: ${setsLeftOut.map(printable).join(', ')}`]
      : []),
  ];
}

async function trial({ words, request, streams, options, surroundings }: Call): Promise<ExitCode> {
  const { tryPublishing } = await import('../use-cases.ts');
  const to = await tryPublishing(request, words[0], surroundings.environment, (step) => {
    if (options.json === true) streams.out(jsonLine({ type: 'publish-trial', ...step }));
    else streams.out(`${step.action.padEnd(8)} ${printable(step.file)}  ${step.milliseconds} ms\n`);
  });
  if (options.json !== true) streams.out(`Publish test succeeded: ${printable(to)}\n`);
  return 0;
}

export const publish: Command = {
  name: 'publish',
  group: 'Make renditions',
  summary: 'copies the files of the manifest to a target of dmx.yaml, by its filters; only what is new or changed',
  arguments: [
    { name: 'target', help: 'name of the target under publish: in dmx.yaml (may be left out where there is one)' },
    {
      name: 'asset',
      many: true,
      help: 'globs of assets of folders with publish: asked that are published from now on',
    },
  ],
  takes: ['publishing', 'dry', 'force', 'changes', 'place', 'output', 'lock', 'lines', 'terminal'],
  examples: [
    ['dmx publish www --dry-run', 'what would be brought and removed, with bytes'],
    ['dmx publish www --changes purge.ndjson', 'and list what a CDN has to forget'],
    ["dmx publish www 'shoes/**'", 'these too, from now on'],
    ['dmx publish www --test', 'whether it can be written to'],
  ],
  async run(call) {
    const { words, request, options, streams, context, surroundings } = call;
    if (options.trial === true) return trial(call);
    const { publishTo } = await import('../use-cases.ts');
    const dryRun = options.dryRun === true;
    const [target, ...asked] = words;
    const { environment } = surroundings;
    const wish = { asked, dryRun, force: options.force === true, environment };
    const view = await publishTo(request, target, wish, context);
    if (options.json === true) {
      streams.out(jsonLine({ type: 'published', ...view }));
    } else {
      printFiles(view, call);
      if (!streams.quiet) for (const line of printEnd(view, dryRun)) streams.err(`${line}\n`);
    }
    return view.failed.length > 0 ? FAILED : 0;
  },
};
