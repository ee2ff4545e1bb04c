/** Largest coordinate and side in pixels: libvips' own limit (VIPS_MAX_COORD); formats have theirs in their rows. */
export const MOST_PIXELS = 10_000_000;
/** A window a thousand times the master shows nothing but background; beyond that it is a slip of the pen. */
export const MOST_MASTERS = 1000;
