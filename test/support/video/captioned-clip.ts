import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeClip, testSource } from './clips.ts';

/** Captions within a picture (CTA-708 in ATSC A/53 part 4), as a message of H.264 (payload 4 of SEI): one pair of nothing. */
const CAPTIONS = Buffer.from('0000000106040eb50031474139340341fffc8080ff80', 'hex');

/** Units of H.264 that hold a picture, or the first part of one. */
const isPicture = (type: number): boolean => type === 1 || type === 5;

/** A clip with closed captions within all of its pictures, and sound. */
export function captionedClip(folder: string): string {
  const coded = ['-c:v', 'libx264', '-bf', '0', '-x264-params', 'slices=1', '-f', 'h264'];
  const plain = readFileSync(makeClip(folder, 'plain.h264', [...testSource('320x180', 15, 2).slice(0, 4), ...coded]));
  const parts: Buffer[] = [];
  let from = 0;
  for (let at = plain.indexOf('000001', 0, 'hex'); at >= 0; at = plain.indexOf('000001', at + 3, 'hex')) {
    if (!isPicture((plain[at + 3] ?? 0) & 31)) continue;
    parts.push(plain.subarray(from, at), CAPTIONS);
    from = at;
  }
  const file = join(folder, 'captioned.h264');
  writeFileSync(file, Buffer.concat([...parts, plain.subarray(from)]));
  return makeClip(folder, 'clip.mp4', [
    '-framerate',
    '15',
    '-i',
    file,
    ...testSource('320x180', 15, 2).slice(4),
    '-c:v',
    'copy',
  ]);
}
