import { RUN_GROUPS, withFolders, type Command } from '../command.ts';
import { exitOf } from '../exit.ts';

export const ingest: Command = {
  name: 'ingest',
  group: 'Make renditions',
  summary: 'makes every rendition that is new or changed, and the manifest',
  arguments: [
    {
      name: 'folder',
      completes: 'folder',
      many: true,
      help: 'the library, or with a dmx.yaml folders inside it (default: all)',
    },
  ],
  takes: RUN_GROUPS,
  examples: [
    ['dmx ingest ./photos', 'make everything the default profile asks for, into dmx-out'],
    ['dmx ingest ./photos -o /srv/media', 'into another folder'],
    ['dmx ingest --memory 1GiB -j 4', 'the library of dmx.yaml, gently'],
    ['dmx ingest --check', 'for CI: exit 1 if anything would change'],
  ],
  async run(call) {
    const { options, context } = call;
    if (options.dryRun === true || options.check === true) {
      const { preview } = await import('../use-cases.ts');
      return preview(call, withFolders(call));
    }
    const { ingest: run } = await import('../use-cases.ts');
    return exitOf(await run(withFolders(call), context), options);
  },
};
