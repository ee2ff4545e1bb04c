import { makePaint } from '../../base/paint.ts';
import { jsonLine } from '../../model/run/json-line.ts';
import { withFolders, type Command } from '../command.ts';

export const status: Command = {
  name: 'status',
  group: 'Look',
  summary: 'shows counts by state, sizes, failures and what to do about them, from the catalog',
  arguments: [{ name: 'folder', completes: 'folder', help: 'a folder of the library (default: all)' }],
  takes: ['query', 'place', 'output', 'lines', 'terminal'],
  examples: [
    ['dmx status', 'of the whole library'],
    ['dmx status shoes -v', 'of one folder, every failure'],
    ['dmx status --collection summer', 'of the assets of a collection'],
  ],
  async run(call) {
    const { streams, options } = call;
    const { status: run, printStatus } = await import('../use-cases.ts');
    const view = await run(withFolders(call));
    if (options.json === true) streams.out(jsonLine({ type: 'status', ...view }));
    else {
      const setting = { paint: makePaint(streams.color), verbose: streams.verbose, now: Date.now() };
      for (const line of printStatus(view, setting)) streams.tell(line);
    }
    return 0;
  },
};
