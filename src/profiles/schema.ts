import * as z from 'zod';
import { config } from './config-schema.ts';
import { imageProfile } from './image.ts';
import { imagePresets } from './presets/preset.ts';
import { setDocument } from './sets/set-document.ts';
import { setRules } from './sets/set-rules.ts';
import { videoProfile } from './video.ts';
import { viewerPresets } from './viewer-presets.ts';

/** Every kind of YAML document dmx reads, in the order people meet them. */
const DOCUMENTS = [
  { title: 'dmx.yaml', schema: config },
  { title: 'image profile', schema: imageProfile },
  { title: 'image presets', schema: imagePresets },
  { title: 'video profile', schema: videoProfile },
  { title: 'rule for sets', schema: setRules },
  { title: 'set', schema: setDocument },
  { title: 'viewer presets', schema: viewerPresets },
] as const;

/**
 * The JSON schema of what a person may write in a document, before defaults are filled in. Draft 7 is what YAML editors
 * know best.
 */
function documentSchema({ title, schema }: (typeof DOCUMENTS)[number]): z.core.JSONSchema.BaseSchema {
  const { $schema: _draft, ...rest } = z.toJSONSchema(schema, { io: 'input', target: 'draft-7' });
  return { title, ...rest };
}

/** One JSON Schema for dmx.yaml and for files of profiles and presets: an editor finds the right part by the `kind`. */
export function jsonSchema(): z.core.JSONSchema.BaseSchema {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'dmx.yaml, profiles and presets of dmx',
    anyOf: DOCUMENTS.map(documentSchema),
  };
}
