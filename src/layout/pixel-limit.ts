/** Most pixels of a picture that is held whole, a rendition or a region with margins: with alpha they fill 2 GB. */
export const MAX_PIXELS = 500_000_000;
