import type { ColorSpace, ImageFacts } from '../../../model/asset.ts';

const NAMES: Partial<Readonly<Record<ColorSpace, string>>> = { cmyk: 'CMYK', gray: 'gray' };

/** A sentence for a master whose colours had to be guessed; untagged RGB is sRGB by convention and needs none. */
export function colorAssumption({ colorSpace, icc }: ImageFacts): string | undefined {
  const name = NAMES[colorSpace];
  if (icc !== null || name === undefined) return undefined;
  return `The master is ${name} without an ICC profile: its colours were converted with a generic ${name} profile and may be off; embed the profile it was made for.`;
}
