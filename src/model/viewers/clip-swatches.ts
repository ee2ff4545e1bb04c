import type { ChosenAction } from '../hotspots.ts';

/** Something that is shown beside a clip for a while and does something when it is chosen. */
export interface ShownSwatch extends ChosenAction {
  /** For people, and for assistive technology. */
  readonly label: string;
  /** A picture of the library, by its asset path, or a file of the site that shows it, by its path from `/`. */
  readonly image?: string;
}

/** A swatch of a clip, as a person wrote it down. Seconds from the start of the clip. */
export interface ClipSwatch extends ShownSwatch {
  readonly from: number;
  /** Absent = until the next one begins, or as long as is usual in a clip of its length. */
  readonly to?: number;
}

/** A swatch with both of its times, which lie in the clip. */
export interface TimedSwatch extends ClipSwatch {
  readonly to: number;
}

/** Tells whether the picture of a swatch is a file of the site, and no asset of the library. */
export const isSitePath = (image: string): boolean => image.startsWith('/');

/**
 * The swatches of one stretch as the text of a cue: one a line, as JSON. Nothing in it is markup of WebVTT, and none of its
 * lines ends the cue.
 */
export function printSwatches(swatches: readonly ShownSwatch[]): string {
  const lines = swatches.map((one) => JSON.stringify(one).replaceAll('&', String.raw`\u0026`));
  return lines
    .join('\n')
    .replaceAll('<', String.raw`\u003c`)
    .replaceAll('>', String.raw`\u003e`);
}

function parseSwatch(line: string): readonly ShownSwatch[] {
  try {
    const value: unknown = JSON.parse(line);
    const isOne = typeof value === 'object' && value !== null && 'label' in value && typeof value.label === 'string';
    return isOne ? [value as ShownSwatch] : [];
  } catch {
    return [];
  }
}

/** The swatches of the text of a cue; lines that are none are left out. */
export function parseSwatches(text: string): readonly ShownSwatch[] {
  return text.split('\n').flatMap(parseSwatch);
}
