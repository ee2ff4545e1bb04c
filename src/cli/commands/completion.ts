import { keysOf } from '../../base/table.ts';
import type { Command } from '../command.ts';
import { COMPLETIONS } from '../completion/index.ts';
import { choice, readValue } from '../../profiles/options/values.ts';

const SHELLS = keysOf(COMPLETIONS);

export const completion: Command = {
  name: 'completion',
  group: 'Set up',
  summary: 'prints a script that completes dmx command lines',
  arguments: [{ name: 'shell', required: true, choices: SHELLS, help: SHELLS.join(', ') }],
  takes: ['terminal'],
  examples: [
    ['eval "$(dmx completion bash)"', 'in ~/.bashrc; the same for zsh'],
    ['dmx completion fish | source', 'in config.fish'],
  ],
  async run({ words: [shell = ''], streams, commands }) {
    streams.out(COMPLETIONS[readValue(choice(...SHELLS), shell, 'shell')](commands));
    return 0;
  },
};
