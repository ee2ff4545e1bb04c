import type { ProbeStream } from './probe-answer.ts';

/** Tags are spelled in capitals in Matroska. `und` is how MP4 says nothing. */
export function tag({ tags = {} }: ProbeStream, name: string): string | null {
  const value = tags[name] ?? tags[name.toUpperCase()] ?? '';
  return value === '' || value === 'und' ? null : value;
}

/** Bits per second of a stream, where stated. */
export function bitrateOf({ bit_rate }: ProbeStream): number | undefined {
  const bits = Number(bit_rate);
  return Number.isFinite(bits) && bits > 0 ? bits : undefined;
}

/** Tells whether a disposition of a stream is set, such as `default`. */
export const isSet = ({ disposition }: ProbeStream, name: string): boolean => disposition?.[name] === 1;
