import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { joinShortEnd } from '../../../../../src/engines/video/mp4/join-short-end.ts';
import { readSegments, type SegmentedFile } from '../../../../../src/engines/video/mp4/read-segments.ts';
import { ownFolder } from '../../../../support/files/own-folder.ts';
import { makeClip } from '../../../../support/video/clips.ts';
import { decodeErrors, probeClip } from '../../../../support/video/probe-clip.ts';

const FRAGMENTS = ['-movflags', '+dash+global_sidx+skip_trailer+delay_moov+frag_keyframe'];

/** A file of fragments of a second each, so many frames long. */
function fragments(folder: string, frames: number): string {
  const source = ['-f', 'lavfi', '-i', 'testsrc2=size=64x64:rate=25', '-frames:v', String(frames)];
  return makeClip(folder, `${frames}.mp4`, [...source, '-g', '25', '-sc_threshold', '0', ...FRAGMENTS]);
}

async function layoutOf(file: string): Promise<SegmentedFile> {
  const found = await readSegments(file);
  if (found === undefined) throw new Error('no index');
  return found;
}

const lengthsOf = async (file: string): Promise<readonly number[]> =>
  (await layoutOf(file)).segments.map(({ seconds }) => seconds);

describe('the index of a fragmented file', () => {
  it.each([
    [51, [1, 1, 0.04], [1, 1.04]],
    [62, [1, 1, 0.48], [1, 1.48]],
    [63, [1, 1, 0.52], [1, 1, 0.52]],
    [50, [1, 1], [1, 1]],
    [26, [1, 0.04], [1.04]],
    [3, [0.12], [0.12]],
  ])('of %i frames ends in no short fragment', async (frames, before, after) => {
    const file = fragments(ownFolder(), frames);
    expect(await lengthsOf(file)).toEqual(before);
    const bytes = readFileSync(file);
    await joinShortEnd(file);
    expect(await lengthsOf(file)).toEqual(after);
    const { segments, index } = await layoutOf(file);
    const joined = readFileSync(file);
    const ends = segments.map(({ offset, bytes: length }) => offset + length);
    expect(ends).toEqual([...segments.slice(1).map(({ offset }) => offset), bytes.length]);
    for (const { offset } of segments) expect(joined.toString('latin1', offset + 4, offset + 8)).toBe('moof');
    // Nothing but the index is touched, and nothing moves.
    const from = index.offset + index.bytes + 64;
    expect(joined.subarray(from).equals(bytes.subarray(from))).toBe(true);
    expect(joined.length).toBe(bytes.length);
    await joinShortEnd(file);
    expect(readFileSync(file).equals(joined)).toBe(true);
    expect(decodeErrors(file)).toBe('');
    expect(probeClip(file).picture.nb_read_packets).toBe(String(frames));
  });

  it('joins as many fragments as it takes', async () => {
    const source = ['-f', 'lavfi', '-i', 'testsrc2=size=64x64:rate=25', '-frames:v', '12'];
    const file = makeClip(ownFolder(), 'a.mp4', [...source, '-g', '4', '-sc_threshold', '0', ...FRAGMENTS]);
    await joinShortEnd(file);
    expect(await lengthsOf(file)).toEqual([0.48]);
  });
});
