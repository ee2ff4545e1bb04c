import type { Command } from '../command.ts';
import { readAction } from '../word.ts';

const SCHEMAS = ['settings', 'manifest', 'lines'] as const;

export const schema: Command = {
  name: 'schema',
  group: 'Set up',
  summary:
    'prints the JSON Schema of dmx.yaml, profiles and presets, for editors; or of the manifest, or JSON lines, for programs',
  arguments: [{ name: 'what', help: 'settings (default), manifest, or lines: what --json prints', choices: SCHEMAS }],
  takes: ['terminal'],
  examples: [
    ['dmx schema > dmx.schema.json', 'then, in YAML: # yaml-language-server: $schema=dmx.schema.json'],
    ['dmx schema manifest > manifest.schema.json', 'what the manifest may hold'],
  ],
  async run({ streams, words }) {
    const { jsonSchema, lineJsonSchema, manifestJsonSchema } = await import('../yaml-use-cases.ts');
    const schemas = { settings: jsonSchema, manifest: manifestJsonSchema, lines: lineJsonSchema };
    streams.out(`${JSON.stringify(schemas[readAction(words[0], SCHEMAS, 'schema')](), null, 2)}\n`);
    return 0;
  },
};
