import type { Command } from '../command.ts';

export const schema: Command = {
  name: 'schema',
  group: 'Set up',
  summary: 'prints the JSON Schema of dmx.yaml, profiles and presets, for editors',
  arguments: [],
  takes: ['terminal'],
  examples: [['dmx schema > dmx.schema.json', 'then, in YAML: # yaml-language-server: $schema=dmx.schema.json']],
  async run({ streams }) {
    const { jsonSchema } = await import('../yaml-use-cases.ts');
    streams.out(`${JSON.stringify(jsonSchema(), null, 2)}\n`);
    return 0;
  },
};
