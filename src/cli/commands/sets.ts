import type { Command } from '../command.ts';
import { readAction } from '../word.ts';

const ACTIONS = ['list', 'show', 'check'] as const;

export const sets: Command = {
  name: 'sets',
  group: 'Look',
  summary: 'lists, shows and checks image, spin, mixed, carousel, page and video sets',
  arguments: [
    { name: 'action', choices: ACTIONS, help: 'list (default), show NAME, or check' },
    { name: 'name', help: 'the path of the set to show' },
  ],
  takes: ['place', 'output', 'lines', 'terminal'],
  examples: [
    ['dmx sets', 'every set with its type and members'],
    ['dmx sets show shoes/0123-RED-SET', 'its members in order, and its text for catalogs'],
    ['dmx sets check', 'exit 3 where a set is left out'],
  ],
  async run(call) {
    const action = readAction(call.words[0], ACTIONS, 'sets');
    const { SETS_ACTIONS } = await import('../use-cases.ts');
    return SETS_ACTIONS[action](call);
  },
};
