import { UsageError } from '../../model/errors.ts';
import type { Command } from '../command.ts';

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
    const [what = 'settings'] = words;
    const printed = { settings: jsonSchema, manifest: manifestJsonSchema, lines: lineJsonSchema }[what];
    if (printed === undefined) {
      throw new UsageError('UNKNOWN_OPTION', `expected ${SCHEMAS.join(' or ')}, got ${what}`, { place: what });
    }
    streams.out(`${JSON.stringify(printed(), null, 2)}\n`);
    return 0;
  },
};
