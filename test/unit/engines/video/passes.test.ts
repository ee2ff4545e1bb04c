import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { runPasses, shareOut } from '../../../../src/engines/video/passes.ts';
import { probeVideo } from '../../../../src/engines/video/probe/probe.ts';
import { findTools } from '../../../../src/engines/video/ffmpeg/tools.ts';
import { mostSideBySide } from '../../../../src/model/jobs/clip-pixels.ts';
import { digestFile } from '../../../../src/system/digest.ts';
import { captionedClip } from '../../../support/video/captioned-clip.ts';
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

const [COLOURS, PLACE] = [
  ['-color_primaries', 'smpte170m', '-color_trc', 'smpte170m'],
  ['-colorspace', 'smpte170m'],
];

/** A clip that says of its colours what encoders do not say by themselves. */
const colouredClip = (folder: string): string =>
  makeClip(folder, 'clip.mp4', [
    ...[...testSource('320x180', 15, 2), '-c:a', 'aac', ...COLOURS, ...PLACE],
    ...['-chroma_sample_location', 'topleft', '-color_range', 'pc', '-pix_fmt', 'yuvj420p'],
  ]);

interface Given {
  readonly held?: boolean;
  readonly parallel?: boolean;
  readonly clip?: (folder: string) => string;
}

/** Encodes the ladder of a clip on so many cores: the digests of its files, and how often ffmpeg was called. */
async function encodeWith(cores: number, { held = true, parallel = false, clip = colouredClip }: Given = {}) {
  const [folder, scratch] = [ownFolder(), ownFolder()];
  const file = clip(folder);
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
  const calls = (await asked()).split('\n').filter((line) => line.includes('-filter_complex'));
  const [files, left] = [
    outputs.map((output) => output.file),
    readdirSync(scratch).filter((name) => /pipe/.test(name)),
  ];
  return {
    said,
    calls: calls.length,
    shares,
    files,
    left,
    digests: await Promise.all(files.map((file) => digestFile(file))),
  };
}

afterEach(() => void vi.unstubAllEnvs());

describe('the files of a clip', () => {
  it('are the same whether one process encodes them or several side by side', async () => {
    const alone = await encodeWith(1);
    const beside = await encodeWith(2);
    // Two passes: by one process; by two, and three where the one pass of the largest joins in.
    expect([alone.calls, beside.calls]).toEqual([2, 5]);
    expect([alone.said, beside.said, ...beside.left]).toEqual(['', '']);
    expect(beside.digests).toEqual(alone.digests);
    expect(Math.max(...beside.shares)).toBeCloseTo(1, 1);
  });

  it('keep captions within their pictures, which one process alone writes', async () => {
    const alone = await encodeWith(1, { clip: captionedClip });
    const beside = await encodeWith(2, { clip: captionedClip });
    expect([alone.calls, beside.calls]).toEqual([2, 4]);
    expect(beside.digests).toEqual(alone.digests);
    for (const file of beside.files) expect(readFileSync(file).includes('GA94')).toBe(true);
  });

  it('keep what the master says of its picture, which one process alone writes', async () => {
    const stereo = (folder: string) =>
      makeClip(folder, 'clip.mkv', [...testSource('320x180', 15, 2), '-metadata:s:v:0', 'stereo_mode=left_right']);
    const [alone, beside] = [await encodeWith(1, { clip: stereo }), await encodeWith(2, { clip: stereo })];
    expect([alone.calls, beside.calls]).toEqual([2, 2]);
    expect(beside.digests).toEqual(alone.digests);
  });

  it('are made by one process where the system has no pipes to give', async () => {
    const programs = ownFolder();
    for (const name of ['ffmpeg', 'ffprobe', 'sh']) {
      symlinkSync(execFileSync('which', [name], { encoding: 'utf8' }).trim(), join(programs, name));
    }
    vi.stubEnv('PATH', programs);
    expect(await encodeWith(2)).toMatchObject({ calls: 2, said: '' });
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

  it('are encoded side by side by at most three processes', () => {
    const most = (encodings: readonly string[]) =>
      mostSideBySide(
        encodeOutputs(encodings, CLIP).map(({ picture, sound }) => ({ recipe: { kind: 'encoding', picture, sound } })),
      );
    const ladders = [LADDER.slice(0, 1), LADDER, [...LADDER, 'name: tiny, height: 60, crf: 30']];
    expect([mostSideBySide([]), ...ladders.map(most)]).toEqual([1, 1, 3, 3]);
  });
});
