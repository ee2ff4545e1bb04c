import { makePaint, printable } from '../../base/paint.ts';
import { plural } from '../../base/text.ts';
import { jsonLine } from '../../model/run/json-line.ts';
import type { VerifyView } from '../../run/verify.ts';
import type { Call, Command } from '../command.ts';
import { exitOf, exitOfError, FOUND, worst } from '../exit.ts';

function print({ files, problems, remaining }: VerifyView, { streams, options }: Call): void {
  const paint = makePaint(streams.color);
  for (const { kind, path } of problems) streams.out(`${paint.red(kind)}  ${printable(path)}\n`);
  const hints = new Set(problems.flatMap(({ error }) => error?.hint ?? []));
  for (const hint of hints) streams.err(`  ${paint.dim('→')} ${printable(hint)}\n`);
  for (const { kind, path } of remaining ?? [])
    streams.err(`${paint.red('not repaired')}  ${kind}  ${printable(path)}\n`);
  if (streams.quiet) return;
  const looked = options.quick === true ? 'presence and size' : 'presence, size and digest';
  const found = problems.length === 0 ? 'all as recorded' : plural(problems.length, 'problem');
  const mends = options.repair !== true && problems.some(({ error }) => error === undefined);
  const next = mends ? '; dmx verify --repair makes again what is missing or damaged' : '';
  streams.err(`${plural(files, 'file')} held against the catalog (${looked}): ${found}${next}\n`);
}

export const verify: Command = {
  name: 'verify',
  group: 'Look',
  summary: 'compares the files with catalog and manifest: presence, size, digest',
  arguments: [],
  takes: [
    'check',
    'query',
    'place',
    'output',
    'engine',
    'resources',
    'run',
    'changes',
    'lock',
    'lines',
    'reporting',
    'terminal',
  ],
  examples: [
    ['dmx verify --quick', 'no digests: in seconds'],
    ['dmx verify --repair', 'make again what is missing or damaged'],
  ],
  async run(call) {
    const { request, options, context, streams } = call;
    const { verify: run } = await import('../use-cases.ts');
    const view = await run(request, { quick: options.quick === true, repair: options.repair === true }, context);
    const { repaired, remaining = view.problems, ...found } = view;
    if (options.json === true)
      streams.out(jsonLine({ type: 'verified', ...found, ...(repaired ? { remaining } : {}) }));
    else print(view, call);
    const left = remaining.map(({ error }) => (error === undefined ? FOUND : exitOfError(error.code)));
    return worst(repaired === undefined ? left : [exitOf(repaired, options), ...left]);
  },
};
