import { makePaint } from '../../base/paint.ts';
import { jsonLine } from '../../model/json-line.ts';
import { show as run } from '../../run/show.ts';
import type { Command } from '../command.ts';
import { printAsset } from '../print-asset.ts';

export const show: Command = {
  name: 'show',
  group: 'Look',
  summary: 'one asset in full: its master, renditions, smart crops, what failed',
  arguments: [{ name: 'asset', required: true, help: 'an asset path of the catalog, or a file of the library' }],
  takes: ['place', 'output', 'lines', 'terminal'],
  examples: [
    ['dmx show shoes/red.jpg', 'what dmx knows of it'],
    ['dmx show shoes/red.jpg --json', 'with recipes, fingerprints and digests'],
  ],
  async run({ words, request, options, streams }) {
    const view = await run(request, words[0] ?? '');
    const text = (): string => `${printAsset(view, makePaint(streams.color)).join('\n')}\n`;
    streams.out(options.json === true ? jsonLine({ type: 'asset', ...view }) : text());
    return 0;
  },
};
