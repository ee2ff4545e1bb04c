import type { Captions, Cue } from './cue.ts';
import { printCueTime } from './cue-time.ts';

function printCue({ id, start, end, settings, text }: Cue): string {
  const times = [`${printCueTime(start)} --> ${printCueTime(end)}`, ...settings].join(' ');
  return [...(id === '' ? [] : [id]), times, text].join('\n');
}

/** Captions as WebVTT: valid whatever they were read from, and equal captions give equal texts. */
export function printCaptions({ cues, styles, regions }: Pick<Captions, 'cues' | 'styles' | 'regions'>): string {
  const blocks = [
    'WEBVTT',
    ...regions.map((region) => `REGION\n${region}`),
    ...styles.map((style) => `STYLE\n${style}`),
    ...cues.map(printCue),
  ];
  return `${blocks.join('\n\n')}\n`;
}
