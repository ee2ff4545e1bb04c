import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { appendFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Parser } from 'm3u8-parser';
import { parse } from 'mpd-parser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeClip, testSource } from '../support/clips.ts';
import { assetOf, countsOf, readManifest } from '../support/dmx-output.ts';
import { dmx } from '../support/dmx.ts';
import { play } from '../support/played.ts';
import { keyFrames, probeClip } from '../support/probe-clip.ts';
import { digestFiles } from '../support/tree.ts';

const PROFILE = `kind: video-profile
name: ladder
encodings:
  - { name: low, height: 90, videoBitrate: 80k, audioBitrate: 48k, maxFps: 30, keyframe: 60 }
  - { name: high, height: 180, videoBitrate: 250k, audioBitrate: 48k, maxFps: 30, keyframe: 60 }
  - { name: huge, height: 1080, videoBitrate: 5M, audioBitrate: 48k, maxFps: 30, keyframe: 60 }
poster: false
thumbnails: []
`;

const RUNGS = ['low', 'high'] as const;

let project = '';
let set = '';
beforeAll(async () => {
  project = await mkdtemp(join(tmpdir(), 'dmx-stream-'));
  await mkdir(join(project, 'assets'));
  await mkdir(join(project, 'profiles'));
  await writeFile(join(project, 'profiles/ladder.yaml'), PROFILE);
  await writeFile(join(project, 'dmx.yaml'), 'version: 1\nlibrary: assets\nfolders: [{ path: "**", video: ladder }]\n');
  makeClip(join(project, 'assets'), 'bars.mp4', [...testSource('640x360', 30, 7), '-metadata:s:a', 'language=deu']);
  const { exit } = await dmx(project, 'ingest');
  expect(exit).toBe(0);
  set = join(project, 'dmx-out/renditions/bars.mp4/stream');
});

afterAll(() => rm(project, { recursive: true }));

const text = (name: string): Promise<string> => readFile(join(set, name), 'utf8');

async function playlist(name: string): Promise<Parser['manifest']> {
  const parser = new Parser();
  parser.push(await text(name));
  parser.end();
  return parser.manifest;
}

describe('a packaged set', () => {
  it('is one rendition that lists its entries, rungs and files', async () => {
    const asset = assetOf(await readManifest(join(project, 'dmx-out')), 'bars.mp4');
    expect(asset.leftOut).toEqual(['huge']);
    expect(asset.renditions).toHaveLength(1);
    const files = [
      'audio.m3u8',
      'audio.mp4',
      'high.m3u8',
      'high.mp4',
      'low.m3u8',
      'low.mp4',
      'manifest.mpd',
      'master.m3u8',
    ];
    expect(asset.renditions[0]).toMatchObject({
      ...{ role: 'stream', path: 'renditions/bars.mp4/stream', width: 320, height: 180 },
      entry: ['master.m3u8', 'manifest.mpd'],
      rungs: [
        { name: 'low', width: 160, height: 90 },
        { name: 'high', width: 320, height: 180 },
      ],
      files: files.map((path) => ({ path })),
    });
    const digests = await digestFiles(set);
    const { files: listed = [], bytes } = asset.renditions[0] ?? { bytes: 0 };
    expect(Object.fromEntries(listed.map(({ path, sha256 }) => [path, sha256]))).toEqual(digests);
    expect(listed.reduce((sum, file) => sum + file.bytes, 0)).toBe(bytes);
  });

  it('has a playlist for HLS whose ranges are whole fragments, cut at the same times in every rung', async () => {
    const master = await playlist('master.m3u8');
    expect(master.playlists?.map(({ uri, attributes }) => [uri, attributes.RESOLUTION, attributes.CODECS])).toEqual([
      ['low.m3u8', { width: 160, height: 90 }, expect.stringMatching(/^avc1\.[0-9a-f]{6},mp4a\.40\.2$/)],
      ['high.m3u8', { width: 320, height: 180 }, expect.stringMatching(/^avc1\.[0-9a-f]{6},mp4a\.40\.2$/)],
    ]);
    expect(Object.values(master.mediaGroups?.AUDIO?.['audio'] ?? {})).toMatchObject([
      { language: 'deu', uri: 'audio.m3u8' },
    ]);
  });

  it.each(RUNGS)('has fragments of %s that are cut every two seconds and decode by themselves', async (name) => {
    const { segments = [], endList } = await playlist(`${name}.m3u8`);
    expect(endList).toBe(true);
    expect(segments.map(({ duration }) => duration)).toEqual([2, 2, 2, 1]);
    expect(keyFrames(join(set, `${name}.mp4`))).toEqual([0, 2, 4, 6]);
    const bytes = await readFile(join(set, `${name}.mp4`));
    const part = (at = { offset: 0, length: 0 }): Buffer => bytes.subarray(at.offset, at.offset + at.length);
    const second = segments[1];
    const alone = Buffer.concat([part(second?.map?.byterange), part(second?.byterange)]);
    await writeFile(join(project, 'part.mp4'), alone);
    expect(probeClip(join(project, 'part.mp4')).picture).toMatchObject({ codec_name: 'h264', nb_read_packets: '60' });
    const { offset, length } = segments.at(-1)?.byterange ?? { offset: 0, length: 0 };
    expect([length > 0, offset + length]).toEqual([true, bytes.length]);
  });

  it('says of each rung no less than it needs, and keeps sound and picture together', async () => {
    const { playlists = [] } = await playlist('master.m3u8');
    for (const [i, name] of RUNGS.entries()) {
      const { size } = { size: (await readFile(join(set, `${name}.mp4`))).length };
      expect(playlists[i]?.attributes.BANDWIDTH).toBeGreaterThan((size * 8) / 7);
    }
    const { picture } = probeClip(join(set, 'low.mp4'));
    const audio = execFileSync('ffprobe', [
      '-v',
      'error',
      '-show_entries',
      'stream=start_time',
      '-of',
      'csv=p=0',
      join(set, 'audio.mp4'),
    ]);
    expect(Math.abs(Number(picture.start_time) - Number(String(audio)))).toBeLessThan(0.04);
  });

  it('has a manifest for DASH of the same files', async () => {
    const { playlists, mediaGroups, duration } = parse(await text('manifest.mpd'), {
      manifestUri: 'http://a/manifest.mpd',
    });
    expect(playlists.map(({ attributes }) => [attributes.NAME, attributes.RESOLUTION])).toEqual([
      ['low', { width: 160, height: 90 }],
      ['high', { width: 320, height: 180 }],
    ]);
    expect(Object.keys(mediaGroups.AUDIO.audio)).toHaveLength(1);
    expect(Math.abs(duration - 7)).toBeLessThan(0.1);
    for (const { sidx } of playlists) {
      const { offset, length } = sidx?.byterange ?? { offset: 0, length: 0 };
      const file = await readFile(join(set, new URL(sidx?.uri ?? '').pathname));
      expect(file.toString('latin1', offset + 4, offset + 8)).toBe('sidx');
      expect(file.readUInt32BE(offset)).toBe(length);
    }
  });

  it('is not made again, is the same again, and is verified file by file', async () => {
    expect(countsOf(await dmx(project, 'ingest', '--json'))).toMatchObject({ made: 0, kept: 1 });
    const before = await digestFiles(join(project, 'dmx-out/renditions'));
    await dmx(project, 'ingest', '--force');
    expect(await digestFiles(join(project, 'dmx-out/renditions'))).toEqual(before);
    expect((await dmx(project, 'prune', '--yes', '--json')).stdout).not.toContain('low.mp4');
    await appendFile(join(set, 'low.m3u8'), '#');
    const { exit, stdout } = await dmx(project, 'verify');
    expect(exit).toBe(1);
    expect(stdout).toContain('stream/low.m3u8');
    await dmx(project, 'verify', '--repair');
    expect(await digestFiles(join(project, 'dmx-out/renditions'))).toEqual(before);
  });
});

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) =>
  existsSync(path),
);

const PAGE = (script: string, body: string): string => `<!doctype html><video id="v" muted></video>
<script src="/lib/${script}"></script><script>
const v = document.getElementById('v');
const tell = (told) => fetch('/told', { method: 'POST', body: JSON.stringify(told) });
addEventListener('error', (e) => tell({ error: String(e.message) }));
addEventListener('unhandledrejection', (e) => tell({ error: String(e.reason && (e.reason.code || e.reason)) }));
const until = async (holds) => { while (!holds()) await new Promise((next) => setTimeout(next, 50)); };
(async () => { ${body} })();
</script>`;

const HLS = PAGE(
  'hls.js/dist/hls.min.js',
  `const hls = new Hls(); hls.on(Hls.Events.ERROR, (_e, d) => { if (d.fatal) tell({ error: d.details }); });
   hls.loadSource('/master.m3u8'); hls.attachMedia(v); await until(() => hls.levels.length > 0);
   hls.currentLevel = 0; await v.play(); await until(() => v.currentTime > 0.5); const low = v.videoHeight;
   hls.currentLevel = 1; await until(() => v.videoHeight > low && v.currentTime > 1);
   tell({ rungs: hls.levels.length, sounds: hls.audioTracks.length, low, high: v.videoHeight, duration: v.duration });`,
);

const DASH = PAGE(
  'shaka-player/dist/shaka-player.compiled.js',
  `const player = new shaka.Player(); await player.attach(v); player.configure({ abr: { enabled: false } });
   await player.load('/manifest.mpd'); const tracks = player.getVariantTracks().sort((a, b) => a.height - b.height);
   player.selectVariantTrack(tracks[0], true); await v.play(); await until(() => v.currentTime > 0.5 && v.videoHeight === 90);
   player.selectVariantTrack(tracks[1], true); await until(() => v.videoHeight > 90 && v.currentTime > 1);
   tell({ rungs: tracks.length, low: 90, high: v.videoHeight, duration: v.duration });`,
);

describe.skipIf(CHROMIUM === undefined)('a packaged set in a browser', () => {
  it.each([
    ['hls.js', HLS],
    ['shaka-player', DASH],
  ])('is played by %s, which changes rungs on the way', async (_player, page) => {
    const told = await play(CHROMIUM ?? '', set, page);
    expect(told).toMatchObject({ rungs: 2, low: 90, high: 180 });
    expect(Math.abs(Number(told['duration']) - 7)).toBeLessThan(0.1);
  });
});
