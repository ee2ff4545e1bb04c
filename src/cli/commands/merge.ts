import { plural } from '../../base/text.ts';
import { jsonLine } from '../../model/run/json-line.ts';
import type { Command } from '../command.ts';
import { FAILED } from '../exit.ts';

export const merge: Command = {
  name: 'merge',
  group: 'Make renditions',
  summary: 'joins the outputs of shards into the output that one machine would have written',
  arguments: [
    { name: 'part', completes: 'folder', many: true, required: true, help: 'the outputs of all shards, each once' },
  ],
  takes: ['place', 'output', 'changes', 'lock', 'lines', 'terminal'],
  examples: [
    ['dmx ingest --shard 2/3 --out part-2', 'on each of three machines its share'],
    ['dmx merge part-1 part-2 part-3', 'then, on one, the whole'],
  ],
  async run({ words, request, context, options, streams }) {
    const { merge: run } = await import('../use-cases.ts');
    const view = await run(request, words, context);
    if (options.json === true) streams.out(jsonLine({ type: 'merged', ...view }));
    else if (!streams.quiet) {
      const absent = view.absent === 0 ? '' : `, ${plural(view.absent, 'file')} not on this machine`;
      const { parts, assets, files, failed, output } = view;
      const wrong = failed === 0 ? '' : `; something failed of ${plural(failed, 'asset')}: dmx status ${output}`;
      streams.err(
        `Merged ${plural(parts, 'part')}: ${plural(assets, 'asset')}, ${plural(files, 'file')} into ${output}${absent}${wrong}\n`,
      );
    }
    return view.failed > 0 ? FAILED : 0;
  },
};
