import { execFileSync } from 'node:child_process';
import { appendFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Parser } from 'm3u8-parser';
import { parse } from 'mpd-parser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeClip, notingFfmpeg, testSource } from '../../support/video/clips.ts';
import { assetOf, countsOf, readManifest } from '../../support/cli/dmx-output.ts';
import { dmx } from '../../support/cli/dmx.ts';
import { CHROMIUM } from '../../support/video/browser.ts';
import { play } from '../../support/video/play-page.ts';
import { keyFrames, probeClip } from '../../support/video/probe-clip.ts';
import { digestFiles } from '../../support/files/tree.ts';

const PROFILE = `kind: video-profile
name: ladder
encodings:
  - { name: low, height: 90, videoBitrate: 80k, audioBitrate: 48k, maxFps: 30, keyframe: 60 }
  - { name: high, height: 180, videoBitrate: 250k, audioBitrate: 48k, maxFps: 30, keyframe: 60 }
  - { name: huge, height: 1080, videoBitrate: 5M, audioBitrate: 48k, maxFps: 30, keyframe: 60 }
poster: false
thumbnails: []
`;

const cue = (text: string): string => `00:00.500 --> 00:06.500\n${text}\n`;

/** Captions, chapters and another sound beside the clip, and captions inside it. */
async function writeTracks(folder: string): Promise<void> {
  await writeFile(join(folder, 'inside.vtt'), `WEBVTT\n\n${cue('Hola')}`);
  await writeFile(
    join(folder, 'assets/bars-EN.vtt'),
    `\uFEFFWEBVTT\r\n\r\n00:03.000 --> 00:01.000\r\nlost\r\n\r\n${cue('Hello')}`,
  );
  await writeFile(join(folder, 'assets/bars.de.cc.srt'), `1\n${cue('Guten <i>Tag').replaceAll('.', ',')}`);
  await writeFile(join(folder, 'assets/bars.chapters.vtt'), `WEBVTT\n\n${cue('One')}`);
  const tone = ['-f', 'lavfi', '-i', 'sine=frequency=880:sample_rate=48000:duration=7'];
  makeClip(join(folder, 'assets'), 'bars.audio-fr.flac', tone);
}

const RUNGS = ['low', 'high'] as const;

let project = '';
let set = '';
beforeAll(async () => {
  project = await mkdtemp(join(tmpdir(), 'dmx-stream-'));
  await mkdir(join(project, 'assets'));
  await mkdir(join(project, 'profiles'));
  await writeFile(join(project, 'profiles/ladder.yaml'), PROFILE);
  await writeFile(join(project, 'dmx.yaml'), 'version: 1\nlibrary: assets\nfolders: [{ path: "**", video: ladder }]\n');
  await writeTracks(project);
  makeClip(join(project, 'assets'), 'bars.mp4', [
    ...[...testSource('640x360', 30, 7), '-i', join(project, 'inside.vtt'), '-c:s', 'mov_text'],
    ...['-metadata:s:a', 'language=deu', '-metadata:s:s', 'language=spa'],
  ]);
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
    expect(asset.renditions.map(({ name, kind, language }) => [name, kind, language])).toEqual([
      ['stream', undefined, undefined],
      ['track-subtitles-en', 'subtitles', 'en'],
      ['track-audio-fr', 'audio', 'fr'],
      ['track-chapters', 'chapters', 'und'],
      ['track-captions-de', 'captions', 'de'],
      ['track-subtitles-es', 'subtitles', 'es'],
    ]);
    const files = [
      'audio.m3u8',
      'audio.mp4',
      'high.m3u8',
      'high.mp4',
      'low.m3u8',
      'low.mp4',
      'manifest.mpd',
      'master.m3u8',
      ...['track-audio-fr.m3u8', 'track-audio-fr.m4a'],
      ...['captions-de', 'subtitles-en', 'subtitles-es'].flatMap((name) => [`track-${name}.m3u8`, `track-${name}.vtt`]),
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
      { language: 'de', uri: 'audio.m3u8' },
      { language: 'fr', uri: 'track-audio-fr.m3u8' },
    ]);
    expect(master.mediaGroups?.SUBTITLES?.['text']).toMatchObject({
      'Deutsch (CC)': { language: 'de', uri: 'track-captions-de.m3u8' },
      English: { language: 'en', uri: 'track-subtitles-en.m3u8' },
      Español: { language: 'es', uri: 'track-subtitles-es.m3u8' },
    });
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
    expect(Object.keys(mediaGroups.AUDIO.audio)).toHaveLength(2);
    expect(Object.values(mediaGroups.SUBTITLES.subs).map(({ language }) => language)).toEqual(['en', 'de', 'es']);
    expect(Math.abs(duration - 7)).toBeLessThan(0.1);
    for (const { sidx } of playlists) {
      const { offset, length } = sidx?.byterange ?? { offset: 0, length: 0 };
      const file = await readFile(join(set, new URL(sidx?.uri ?? '').pathname));
      expect(file.toString('latin1', offset + 4, offset + 8)).toBe('sidx');
      expect(file.readUInt32BE(offset)).toBe(length);
    }
  });

  it('is not made again, is the same again, and is verified file by file', async () => {
    expect(countsOf(await dmx(project, 'ingest', '--json'))).toMatchObject({ made: 0, kept: 6 });
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

describe('captions, chapters and sounds of a clip', () => {
  const tracks = join('dmx-out/renditions/bars.mp4');
  const trackText = (name: string): Promise<string> => readFile(join(project, tracks, name), 'utf8');

  it('are clean WebVTT, beside the set and in it, and what was left out is told with its line', async () => {
    expect(await trackText('track-subtitles-en.vtt')).toBe('WEBVTT\n\n00:00:00.500 --> 00:00:06.500\nHello\n');
    expect(await trackText('track-captions-de.vtt')).toContain('\nGuten <i>Tag</i>\n');
    expect(await trackText('track-subtitles-es.vtt')).toContain('\nHola\n');
    expect(await text('track-captions-de.vtt')).toBe(await trackText('track-captions-de.vtt'));
    const { stdout } = await dmx(project, 'show', 'bars.mp4');
    expect(stdout).toMatch(/warning +bars-EN\.vtt:3: /);
  });

  it('are made again when their file changes, and with them the lists of the set, but nothing is encoded', async () => {
    const before = await digestFiles(set);
    const { program, asked } = await notingFfmpeg(project);
    await writeFile(join(project, 'assets/bars-EN.vtt'), `WEBVTT\n\n${cue('Hi')}`);
    await writeFile(join(project, 'assets/bars.it.vtt'), `WEBVTT\n\n${cue('Ciao')}`);
    await writeFile(join(project, 'assets/bars.nonsense.vtt'), 'WEBVTT\n');
    const ended = await dmx(project, 'ingest', '--json', '--ffmpeg', program);
    expect(countsOf(ended)).toMatchObject({ made: 3, kept: 4, failedAssets: 0 });
    expect(ended.stdout).toContain('bars.nonsense.vtt lies beside bars.mp4');
    expect(await asked()).not.toContain('libx264');
    expect(await text('track-subtitles-en.vtt')).toContain('\nHi\n');
    expect(await text('master.m3u8')).toContain('track-subtitles-it.m3u8');
    const after = await digestFiles(set);
    for (const name of [...RUNGS, 'audio']) expect(after[`${name}.mp4`]).toBe(before[`${name}.mp4`]);
    expect((await dmx(project, 'verify')).exit).toBe(0);
    expect(countsOf(await dmx(project, 'ingest', '--json', '--include', '*.mp4'))).toMatchObject({ made: 0, kept: 7 });
  });

  it('swatches follow their sidecar, and nothing else is made for them', async () => {
    const sidecar = join(project, 'assets/bars.mp4.dmx.yaml');
    const write = (label: string): Promise<void> =>
      writeFile(sidecar, `swatches: [{ from: 1s, image: none.jpg, label: ${label} }]\n`);
    await write('One');
    const first = await dmx(project, 'ingest', '--json');
    expect(first.exit).toBe(0);
    expect(countsOf(first)).toMatchObject({ made: 1, removed: 0 });
    expect((await dmx(project, 'show', 'bars.mp4')).stdout).toMatch(/warning +the picture none\.jpg of a swatch/);
    expect(await trackText('track-swatches.vtt')).toContain('00:00:01.000 --> 00:00:06.000\n{"label":"One"');
    const [before, now] = [await text('master.m3u8'), 'Two'];
    await write(now);
    expect(countsOf(await dmx(project, 'ingest', '--json'))).toMatchObject({ made: 1, removed: 0 });
    expect(await trackText('track-swatches.vtt')).toContain(now);
    expect(await text('master.m3u8')).toBe(before);
    expect(assetOf(await readManifest(join(project, 'dmx-out')), 'bars.mp4')).toMatchObject({
      swatches: [{ from: 1, label: now, image: 'none.jpg', quickview: { sku: 'none' } }],
      renditions: expect.arrayContaining([expect.objectContaining({ role: 'track', kind: 'swatches' })]),
    });
    expect((await dmx(project, 'verify')).exit).toBe(0);
    await rm(sidecar);
    expect(countsOf(await dmx(project, 'ingest', '--json'))).toMatchObject({ made: 0, removed: 1 });
    expect(assetOf(await readManifest(join(project, 'dmx-out')), 'bars.mp4')).not.toHaveProperty('swatches');
  });

  it('that cannot be read fail alone, and go when their file goes', async () => {
    await writeFile(join(project, 'assets/bars.it.vtt'), 'nothing of the kind');
    const ended = await dmx(project, 'ingest', '--json');
    expect(ended.exit).toBe(3);
    const asset = assetOf(await readManifest(join(project, 'dmx-out')), 'bars.mp4');
    expect(asset.errors).toMatchObject([{ code: 'TRACK_INVALID', rendition: 'track-subtitles-it' }]);
    expect(await text('master.m3u8')).not.toContain('track-subtitles-it');
    await rm(join(project, 'assets/bars.it.vtt'));
    expect(countsOf(await dmx(project, 'ingest', '--json'))).toMatchObject({ failedAssets: 0, removed: 1 });
    expect(assetOf(await readManifest(join(project, 'dmx-out')), 'bars.mp4').state).toBe('ready');
  });
});

const PAGE = (script: string, body: string): string => `<!doctype html><video id="v" muted loop></video>
<script src="/lib/${script}"></script><script>
const v = document.getElementById('v');
const tell = (told) => fetch('/told', { method: 'POST', body: JSON.stringify(told) });
addEventListener('error', (e) => tell({ error: String(e.message) }));
addEventListener('unhandledrejection', (e) => tell({ error: String(e.reason && (e.reason.code || e.reason)) }));
const until = async (holds) => { while (!holds()) await new Promise((next) => setTimeout(next, 50)); };
const cues = () => [...v.textTracks].filter(({ mode }) => mode !== 'disabled').flatMap(({ activeCues }) => [...(activeCues || [])]);
const captions = async () => { await until(() => cues().length > 0); return cues()[0].text; };
(async () => { ${body} })();
</script>`;

const HLS = PAGE(
  'hls.js/dist/hls.min.js',
  `const hls = new Hls(); hls.on(Hls.Events.ERROR, (_e, d) => { if (d.fatal) tell({ error: d.details }); });
   hls.loadSource('/master.m3u8'); hls.attachMedia(v); await until(() => hls.levels.length > 0);
   hls.currentLevel = 0; await v.play(); await until(() => v.currentTime > 0.5); const low = v.videoHeight;
   hls.currentLevel = 1; await until(() => v.videoHeight > low && v.currentTime > 1);
   hls.subtitleTrack = hls.subtitleTracks.findIndex(({ lang }) => lang === 'en'); const shown = await captions();
   tell({ shown, texts: hls.subtitleTracks.map(({ name, lang }) => name + ' ' + lang), rungs: hls.levels.length, sounds: hls.audioTracks.length, low, high: v.videoHeight, duration: v.duration });`,
);

const DASH = PAGE(
  'shaka-player/dist/shaka-player.compiled.js',
  `const player = new shaka.Player(); await player.attach(v); player.configure({ abr: { enabled: false } });
   await player.load('/manifest.mpd'); const tracks = player.getVariantTracks().filter(({ language }) => language === 'de').sort((a, b) => a.height - b.height);
   player.selectVariantTrack(tracks[0], true); await v.play(); await until(() => v.currentTime > 0.5 && v.videoHeight === 90);
   player.selectVariantTrack(tracks[1], true); await until(() => v.videoHeight > 90 && v.currentTime > 1);
   const text = player.getTextTracks(); player.selectTextTrack(text.find(({ language }) => language === 'en'));
   const shown = await captions();
   tell({ shown, texts: text.map(({ label, language }) => label + ' ' + language), rungs: tracks.length, low: 90, high: v.videoHeight, duration: v.duration });`,
);

describe.skipIf(CHROMIUM === undefined)('a packaged set in a browser', () => {
  it.each([
    ['hls.js', HLS],
    ['shaka-player', DASH],
  ])('is played by %s, which changes rungs on the way and shows captions', async (_player, page) => {
    const told = await play(CHROMIUM ?? '', set, page);
    expect(told).toMatchObject({ rungs: 2, low: 90, high: 180, shown: 'Hi' });
    expect(told['texts']).toEqual(['English en', 'Deutsch (CC) de', 'Español es']);
    expect(Math.abs(Number(told['duration']) - 7)).toBeLessThan(0.1);
  });
});
