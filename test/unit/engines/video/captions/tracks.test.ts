import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { VideoContext } from '../../../../../src/engines/video/render-context.ts';
import { probeVideo } from '../../../../../src/engines/video/probe/probe.ts';
import { findTools } from '../../../../../src/engines/video/ffmpeg/tools.ts';
import { makeTracks } from '../../../../../src/engines/video/captions/tracks.ts';
import type { Track } from '../../../../../src/model/recipe/video-recipe.ts';
import { makeClip, notingFfmpeg, testSource } from '../../../../support/video/clips.ts';
import { ownFolder } from '../../../../support/files/own-folder.ts';
import { videoContext } from '../../../../support/video/video-context.ts';
import { ENGINE_CONTEXT } from '../../../../support/processes/engine-context.ts';

const SOUND = { codec: 'aac', bitrate: 64_000 } as const;

/** What makes tracks of a clip with a picture, a sound and captions, streams 0 to 3. */
async function benchOf(
  tracks: readonly Track[],
  cues = 1,
): Promise<VideoContext & { readonly asked: () => Promise<string> }> {
  const [folder, scratch] = [ownFolder(), ownFolder()];
  const captions = ['One', 'Two'].flatMap((text) => {
    const file = join(folder, `${text}.srt`);
    const lines = Array.from({ length: text === 'Two' ? cues : 1 }, (_, i) => `${text}${'.'.repeat(i % 200)}`);
    writeFileSync(
      file,
      lines.map((line, i) => `${i + 1}\n00:00:00,100 --> 00:00:00,${900 - (i % 800)}\n${line}\n`).join('\n'),
    );
    return ['-i', file];
  });
  const maps = [0, 1, 2, 3].flatMap((i) => ['-map', String(i)]);
  const file = makeClip(folder, 'a.mkv', [...testSource('64x64', 10, 1), ...captions, ...maps]);
  const facts = await probeVideo(file, 'video/x-matroska', ENGINE_CONTEXT);
  const { program, asked } = await notingFfmpeg(folder);
  const tools = await findTools({ ffmpeg: program });
  const renditions = tracks.map((track) => {
    const recipe = { kind: 'track', track } as const;
    return { name: track.name, role: 'track', extension: 'vtt', recipe } as const;
  });
  return { ...videoContext({ file, facts, tools, scratch, renditions }), asked };
}

const inside = (stream: number, purpose: Track['purpose'] = 'subtitles'): Track => ({
  ...{ name: `track-${stream}`, purpose, language: 'und', from: { stream } },
  ...(purpose === 'audio' ? { sound: SOUND } : {}),
});

const readings = async ({ asked }: { readonly asked: () => Promise<string> }): Promise<number> =>
  (await asked()).split('\n').filter((line) => line.includes('a.mkv')).length;

describe('the tracks in a clip', () => {
  it('are all written in one reading of it', async () => {
    const bench = await benchOf([inside(2), inside(3), inside(1, 'audio')]);
    await makeTracks(bench);
    expect(bench.failures).toEqual([]);
    expect([...bench.tracks.keys()]).toEqual(['track-2', 'track-3', 'track-1']);
    expect(readFileSync(join(bench.scratch, 'track-3.vtt'), 'utf8')).toContain('\nTwo\n');
    expect((await probeVideo(bench.job.master.file, 'video/x-matroska', ENGINE_CONTEXT)).sound).toHaveLength(1);
    expect(await readings(bench)).toBe(1);
  });

  it('are left out where their text is longer than anybody could read', async () => {
    const bench = await benchOf([inside(2), inside(3)], 30_000);
    await makeTracks(bench);
    expect([bench.failures, [...bench.absent]]).toEqual([[], ['track-3']]);
    expect(bench.warnings.size).toBe(1);
    expect([...bench.tracks.keys()]).toEqual(['track-2']);
  });

  it('do not take each other with them', async () => {
    const bench = await benchOf([inside(2), inside(7), inside(3)]);
    await makeTracks(bench);
    expect([bench.failures, [...bench.absent]]).toEqual([[], ['track-7']]);
    expect([...bench.tracks.keys()]).toEqual(['track-2', 'track-3']);
    expect(await readings(bench)).toBe(4);
  });
});
