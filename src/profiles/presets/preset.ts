import * as z from 'zod';
import { PRESET_KEYS, presetKeysSchema } from '../../serving/keys.ts';
import { presetText } from '../../serving/preset-text.ts';
import { name } from '../fields.ts';
import { definitionsOf, expectedOf, variablesOf } from '../templates/template.ts';
import { variables } from '../templates/variables.ts';
import type { Found } from '../yaml/check.ts';
import type { Preset, ProfileLibrary } from '../library.ts';
import { checkCommands, checkSize, checkText, inText, type Locate } from './modifiers.ts';
import { nodeAt, valueOffset, type Path, type YamlNode } from '../yaml/node.ts';

const presetKeys = presetKeysSchema.extend({
  vars: variables
    .optional()
    .describe('Variables of a template, `$name$` in modifiers, each with its default; `template` names the preset'),
});

const preset = z.union([z.string(), presetKeys], {
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
  if (typeof given === 'string') return { name: presetName, text: given };
  const { vars, ...keys } = given;
  const declared = variablesOf(vars);
  const text = `${definitionsOf(declared)}${presetText(keys)}`;
  return { name: presetName, text, ...(declared.length > 0 && { vars: declared }) };
}

/** Finds the key that a problem's command was made of; in `modifiers` where no key of the command is there. */
function inKeys(root: YamlNode, path: Path): Locate {
  return ({ command }) => {
    const keys = PRESET_KEYS.filter((key) => key.command === command).map(({ key }) => key);
    const said = [...keys, 'modifiers'].find((key) => nodeAt(root, [...path, key]) !== undefined);
    return valueOffset(root, said === undefined ? path : [...path, said]);
  };
}

/** The position of a preset in its file. */
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
  const { modifiers = '', vars, ...keys } = given;
  const declared = variablesOf(vars);
  for (const variable of declared) {
    const expected = expectedOf(variable, variable.default);
    if (expected === undefined) continue;
    const message = `expected ${expected} as default of $${variable.name}$, got ${variable.default || 'nothing'}`;
    findings.atValue(root, [...path, 'vars', variable.name], { message, hint: 'Change the default, or the type.' });
  }
  const defaults = Object.fromEntries(declared.map((one) => [one.name, one.default]));
  const body = { body: true, variables: defaults } as const;
  checkCommands(presetText(keys), library, found, inKeys(root, path));
  checkText(modifiers, library, found, inText(root, [...path, 'modifiers']), body);
  checkSize(readPreset('', given).text, library, findings, inKeys(root, path));
}
