import { RUN_GROUPS, withFolders, type Command } from '../command.ts';
import { exitOf } from '../exit.ts';

export const watch: Command = {
  name: 'watch',
  group: 'Make renditions',
  summary: 'runs ingest, and again whenever masters, sidecars or settings have changed, until Ctrl-C',
  arguments: [
    {
      name: 'folder',
      completes: 'folder',
      many: true,
      help: 'the library, or with a dmx.yaml folders inside it (default: all)',
    },
  ],
  takes: RUN_GROUPS.filter((group) => group !== 'dry' && group !== 'preview'),
  examples: [['dmx watch', 'while you work on a site']],
  async run(call) {
    const { watch: run } = await import('../../run/watch.ts');
    return exitOf(await run(withFolders(call), call.context), call.options);
  },
};
