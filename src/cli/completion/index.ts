import type { Command } from '../command.ts';
import { printBashCompletion } from './bash.ts';
import { printFishCompletion } from './fish.ts';
import { printZshCompletion } from './zsh.ts';

/** The REGISTRY of shells: each prints a script that completes commands, options and their values. */
export const COMPLETIONS = {
  bash: printBashCompletion,
  zsh: printZshCompletion,
  fish: printFishCompletion,
} satisfies Record<string, (commands: readonly Command[]) => string>;
