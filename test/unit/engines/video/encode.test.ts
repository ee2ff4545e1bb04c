import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { probeImage } from '../../../../src/engines/image/engine.ts';
import { encodeArguments } from '../../../../src/engines/video/ffmpeg/arguments.ts';
import { passesOf } from '../../../../src/engines/video/passes.ts';
import { runFfmpeg } from '../../../../src/engines/video/ffmpeg/ffmpeg.ts';
import { probeVideo } from '../../../../src/engines/video/probe/probe.ts';
import { findTools } from '../../../../src/engines/video/ffmpeg/tools.ts';
import { CLIP, makeClip, testSource } from '../../../support/video/clips.ts';
import { encodeOutputs } from '../../../support/video/encode-outputs.ts';
import { ownFolder } from '../../../support/files/own-folder.ts';
import { ENGINE_CONTEXT } from '../../../support/processes/engine-context.ts';

const ENCODINGS = [
  'name: once, height: 90, crf: 30',
  'name: a, height: 90, videoBitrate: 80k, twoPass: true',
  'name: b, height: 60, videoBitrate: 60k, twoPass: true',
  'name: c, height: 60, videoBitrate: 60k, twoPass: true, codec: vp9, audioCodec: none',
];

describe('two passes over a clip', () => {
  it('hand on what each file was found to need, whatever is written beside it', async () => {
    const folder = ownFolder();
    const clip = makeClip(folder, 'clip.mp4', [...testSource('160x90', 10, 1), '-c:a', 'aac']);
    const facts = await probeVideo(clip, 'video/mp4', ENGINE_CONTEXT);
    const works = encodeOutputs(ENCODINGS, facts, folder).map((output) => ({ output }));
    const passes = passesOf(works);
    expect(passes.map((pass) => pass.length)).toEqual([3, 4]);
    expect(new Set(passes[0]?.map(({ output: { stats } }) => stats)).size).toBe(3);
    for (const pass of passes) {
      const args = encodeArguments(
        clip,
        facts,
        pass.map(({ output }) => output),
      );
      const means = { cwd: folder, seconds: 1, onShare: () => undefined };
      expect(await runFfmpeg(await findTools({}), args, means)).toMatchObject({ exitCode: 0, stderr: '' });
    }
    for (const { output } of works)
      expect((await probeVideo(output.file, 'video/mp4', ENGINE_CONTEXT)).width).toBeGreaterThan(90);
  });

  it('are one where nothing asks for two, or its encoder knows but one', () => {
    const works = encodeOutputs(['name: a, height: 90, crf: 30', 'name: b, height: 90, crf: 30, codec: av1'], CLIP);
    const asked = works.map((output) => ({ output: { ...output, picture: { ...output.picture, twoPass: true } } }));
    expect(passesOf(asked.slice(1))).toEqual([asked.slice(1)]);
    expect(passesOf(works.map((output) => ({ output })))).toHaveLength(1);
  });
});

describe('a sheet of frames beside encodings', () => {
  it('lets ffmpeg tell how far it is before the clip ends', async () => {
    const folder = ownFolder();
    const clip = makeClip(folder, 'clip.mp4', testSource('160x90', 10, 8));
    const facts = await probeVideo(clip, 'video/mp4', ENGINE_CONTEXT);
    const grid = { every: 1, count: 8, columns: 4, rows: 2, frame: { width: 32, height: 18 } };
    const path = { rate: [1, 1], through: [], size: grid.frame, goesOn: 1 } as const;
    const sheet = { file: join(folder, 'sheet.png'), grid, path, tellTimes: true };
    const args = encodeArguments(clip, facts, encodeOutputs(ENCODINGS.slice(0, 1), facts, folder), { sheets: [sheet] });
    const shares: number[] = [];
    const means = { cwd: folder, seconds: 8, onShare: (share: number) => void shares.push(share) };
    expect(await runFfmpeg(await findTools({}), args, means)).toMatchObject({ exitCode: 0, stderr: '' });
    expect(shares).toEqual(expect.arrayContaining([0.25, 0.5, 0.75]));
    expect((await probeImage(sheet.file, 'image/png')).width).toBe(128);
  });
});
