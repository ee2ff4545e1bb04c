import { makePaint } from '../../base/paint.ts';
import { jsonLine } from '../../model/run/json-line.ts';
import type { crop as edit } from '../../run/crop.ts';
import type { Command } from '../command.ts';
import type { OptionValues } from '../../profiles/options/options.ts';

/** The decision that is to be written, if any. */
function editOf({ rects = [], focus, clear = false }: OptionValues): Parameters<typeof edit>[2] {
  if (rects.length === 0 && focus === undefined && !clear) return undefined;
  return { clear, crops: Object.fromEntries(rects), ...(focus && { focus }) };
}

export const crop: Command = {
  name: 'crop',
  group: 'Look',
  summary: 'shows the smart crops of an asset, which detector found them, and how sure it is; or sets them',
  arguments: [
    {
      name: 'asset',
      completes: 'asset',
      required: true,
      help: 'an asset path of the catalog, or a file of the library',
    },
  ],
  takes: ['cropping', 'place', 'output', 'lines', 'terminal'],
  examples: [
    ['dmx crop shoes/red.jpg', 'the rectangles, in fractions of the upright master'],
    ['dmx crop shoes/red.jpg --set Large=0,0.1,1,0.8', 'writes its sidecar; the next ingest makes Large so'],
    ['dmx crop shoes/red.jpg --focus 0.5,0.31', 'all other crops are centred there'],
    ['dmx crop shoes/red.jpg --clear', 'back to what the detectors find'],
  ],
  async run({ words, request, options, streams }) {
    const { crop: run, printCrops } = await import('../yaml-use-cases.ts');
    const view = await run(request, words[0] ?? '', editOf(options));
    if (options.json === true) streams.out(jsonLine({ type: 'crops', ...view }));
    else for (const line of printCrops(view, makePaint(streams.color))) streams.tell(line);
    return 0;
  },
};
