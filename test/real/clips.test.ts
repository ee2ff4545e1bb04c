import { cp, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { assetOf, readManifest } from '../support/cli/dmx-output.ts';
import { dmx } from '../support/cli/dmx.ts';
import { ownFolder } from '../support/files/own-folder.ts';
import { probeClip } from '../support/video/probe-clip.ts';
import { sharedFolder } from '../support/files/repository.ts';

const PROFILE = `kind: video-profile
name: small
adaptive: false
encodings:
  - { name: low, height: 90, crf: 40, audioBitrate: 32k, maxFps: 10 }
thumbnails: ['50%']
sprite: { width: 64 }
`;

const folder = sharedFolder('corpus/video');
const hostile = sharedFolder('corpus/hostile');

async function ingest(from: string): Promise<string> {
  const cwd = ownFolder();
  await cp(from, join(cwd, 'assets'), { recursive: true, filter: (path) => !/\.(tsv|jpe?g|png|gif|webp)$/.test(path) });
  await mkdir(join(cwd, 'profiles'));
  await writeFile(join(cwd, 'profiles/small.yaml'), PROFILE);
  const rule = '{ path: "**", image: none, video: small }';
  await writeFile(join(cwd, 'dmx.yaml'), `version: 1\nlibrary: assets\nfolders: [${rule}]\n`);
  expect([0, 3]).toContain((await dmx(cwd, 'ingest', '--quiet')).exit);
  return join(cwd, 'dmx-out');
}

describe.skipIf(folder === undefined)('real clips', () => {
  it('are each made as a screen shows them', async () => {
    const output = await ingest(folder ?? '');
    const manifest = await readManifest(output);
    expect(manifest.assets.length).toBeGreaterThan(30);
    expect(manifest.assets.filter(({ state }) => state !== 'ready').map(({ path, errors }) => [path, errors])).toEqual(
      [],
    );
    for (const { path, renditions } of manifest.assets) {
      const encoding = renditions.find(({ role }) => role === 'encoding');
      const { picture, seconds } = probeClip(join(output, encoding?.path ?? ''));
      expect([path, picture.codec_name, picture.pix_fmt]).toEqual([path, 'h264', 'yuv420p']);
      expect(picture.sample_aspect_ratio ?? '1:1').toBe('1:1');
      expect(seconds).toBeGreaterThan(0);
      const roles = renditions.map(({ role }) => role).filter((role) => role !== 'track');
      expect([path, ...roles]).toEqual([path, 'encoding', 'poster', 'thumbnail', 'sprite']);
    }
    const tracks = manifest.assets.flatMap(({ path, renditions }) =>
      renditions.flatMap(({ role, name }) => (role === 'track' ? [`${path} ${name}`] : [])),
    );
    expect(tracks.toSorted()).toEqual([
      'sample_with_chapters.mp4 track-chapters',
      'sample_with_srt.mkv track-subtitles-en',
      'vp8-vorbis-webvtt.webm track-subtitles-en',
    ]);
    // Turned by the phone that took it; bright pictures come as BT.709.
    expect(assetOf(manifest, 'with-gps.mov').renditions[0]).toMatchObject({ width: 50, height: 90 });
    expect(probeClip(join(output, 'renditions/hdr10-av1.mp4/low.mp4')).picture.color_transfer).toBe('bt709');
  }, 600_000);

  it('that are hostile never hang and never end the run', async () => {
    const { assets } = await readManifest(await ingest(hostile ?? ''));
    const clips = assets.filter(({ kind }) => kind === 'video');
    expect(clips.length).toBeGreaterThan(5);
    for (const { state, errors, renditions } of clips) {
      expect(state === 'ready').toBe(errors.length === 0 && renditions.length > 0);
      for (const { code, hint } of errors) {
        expect(['SOURCE_CORRUPT', 'SOURCE_FORMAT_UNSUPPORTED', 'SOURCE_TOO_LARGE']).toContain(code);
        expect(hint).not.toBe('');
      }
    }
  }, 600_000);
});
