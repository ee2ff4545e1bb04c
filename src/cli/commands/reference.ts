import type { Command } from '../command.ts';

export const reference: Command = {
  name: 'reference',
  group: 'Set up',
  summary: 'prints the generated documents of the package, or writes them into it',
  arguments: [],
  takes: ['documents', 'terminal'],
  examples: [],
  hidden: true,
  async run({ options, streams, commands }) {
    const { makeDocuments, writeDocuments } = await import('../yaml-use-cases.ts');
    const documents = await makeDocuments(commands);
    if (options.write === true) for (const file of writeDocuments(documents)) streams.out(`${file}\n`);
    else for (const { text } of documents) streams.out(text);
    return 0;
  },
};
