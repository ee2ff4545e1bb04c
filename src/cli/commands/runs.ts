import type { Command } from '../command.ts';
import { readAction } from '../word.ts';

const ACTIONS = ['list', 'show', 'suspend', 'resume', 'terminate', 'rename'] as const;

export const runs: Command = {
  name: 'runs',
  group: 'Look',
  summary: 'lists and controls runs: list, show, suspend, resume, terminate, rename',
  arguments: [
    { name: 'action', choices: ACTIONS, help: 'list (default), show, suspend, resume, terminate or rename' },
    { name: 'id', completes: 'run', help: 'the id of a run or its beginning, or last' },
    { name: 'title', help: 'for rename' },
  ],
  takes: ['place', 'output', 'lines', 'reporting', 'terminal'],
  examples: [
    ['dmx runs', 'the history, newest first'],
    ['dmx runs show last', 'what the last run did'],
    ['dmx runs suspend last', 'from another terminal; dmx runs resume last goes on'],
  ],
  async run(call) {
    const action = readAction(call.words[0], ACTIONS, 'runs');
    const { RUNS_ACTIONS } = await import('../use-cases.ts');
    return RUNS_ACTIONS[action](call);
  },
};
