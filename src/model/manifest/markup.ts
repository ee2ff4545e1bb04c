/** The languages that markup is printed in. */
export const MARKUP_FORMATS = ['html', 'json', 'jsx', 'astro', 'liquid'] as const;
export type MarkupFormat = (typeof MARKUP_FORMATS)[number];

/** The parts that a page needs of an asset: what is seen, and what others are told about it. */
export const MARKUP_PARTS = ['media', 'opengraph', 'jsonld'] as const;
export type MarkupPart = (typeof MARKUP_PARTS)[number];
