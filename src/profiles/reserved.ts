/** Names that dmx gives to renditions itself, now or when clips are worked on. */
const RESERVED = ['pyramid', 'swatch', 'stream', 'poster', 'sprite'];
const RESERVED_PREFIXES = ['thumbnail-', 'track-'];

/** Tells whether a crop, encoding or rendition may not be called so, case ignored. */
export function isReserved(name: string): boolean {
  const key = name.toLowerCase();
  return RESERVED.includes(key) || RESERVED_PREFIXES.some((prefix) => key.startsWith(prefix));
}

/** The hint what to do about it. */
export const RESERVED_HINT = `Choose another: ${RESERVED.join(', ')}, ${RESERVED_PREFIXES.map((prefix) => `${prefix}*`).join(' and ')} are names dmx gives itself.`;
