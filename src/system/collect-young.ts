import { setImmediate } from 'node:timers/promises';

/** Less than this is not worth a collection, which takes half a millisecond. */
const WORTH_BYTES = 16 * 2 ** 20;

/** Bytes outside of V8's heap that were held when this was last looked at, or less. */
let heldBytes = Infinity;

/**
 * Lets go of the pixels of finished work once they are many, where this process may ask for it (`--expose-gc`). They hang on
 * small objects, which V8 leaves alone until it collects everything, and go a turn of the event loop after those.
 */
export async function collectYoung(): Promise<void> {
  const { gc } = globalThis;
  const { external } = process.memoryUsage();
  heldBytes = Math.min(heldBytes, external);
  if (gc === undefined || external - heldBytes < WORTH_BYTES) return;
  await setImmediate();
  gc({ type: 'minor' });
  await setImmediate();
  heldBytes = process.memoryUsage().external;
}
