import * as z from 'zod';
import { PRESET_KEYS, presetKeysSchema } from '../serving/keys.ts';
import { presetText } from '../serving/preset-text.ts';
import { name } from './fields.ts';
import type { Found } from './yaml/check.ts';
import type { Preset, ProfileLibrary } from './library.ts';
import { checkCommands, checkSize, checkText, inText, type Locate } from './modifiers.ts';
import { nodeAt, valueOffset, type Path, type YamlNode } from './yaml/node.ts';

const preset = z.union([z.string(), presetKeysSchema], {
  error: 'modifiers such as "wid=400&fmt=webp", or keys such as { width: 400, format: webp }',
});

/** Presets by name, as a file declares them. */
export const imagePresets = z.strictObject({
  kind: z.literal('image-presets').describe('This document holds presets'),
  presets: z.record(name, preset).describe('Presets by name, each as modifiers or as keys'),
});

type Given = z.output<typeof preset>;

/** A preset as its text, in whichever spelling it was declared. */
export function readPreset(presetName: string, given: Given): Preset {
  return { name: presetName, text: typeof given === 'string' ? given : presetText(given) };
}

/** Finds the key that a problem's command was made of; in `modifiers` where no key of the command is there. */
function inKeys(root: YamlNode, path: Path): Locate {
  return ({ command }) => {
    const keys = PRESET_KEYS.filter((key) => key.command === command).map(({ key }) => key);
    const said = [...keys, 'modifiers'].find((key) => nodeAt(root, [...path, key]) !== undefined);
    return valueOffset(root, said === undefined ? path : [...path, said]);
  };
}

/** The place where a preset stands. */
interface Where {
  readonly root: YamlNode;
  readonly path: Path;
}

/** Checks the commands of a preset beside the other presets; every problem is a finding at its command or key. */
export function checkPreset(given: Given, { root, path }: Where, library: ProfileLibrary, found: Found): void {
  const { findings } = found;
  if (findings.full) return;
  if (typeof given === 'string') {
    checkText(given, library, found, inText(root, path), { body: true });
    return checkSize(given, library, findings, inText(root, path));
  }
  const { modifiers = '', ...keys } = given;
  checkCommands(presetText(keys), library, found, inKeys(root, path));
  checkText(modifiers, library, found, inText(root, [...path, 'modifiers']), { body: true });
  checkSize(presetText(given), library, findings, inKeys(root, path));
}
