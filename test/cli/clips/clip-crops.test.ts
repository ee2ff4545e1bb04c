import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { frameAt, makeClip, notingFfmpeg } from '../../support/video/clips.ts';
import { assetOf, countsOf, readManifest, type ManifestAsset } from '../../support/cli/dmx-output.ts';
import { dmx } from '../../support/cli/dmx.ts';
import { probeClip } from '../../support/video/probe-clip.ts';

const PROFILE = (crops: string): string => `kind: video-profile
name: cropped
adaptive: false
encodings:
  - { name: low, height: 90, crf: 25, audioCodec: none, keyframe: 30 }
smartCrop: [${crops}]
poster: false
thumbnails: []
`;

const [SQUARE, STORY] = ["{ name: Square, ratio: '1:1' }", "{ name: Story, ratio: '9:16' }"];

/** A red thing at the left of a gray scene, then at the right of a white one. */
const SCENE = (color: string, x: number): readonly string[] => [
  ...['-f', 'lavfi', '-i', `color=${color}:s=320x180:r=10:d=2`],
  ...['-f', 'lavfi', '-i', `color=red:s=40x60:r=10:d=2`],
  ...['-filter_complex', `[0][1]overlay=x=${x}:y=60,noise=alls=2`],
];

let folder = '';
let output = '';

async function ask(crops: string): Promise<void> {
  await writeFile(join(folder, 'profiles/cropped.yaml'), PROFILE(crops));
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dmx-clip-crops-'));
  output = join(folder, 'dmx-out');
  await mkdir(join(folder, 'assets'));
  await mkdir(join(folder, 'profiles'));
  const config = 'version: 1\nlibrary: assets\nfolders: [{ path: "**", image: none, video: cropped }]\n';
  await writeFile(join(folder, 'dmx.yaml'), config);
  await ask(SQUARE);
  const scenes = [SCENE('gray', 30), SCENE('white', 250)].map((args, i) => makeClip(folder, `scene-${i}.mp4`, args));
  await writeFile(join(folder, 'scenes.txt'), scenes.map((file) => `file ${file}\n`).join(''));
  makeClip(join(folder, 'assets'), 'two.mp4', [
    '-f',
    'concat',
    '-safe',
    '0',
    '-i',
    join(folder, 'scenes.txt'),
    '-c',
    'copy',
  ]);
  expect((await dmx(folder, 'ingest')).exit).toBe(0);
});

afterAll(() => rm(folder, { recursive: true }));

const asset = async (): Promise<ManifestAsset> => assetOf(await readManifest(output), 'two.mp4');

/** Which share of a frame of a clip is red. */
function redShare(file: string, seconds: number): number {
  const pixels = frameAt(file, seconds, '-f', 'rawvideo', '-pix_fmt', 'rgb24');
  let red = 0;
  for (let i = 0; i < pixels.length; i += 3) if ((pixels[i] ?? 0) > 150 && (pixels[i + 1] ?? 0) < 90) red++;
  return red / (pixels.length / 3);
}

describe('the smart crops of a clip', () => {
  it('follow the subject, cut with the scene, and tell their path', async () => {
    const { renditions, smartCrops, state } = await asset();
    expect(state).toBe('ready');
    expect(renditions.map(({ name, role, crop, width, height }) => [name, role, crop, width, height])).toEqual([
      ['low', 'encoding', undefined, 160, 90],
      ['Square-low', 'encoding', 'Square', 90, 90],
    ]);
    const [{ name, rect, path = [] } = { name: '', rect: [] }] = smartCrops;
    expect([name, rect[2], rect[3]]).toEqual(['Square', 0.5625, 1]);
    // Two points at one time are the cut.
    expect(path.map(([seconds]) => seconds)).toEqual([0, 2, 2]);
    const file = join(output, 'renditions/two.mp4/Square-low.mp4');
    expect(probeClip(file).picture.nb_read_packets).toBe('40');
    // All of it: a ninetieth of the frame's area by nine sixteenths.
    for (const seconds of [0, 1.9, 2, 3.9]) expect(redShare(file, seconds)).toBeGreaterThan(0.06);
  });

  it('need no looking again for another ratio or another encoding', async () => {
    await ask(`${SQUARE}, ${STORY}`);
    const { program, asked } = await notingFfmpeg(folder);
    expect(countsOf(await dmx(folder, 'ingest', '--json', '--ffmpeg', program))).toMatchObject({ made: 1, kept: 2 });
    expect(await asked()).not.toContain('select=');
    const { smartCrops } = await asset();
    expect(smartCrops.map(({ name }) => name)).toEqual(['Square', 'Story']);
    for (const seconds of [0, 3.9])
      expect(redShare(join(output, 'renditions/two.mp4/Story-low.mp4'), seconds)).toBeGreaterThan(0.1);
    expect(countsOf(await dmx(folder, 'ingest', '--json'))).toMatchObject({ made: 0, kept: 3 });
  });

  it('are packaged each by itself where a profile is adaptive', async () => {
    const adaptive = PROFILE(SQUARE)
      .replace('adaptive: false\n', '')
      .replace('smartCrop', '  - { name: tiny, height: 60, crf: 30, audioCodec: none, keyframe: 30 }\nsmartCrop');
    await writeFile(join(folder, 'profiles/cropped.yaml'), adaptive);
    expect((await dmx(folder, 'ingest')).exit).toBe(0);
    const { renditions } = await asset();
    expect(renditions.map(({ name, role, crop }) => [name, role, crop])).toEqual([
      ['stream', 'stream', undefined],
      ['Square', 'stream', 'Square'],
    ]);
    const { picture } = probeClip(join(output, 'renditions/two.mp4/Square/tiny.mp4'));
    expect(picture).toMatchObject({ width: 60, height: 60, nb_read_packets: '40' });
  });
});
