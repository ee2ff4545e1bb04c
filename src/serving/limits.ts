/** Largest coordinate and side in pixels: libvips' own limit (VIPS_MAX_COORD); formats have theirs in their rows. */
export const MOST_PIXELS = 10_000_000;
