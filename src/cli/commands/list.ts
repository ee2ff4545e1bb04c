import { makePaint, printable } from '../../base/paint.ts';
import { plural } from '../../base/text.ts';
import { jsonLine } from '../../model/run/json-line.ts';
import { UsageError } from '../../model/errors.ts';
import { withFolders, type Command } from '../command.ts';

export const list: Command = {
  name: 'list',
  group: 'Look',
  summary: 'lists assets by tag, collection, keyword, rating or state; also for spreadsheets and programs',
  arguments: [{ name: 'folder', many: true, help: 'folders of the library (default: all)' }],
  takes: ['query', 'listing', 'place', 'output', 'lines', 'terminal'],
  examples: [
    ["dmx list --tag hero --tag '!draft'", 'those that have one tag and not the other'],
    ['dmx list --collection summer --json', 'a line of JSON for each, as the manifest has them'],
    ['dmx list --csv > assets.csv', 'with their titles, alt texts, tags and sizes'],
  ],
  async run(call) {
    const { streams, options } = call;
    const { json = false, csv = false, states } = options;
    if (json && csv) throw new UsageError('OPTION_CONFLICT', 'expected JSON lines or a table, got both', {});
    const { list: run, CSV_HEAD, csvLine, printListed } = await import('../use-cases.ts');
    if (csv) streams.out(CSV_HEAD);
    let assets = 0;
    const tell = (message: string): void =>
      streams.err(`${makePaint(streams.color).yellow('warning')}  ${printable(message)}\n`);
    for await (const { record, entry } of run(withFolders(call), { states, tell })) {
      assets += 1;
      if (json) streams.out(jsonLine({ type: 'asset-listed', published: record.published, ...entry }));
      else streams.out(csv ? csvLine(record) : `${printListed(record)}\n`);
    }
    if (!json && !csv && !streams.quiet) streams.err(`${plural(assets, 'asset')}\n`);
    return 0;
  },
};
