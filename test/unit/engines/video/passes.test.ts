import { describe, expect, it } from 'vitest';
import { runPasses, shareOut } from '../../../../src/engines/video/passes.ts';
import { probeVideo } from '../../../../src/engines/video/probe/probe.ts';
import { findTools } from '../../../../src/engines/video/ffmpeg/tools.ts';
import { mostSideBySide } from '../../../../src/model/jobs/clip-pixels.ts';
import { digestFile } from '../../../../src/system/digest.ts';
import { CLIP, makeClip, notingFfmpeg, testSource } from '../../../support/video/clips.ts';
import { encodeOutputs } from '../../../support/video/encode-outputs.ts';
import { videoContext } from '../../../support/video/video-context.ts';
import { ownFolder } from '../../../support/files/own-folder.ts';
import { ENGINE_CONTEXT } from '../../../support/processes/engine-context.ts';

const LADDER = [
  'name: large, height: 180, videoBitrate: 300k, maxBitrate: 400k',
  'name: middle, height: 120, videoBitrate: 120k, twoPass: true, audioCodec: none',
  'name: small, height: 90, videoBitrate: 80k, twoPass: true',
];

/** Encodes the ladder of a clip with so many idle cores: the digests of its files, and how often ffmpeg was called. */
async function encodeWith(cores: number, more: { held?: boolean; parallel?: boolean } = {}) {
  const { held = true, parallel = false } = more;
  const [folder, scratch] = [ownFolder(), ownFolder()];
  const file = makeClip(folder, 'clip.mp4', [...testSource('320x180', 15, 2), '-c:a', 'aac']);
  const facts = await probeVideo(file, 'video/mp4', ENGINE_CONTEXT);
  const outputs = encodeOutputs(LADDER, facts, scratch);
  const renditions = outputs.map(({ picture, sound, container: { extension } }, i) => {
    const recipe = { kind: 'encoding', picture, sound } as const;
    return { name: String(i), role: 'encoding', extension, recipe } as const;
  });
  const { program, asked } = await notingFfmpeg(folder);
  const shares: number[] = [];
  const tools = { ...(await findTools({ ffmpeg: program })), parallel };
  const context = videoContext({ file, facts, tools, scratch, renditions });
  const works = outputs.map((output) => ({ output }));
  const said = await runPasses(
    { names: ['ladder'], works, extras: {} },
    {
      ...context,
      ...{ job: { ...context.job, held }, cores, onShare: (share: number) => void shares.push(share) },
    },
  );
  const calls = (await asked()).split('\n').filter((line) => line.includes('-filter_complex')).length;
  return { said, calls, shares, digests: await Promise.all(outputs.map((output) => digestFile(output.file))) };
}

describe('the files of a clip', () => {
  it('are the same whether one process encodes them or several side by side', async () => {
    const alone = await encodeWith(1);
    const beside = await encodeWith(2);
    // Two passes: by one process, and by each of two.
    expect([alone.calls, beside.calls]).toEqual([2, 3]);
    expect([alone.said, beside.said]).toEqual(['', '']);
    expect(beside.digests).toEqual(alone.digests);
    expect(Math.max(...beside.shares)).toBeCloseTo(1, 1);
  });

  it.each([[{ held: false }], [{ parallel: true }]])('are encoded by one process where %o', async (more) => {
    expect((await encodeWith(2, more)).calls).toBe(2);
  });

  it('are shared out so that each process has about as much to do, the first least', () => {
    const works = encodeOutputs([...LADDER, 'name: tiny, height: 60, crf: 30'], CLIP).map((output) => ({ output }));
    const names = (processes: number) =>
      shareOut(works, processes).map((share) => share.map(({ output }) => /(\w+)\.\w+$/.exec(output.file)?.[1]));
    expect(names(1)).toEqual([['large', 'middle', 'small', 'tiny']]);
    expect(names(2)).toEqual([
      ['large', 'tiny'],
      ['middle', 'small'],
    ]);
    expect(names(9)).toHaveLength(4);
    expect(shareOut([], 3)).toEqual([[]]);
  });

  it('are encoded side by side where decoding the clip is little beside it', () => {
    const of = (encodings: readonly string[]) => {
      const renditions = encodeOutputs(encodings, CLIP).map(({ picture, sound }) => ({
        recipe: { kind: 'encoding', picture, sound } as const,
      }));
      return mostSideBySide(renditions, CLIP);
    };
    expect(
      of(['name: a, height: 720, crf: 30', 'name: b, height: 540, crf: 30', 'name: c, height: 360, crf: 30']),
    ).toBe(3);
    expect(of(['name: a, height: 90, crf: 30', 'name: b, height: 60, crf: 30'])).toBe(1);
    expect(mostSideBySide([], CLIP)).toBe(1);
  });
});
