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

/**
 * Tells whether a URL names its host. One without is meaningless to readers outside the page, such as crawlers of Open
 * Graph tags.
 */
const hasHost = (address: string): boolean => /^https?:\/\/[^/]/i.test(address);

/** A warning where Open Graph or JSON-LD would hold URLs without a host, because `base` has none. */
function noteOnAddresses({ base = '', parts = [] }: OptionValues): string {
  const told = parts.some((part) => part === 'opengraph' || part === 'jsonld');
  if (!told || hasHost(base)) return '';
  return 'Networks and search engines take addresses with their host: --base https://shop.example/media/\n';
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
  const bare = Object.entries({ page, base }).find(([, address]) => !hasHost(address));
  if (bare !== undefined) {
    throw new UsageError('OPTION_RANGE', `expected an address with its host for --${bare[0]}, got ${bare[1]}`, {
      hint: 'Sitemaps are read apart from their pages: https://shop.example/media/.',
    });
  }
  const { sitemapOf } = await import('../use-cases.ts');
  return sitemapOf([{ page, assets }], { base });
}

/** The notes for people on the markup of an asset. */
async function notesOn(asset: ManifestAsset, options: OptionValues): Promise<readonly string[]> {
  if (asset.kind === 'video') return [];
  const { altOf, videoOf } = await import('../use-cases.ts');
  const { metadata, page } = asset;
  const isDumb = options.alt === undefined && altOf(asset) === '' && metadata?.alt === undefined;
  // A browser chooses a clip once, and keeps the poster and the shape of the element whatever it chooses.
  const isOneClip = options.shown === undefined && page?.crops !== undefined && videoOf(asset) !== undefined;
  return [
    ...(isDumb
      ? ['has no alternative text: write `metadata: { alt: … }` into its sidecar, or alt: "" where it is decoration']
      : []),
    ...(isOneClip ? ['is shown by a clip, one for windows of all widths: crops of `page:` are of still pictures'] : []),
  ];
}

const NOTHING = 'is not shown: none of its renditions, or of those that --rendition names, is one that browsers show';

function tell(notes: readonly string[], { path }: ManifestAsset, { streams }: Call): void {
  if (streams.quiet) return;
  for (const note of notes) streams.err(`${printable(path)} ${note}\n`);
}

export const markup: Command = {
  name: 'markup',
  group: 'Look',
  summary: 'prints markup for a web page: <picture>, <video>, Open Graph, JSON-LD, sitemaps',
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
      for (const asset of assets) {
        const text = markupOf(asset, how);
        streams.out(text);
        if (text === '') tell([NOTHING], asset, call);
      }
    }
    if (!streams.quiet) streams.err(noteOnAddresses(options));
    for (const asset of assets) tell(await notesOn(asset, options), asset, call);
    return 0;
  },
};
