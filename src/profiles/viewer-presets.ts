import * as z from 'zod';
import { readValue } from '../model/viewers/attribute-fields.ts';
import { ATTRIBUTE_NAMES, ATTRIBUTES, attributesNamed } from '../model/viewers/attributes.ts';
import { SHIPPED_PRESETS } from '../model/viewers/shipped-presets.ts';
import { VIEWER_NAMES } from '../model/viewers/viewers.ts';
import { nearest } from '../base/text.ts';

/** The fault of an attribute; undefined = none. */
function attributeFault(name: string, text: string): string | undefined {
  const [known] = attributesNamed(name);
  if (known === undefined) {
    const near = nearest(name, ATTRIBUTE_NAMES);
    return `the name of an attribute of viewers${near === undefined ? '' : `, such as ${near}`}, not ${name}`;
  }
  const read = readValue(ATTRIBUTES[known], text);
  return 'values' in read ? undefined : `${read.expected} in ${name}`;
}

const attributes = z
  .record(z.string(), z.union([z.string(), z.number(), z.boolean()], { error: 'a value' }).transform(String))
  .superRefine((given, context) => {
    for (const [name, text] of Object.entries(given)) {
      const fault = attributeFault(name, text);
      if (fault !== undefined) context.addIssue({ code: 'custom', message: fault, path: [name] });
    }
  });

const preset = z.strictObject({
  viewer: z.enum(VIEWER_NAMES).describe('What shows it'),
  theme: z.enum(['light', 'dark']).optional().describe('Colours of buttons and grounds'),
  attributes: attributes.default({}).describe('By component and name (SpinView.autospin), or by name alone'),
  css: z
    .string()
    .min(1)
    .optional()
    .describe('A file of styles of your own, relative to this one: CSS variables and parts'),
});

/** Elements know the presets that ship by themselves: one of the same name would never be looked for. */
const SHIPPED = new Set(SHIPPED_PRESETS.map(({ name }) => name.toLowerCase()));

/** Names are parts of addresses. */
const presetName = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/, { error: 'a name of letters, digits, dots, dashes and underscores' })
  .refine((text) => !SHIPPED.has(text.toLowerCase()), { error: 'a name other than those of the presets that ship' });

/** Presets of viewers, by name. */
export const viewerPresets = z.strictObject({
  kind: z.literal('viewer-presets').describe('This document holds presets of viewers'),
  presets: z.record(presetName, preset).describe('By name'),
});

/** The fields of one preset, for references. */
export const viewerPresetFields = preset;

/** A preset of a viewer as a profile's file has it. */
type GivenViewerPreset = z.output<typeof preset>;

/** A preset of a viewer, with the text of its styles. */
export interface ProjectViewerPreset extends Omit<GivenViewerPreset, 'css'> {
  readonly name: string;
  readonly styles?: string;
}
