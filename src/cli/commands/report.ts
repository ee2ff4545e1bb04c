import { printBytes } from '../../base/bytes.ts';
import { plural } from '../../base/text.ts';
import { jsonLine } from '../../model/run/json-line.ts';
import { withFolders, type Command } from '../command.ts';

export const report: Command = {
  name: 'report',
  group: 'Look',
  summary:
    'one page to look at: bytes and savings, masters with crops and subjects drawn on them, formats compared, failures',
  arguments: [{ name: 'folder', completes: 'folder', help: 'a folder of the library (default: all)' }],
  takes: ['query', 'place', 'output', 'resources', 'lines', 'terminal'],
  examples: [
    ['dmx report', 'writes report.html into the output: open it in a browser, send it to anybody'],
    ['dmx report shoes', 'of one folder'],
  ],
  async run(call) {
    const { streams, options, context } = call;
    const { report: run, printReport } = await import('../use-cases.ts');
    const view = await run(withFolders(call), printReport, context);
    streams.out(options.json === true ? jsonLine({ type: 'report', ...view }) : `${view.file}\n`);
    if (options.json !== true && !streams.quiet) {
      streams.err(`${plural(view.assets, 'asset')}, ${printBytes(view.bytes)}\n`);
    }
    return 0;
  },
};
