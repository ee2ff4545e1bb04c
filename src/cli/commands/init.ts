import { resolve } from 'node:path';
import type { Command } from '../command.ts';

export const init: Command = {
  name: 'init',
  group: 'Set up',
  summary: 'writes a commented dmx.yaml and an example profile; never overwrites',
  arguments: [{ name: 'dir', completes: 'folder', help: 'where (default: here)' }],
  takes: ['terminal'],
  examples: [['dmx init && dmx plan', 'then edit dmx.yaml and look what it would do']],
  async run({ words: [dir = '.'], request, streams }) {
    const { init: run } = await import('../yaml-use-cases.ts');
    const { written, kept } = await run(resolve(request.cwd, dir));
    for (const file of written) streams.out(`${file}\n`);
    if (streams.quiet) return 0;
    for (const file of kept) streams.err(`${file} is there already and was left as it is\n`);
    streams.err(written.length > 0 ? 'Next: edit them, then dmx plan\n' : 'Nothing written\n');
    return 0;
  },
};
