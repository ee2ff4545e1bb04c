import { RUN_GROUPS, withFolders, type Command } from '../command.ts';

export const plan: Command = {
  name: 'plan',
  group: 'Look',
  summary: 'shows what ingest would make, keep, carry over or drop, and why; writes nothing',
  arguments: [{ name: 'folder', completes: 'folder', many: true, help: 'as for ingest' }],
  takes: RUN_GROUPS,
  examples: [
    ['dmx plan', 'what would be done'],
    ['dmx plan -v', 'every asset, what is kept too'],
    ['dmx plan --json', 'for programs'],
  ],
  async run(call) {
    const { preview } = await import('../use-cases.ts');
    return preview(call, withFolders(call));
  },
};
