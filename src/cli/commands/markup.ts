import { printable } from '../../base/paint.ts';
import type { MarkupPart } from '../../model/manifest/markup.ts';
import { UsageError } from '../../model/errors.ts';
import type { ManifestAsset } from '../../model/manifest/manifest-asset.ts';
import type { MarkupOptions } from '../../pages/markup.ts';
import type { Call, Command } from '../command.ts';
import type { OptionValues } from '../../profiles/options/options.ts';

function optionsOf({ base, shown, format, page, sizes, alt, priority }: OptionValues): MarkupOptions {
  return { base, renditions: shown, format, page, sizes, alt, priority };
}

async function printSitemap(
  assets: readonly ManifestAsset[],
  { base, page, parts = [] }: OptionValues,
): Promise<string> {
  if (parts.length > 1 || page === undefined || base === undefined) {
    throw new UsageError('OPTION_CONFLICT', 'expected a sitemap alone, with --page and --base, got something else', {
      hint: 'A sitemap names the page, and addresses with their host: --part sitemap --page URL --base URL.',
    });
  }
  const { sitemapOf } = await import('../use-cases.ts');
  return sitemapOf([{ page, assets }], { base });
}

/** Tells people of pictures that say nothing to who does not see them. */
async function tellMissing(assets: readonly ManifestAsset[], { streams, options }: Call): Promise<void> {
  if (streams.quiet || options.alt !== undefined) return;
  const { altOf } = await import('../use-cases.ts');
  for (const asset of assets) {
    if (asset.kind === 'video' || altOf(asset) !== '' || asset.metadata?.alt !== undefined) continue;
    const hint = 'write `metadata: { alt: … }` into its sidecar, or alt: "" where it is decoration';
    streams.err(`${printable(asset.path)} has no alternative text: ${hint}\n`);
  }
}

export const markup: Command = {
  name: 'markup',
  group: 'Look',
  summary: 'what a page needs of pictures and clips: <picture>, <video>, Open Graph, JSON-LD, sitemaps',
  arguments: [{ name: 'asset', many: true, help: 'asset paths, files of the library, or globs (default: all)' }],
  takes: ['markup', 'address', 'query', 'place', 'output', 'terminal'],
  examples: [
    ['dmx markup shoes/red.jpg --base /media/', 'a <picture> with its smart crops, types and widths'],
    ['dmx markup "shoes/*.jpg" --format jsx', 'for React'],
    ['dmx markup clip.mp4 --part media --part jsonld', 'a <video>, and what search engines are told'],
    ['dmx markup --collection summer --format json', 'everything as data, a line for each'],
  ],
  async run(call) {
    const { words, request, options, streams } = call;
    const { parts = [] } = options;
    const { markupAssets, markupOf } = await import('../use-cases.ts');
    const assets = await markupAssets(request, words);
    if (parts.includes('sitemap')) streams.out(await printSitemap(assets, options));
    else {
      const asked = parts.filter((part): part is MarkupPart => part !== 'sitemap');
      const how = { ...optionsOf(options), ...(asked.length > 0 && { parts: asked }) };
      for (const asset of assets) streams.out(markupOf(asset, how));
    }
    await tellMissing(assets, call);
    return 0;
  },
};
