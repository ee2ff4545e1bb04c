/** The kinds of things that stand in a picture's place until it is there, in the order of the manifest. */
export const PLACEHOLDER_KINDS = ['thumbhash', 'blurhash', 'webp', 'color'] as const;
export type PlaceholderKind = (typeof PLACEHOLDER_KINDS)[number];

/**
 * Placeholders of a picture, those that its profile asks for. `thumbhash`: base64; `blurhash`: its base 83 text; `webp`: a data
 * URI of a picture some pixels wide; `color`: the dominant colour, `#rrggbb`.
 */
export type Placeholder = { readonly [K in PlaceholderKind]?: string };

/** The placeholders that are asked for, in their order. */
export function askedPlaceholders(placeholder: Placeholder = {}): readonly PlaceholderKind[] {
  return PLACEHOLDER_KINDS.filter((kind) => placeholder[kind] !== undefined);
}
