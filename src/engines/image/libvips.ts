import sharp from 'sharp';

// The operation cache hands out stale pixels when a path is written again.
sharp.cache(false);
// One thread: AVIF bytes depend on the count, and each worker process has one core to itself.
sharp.concurrency(1);

/** The configured library; nothing else in dmx imports it. */
export { sharp };
