import { resolve } from 'node:path';
import { printBytes } from '../../base/bytes.ts';
import { printable } from '../../base/paint.ts';
import { plural } from '../../base/text.ts';
import { jsonLine } from '../../model/run/json-line.ts';
import type { ExitCode } from '../exit.ts';
import { type Call, type Command, withFolders } from '../command.ts';
import { printColumns } from '../table.ts';

const percent = (share: number): string => `${Math.round(share * 100)} %`;

/** Prints how far clips were watched, a row each. */
async function reportPlays({ request, streams, options }: Call, file: string): Promise<ExitCode> {
  const { readPlays } = await import('../use-cases.ts');
  const { clips, unread } = await readPlays(resolve(request.cwd, file));
  if (options.json === true) {
    for (const clip of clips) streams.out(jsonLine({ type: 'plays', ...clip }));
  } else {
    const heads = ['plays', 'watched', '25 %', '50 %', '75 %', '100 %', 'most stop before', 'clip'];
    const rows = clips.map(({ clip, plays, reached, watched, dropOff }) => [
      String(plays),
      `≥ ${percent(watched)}`,
      ...Object.values(reached).map((count) => percent(plays === 0 ? 0 : count / plays)),
      dropOff === null ? '-' : `${dropOff} %`,
      printable(clip),
    ]);
    for (const line of printColumns([heads, ...rows], [0, 1, 2, 3, 4, 5, 6])) streams.out(`${line}\n`);
  }
  if (unread > 0) streams.err(`${plural(unread, 'line')} of the log are no event of a clip\n`);
  return 0;
}

export const report: Command = {
  name: 'report',
  group: 'Look',
  summary:
    'writes one HTML page: bytes and savings, masters with crops and subjects drawn on them, formats compared, failures',
  arguments: [{ name: 'folder', completes: 'folder', help: 'a folder of the library (default: all)' }],
  takes: ['plays', 'query', 'place', 'output', 'resources', 'lines', 'terminal'],
  examples: [
    ['dmx report', 'writes report.html into the output: open it in a browser, send it to anybody'],
    ['dmx report shoes', 'of one folder'],
    ['dmx report --video plays.ndjson', 'plays of clips, how much of them was watched, and where people stop'],
  ],
  async run(call) {
    const { streams, options, context } = call;
    if (options.plays !== undefined) return reportPlays(call, options.plays);
    const { report: run, printReport } = await import('../use-cases.ts');
    const view = await run(withFolders(call), printReport, context);
    streams.out(options.json === true ? jsonLine({ type: 'report', ...view }) : `${view.file}\n`);
    if (options.json !== true && !streams.quiet) {
      streams.err(`${plural(view.assets, 'asset')}, ${printBytes(view.bytes)}\n`);
    }
    return 0;
  },
};
