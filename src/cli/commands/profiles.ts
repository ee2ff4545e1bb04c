import type { Command } from '../command.ts';
import { readAction } from '../word.ts';

const ACTIONS = ['list', 'show', 'check'] as const;

export const profiles: Command = {
  name: 'profiles',
  group: 'Set up',
  summary: 'lists, shows and checks profiles: which renditions the assets of a folder get',
  arguments: [
    { name: 'action', choices: ACTIONS, help: 'list (default), show NAME, or check [FILE...]' },
    {
      name: 'name',
      many: true,
      completes: { show: 'profile', check: 'file' },
      help: 'a profile to show, or files to check besides those of dmx.yaml',
    },
  ],
  takes: ['place', 'lines', 'reporting', 'terminal'],
  examples: [
    ['dmx profiles check', 'every problem with file:line:column; exit 1 if there are any'],
    ['dmx profiles show default > profiles/mine.yaml', 'a start for a profile of your own'],
  ],
  async run(call) {
    const action = readAction(call.words[0], ACTIONS, 'profiles');
    const { PROFILES_ACTIONS } = await import('../yaml-use-cases.ts');
    return PROFILES_ACTIONS[action](call);
  },
};
