import { RUN_GROUPS, withFolders, type Command } from '../command.ts';
import { exitOf } from '../exit.ts';

export const reprocess: Command = {
  name: 'reprocess',
  group: 'Make renditions',
  summary: 'makes known assets again: after a profile edit, what failed, what is missing',
  arguments: [{ name: 'folder', completes: 'folder', many: true, help: 'folders inside the library (default: all)' }],
  takes: ['selection', ...RUN_GROUPS],
  examples: [
    ['dmx reprocess', 'whatever the profiles now say differently'],
    ['dmx reprocess --failed', 'try again what failed'],
    ['dmx reprocess shoes --rendition thumb', 'one rendition of one folder'],
    ['dmx reprocess --batch 200 --memory 2GiB', 'a large library with little memory'],
  ],
  async run(call) {
    const { options, context } = call;
    const { reprocess: run, reprocessing } = await import('../use-cases.ts');
    if (options.dryRun === true || options.check === true) {
      const { preview } = await import('../use-cases.ts');
      return preview(call, reprocessing(withFolders(call)));
    }
    return exitOf(await run(withFolders(call), context), options);
  },
};
