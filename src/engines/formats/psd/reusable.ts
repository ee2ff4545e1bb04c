/**
 * Bytes that are used again and again for the same purpose: V8 lets some dozen megabytes of those that are not pile up.
 * What it gave before is overwritten.
 */
export function reusable(): (bytes: number) => Buffer {
  let held = Buffer.alloc(0);
  return (bytes) => {
    if (held.length < bytes) held = Buffer.allocUnsafeSlow(bytes);
    return held.subarray(0, bytes);
  };
}
