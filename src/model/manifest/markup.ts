/** The languages that markup is printed in. */
export const MARKUP_FORMATS = ['html', 'json', 'jsx', 'astro', 'liquid'] as const;
export type MarkupFormat = (typeof MARKUP_FORMATS)[number];

/** The kinds of markup for an asset: what the page shows, and what crawlers read. */
export const MARKUP_PARTS = ['media', 'opengraph', 'jsonld'] as const;
export type MarkupPart = (typeof MARKUP_PARTS)[number];
