import { UsageError } from '../../model/errors.ts';
import type { OptionValues } from '../../profiles/options/options.ts';
import type { EmbedForm } from '../../model/viewers/embed-forms.ts';
import type { Embedded, EmbedWish } from '../../run/delivery/find-embedded.ts';
import type { Command } from '../command.ts';

/** Forms that one asset alone has. */
function ofAsset({ item, first }: Embedded, form: EmbedForm): NonNullable<Embedded['first']> {
  if (first !== undefined && item.kind !== 'set') return first;
  throw new UsageError('OPTION_CONFLICT', `expected an asset for --form ${form}, got the set ${item.name}`, {
    hint: 'dmx markup prints those of its members.',
  });
}

async function print(
  { viewer, ...embedded }: Embedded & Pick<EmbedWish, 'viewer'>,
  { form = 'element', viewerPreset, base }: OptionValues,
): Promise<string> {
  const { embedElement, embedFrame, embedSnippet, markupOf } = await import('../use-cases.ts');
  const options = { viewer, preset: viewerPreset, base };
  if (form === 'element') return embedElement(embedded.item, embedded.first, options);
  if (form === 'picture') return markupOf(ofAsset(embedded, form), { base, parts: ['media'] });
  if (form === 'jsonld') return markupOf(ofAsset(embedded, form), { base, parts: ['jsonld'] });
  const text = form === 'iframe' ? embedFrame(embedded.item, options) : embedSnippet(embedded.item, options);
  if (text !== undefined) return text;
  throw new UsageError(
    'OPTION_CONFLICT',
    `expected a viewer that Dynamic Media has too for --form ${form}, got ${viewer}`,
    {
      hint: 'Use --form element.',
    },
  );
}

export const embed: Command = {
  name: 'embed',
  group: 'Look',
  summary:
    'prints the code that shows an asset or a set on a page: element, iframe, snippet of Dynamic Media, structured data',
  arguments: [{ name: 'asset', required: true, help: 'asset path, file of the library, or path of a set' }],
  takes: ['embedding', 'address', 'place', 'output', 'terminal'],
  examples: [
    ['dmx embed spins/kettle/kettle --base /media/', 'the element that turns it'],
    ['dmx embed shoes/red.jpg --viewer flyout', 'magnified under the pointer'],
    ['dmx embed spins/kettle/kettle --preset SpinSet_dark --form s7', 'as a page made for Dynamic Media has it'],
    ['dmx embed clip.mp4 --form jsonld --base https://shop.example/media/', 'what search engines are told'],
  ],
  async run({ words, request, options, streams }) {
    const { findEmbedded } = await import('../use-cases.ts');
    const embedded = await findEmbedded(request, words[0] ?? '', {
      viewer: options.viewer,
      preset: options.viewerPreset,
    });
    streams.out(await print(embedded, options));
    return 0;
  },
};
