import sharp from 'sharp';

// The operation cache hands out stale pixels when a path is written again.
sharp.cache(false);
// One thread: AVIF bytes depend on the count, and each worker process has one core to itself.
sharp.concurrency(1);

/** The configured library; nothing else in dmx imports it. */
export { sharp };

/** Most pixels of a picture that is held whole, a rendition or a region with margins: with alpha they fill 2 GB. */
export const MAX_PIXELS = 500_000_000;
