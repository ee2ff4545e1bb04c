import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dmx } from '../../support/cli/dmx.ts';
import { bars, frameAt, joinClips, makeClip } from '../../support/video/clips.ts';
import { oddProject } from '../../support/video/odd-project.ts';
import { probeClip } from '../../support/video/probe-clip.ts';

const project = await oddProject("thumbnails: ['75%']\nthumbnailPreset: full");
const { folder, assets, asset, made } = project;

/** HDR by its transfer alone, or without its matrix. */
function bright(name: string, parameters: string): void {
  const args = ['-vf', 'format=yuv420p10le', '-c:v', 'libx265', '-x265-params', `log-level=none:${parameters}`];
  makeClip(assets, name, [...bars(1), ...args]);
}

/** Left half opaque blue, right half clear over magenta. */
function clear(name: string, ...args: readonly string[]): void {
  const pixel = (of: string): string => `if(lt(X,80),${of})`;
  const graph = `geq=r='${pixel('0,255')}':g=0:b='${pixel('200,255')}':a='${pixel('255,0')}'`;
  const source = ['-f', 'lavfi', '-i', 'color=black:size=160x120:rate=25:duration=1,format=rgba'];
  makeClip(assets, name, [...source, '-vf', graph, ...args]);
}

/** A clip of one size and shape behind a clip of another, in one Matroska file. */
async function resized(name: string, first: string, second: string, seconds: readonly [number, number]): Promise<void> {
  const part = (size: string, i: number): string =>
    makeClip(folder, `${name}${i}.webm`, [...bars(seconds[i] ?? 1, size), '-c:v', 'libvpx', '-b:v', '1M', '-g', '25']);
  joinClips(assets, name, [part(first, 0), part(second, 1)]);
}

async function makeClips(): Promise<void> {
  bright('pq-alone.mp4', 'transfer=smpte2084');
  bright('hlg-no-matrix.mp4', 'transfer=arib-std-b67:colorprim=bt2020');
  bright('pq-no-primaries.mp4', 'transfer=smpte2084:colormatrix=bt2020nc');
  const fields = [
    '-vf',
    'tinterlace=interleave_top,fieldorder=tff',
    '-flags',
    '+ilme+ildct',
    '-c:v',
    'mpeg4',
    '-q:v',
    '3',
  ];
  makeClip(assets, 'fields.avi', [...bars(2, '320x240', 50), ...fields]);
  clear('animation.mov', '-c:v', 'qtrle');
  clear('prores.mov', '-c:v', 'prores_ks', '-pix_fmt', 'yuva444p10le');
  clear('clear.webm', '-c:v', 'libvpx-vp9', '-pix_fmt', 'yuva420p', '-crf', '10', '-b:v', '0');
  await resized('turned.webm', '160x120', '120x160', [2, 2]);
  await resized('grows.webm', '80x60', '160x120', [1, 2]);
  const wide = [
    '-color_primaries',
    'bt2020',
    '-color_trc',
    'bt709',
    '-colorspace',
    'bt2020nc',
    '-c:v',
    'libx264',
    '-qp',
    '0',
  ];
  const two = 'color=0xc83c3c:size=160x120:rate=25:duration=1,drawbox=x=80:w=80:h=120:c=0x3ca03c:t=fill,format=gbrp';
  const stored = 'scale=out_color_matrix=bt2020:flags=accurate_rnd,format=yuv444p';
  makeClip(assets, 'wide.mp4', ['-f', 'lavfi', '-i', two, '-vf', stored, ...wide]);
}

beforeAll(async () => {
  await makeClips();
  expect((await dmx(folder, 'ingest')).exit).toBe(0);
}, 600_000);

afterAll(() => rmSync(folder, { recursive: true }));

describe('dmx ingest with pictures as cameras, tapes, browsers and editors leave them', () => {
  it.each(['pq-alone.mp4', 'hlg-no-matrix.mp4', 'pq-no-primaries.mp4'])('shows %s on ordinary screens', (path) => {
    expect(probeClip(made(path)).picture).toMatchObject({ color_space: 'bt709', color_transfer: 'bt709' });
  });

  it('weaves fields that only the frames tell of', () => {
    const args = ['-hide_banner', '-i', made('fields.avi'), '-vf', 'idet', '-f', 'null', '-'];
    const [, progressive] = /Multi frame.*Progressive: *(\d+)/.exec(spawnSync('ffmpeg', args).stderr.toString()) ?? [];
    expect(Number(progressive)).toBeGreaterThan(40);
  });

  /** Colours of a frame at places in fractions of its size. */
  async function colors(file: string, seconds: number, places: readonly number[]): Promise<readonly number[][]> {
    const { data, info } = await sharp(frameAt(file, seconds, '-c:v', 'png', '-f', 'image2pipe'))
      .removeAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true });
    return places.map((x) => {
      const at = (Math.floor(info.height / 2) * info.width + Math.floor(x * info.width)) * info.channels;
      return [...data.subarray(at, at + 3)];
    });
  }

  const near = (rgb: readonly number[]): readonly unknown[] =>
    rgb.map((value) => ({ asymmetricMatch: (got: number) => Math.abs(got - value) <= 6 }));

  it.each(['animation.mov', 'prores.mov', 'clear.webm'])('shows the background through %s', async (path) => {
    const stills = ['thumbnail-1.png', 'poster.jpg'].map((name) => made(path, name));
    for (const file of [made(path), ...stills]) {
      expect(await colors(file, 0, [0.25, 0.75])).toEqual([near([0, 0, 200]), near([0, 255, 0])]);
    }
  });

  it('fits what turns or grows within a clip into one frame', async () => {
    const [turned, grown] = [await asset('turned.webm'), await asset('grows.webm')];
    expect([turned.master, grown.master]).toMatchObject([
      { width: 160, height: 120 },
      { width: 160, height: 120 },
    ]);
    const [left, , right] = await colors(made('turned.webm'), 3, [0.02, 0.5, 0.98]);
    expect([left, right]).toEqual([near([0, 0, 0]), near([0, 0, 0])]);
    expect((await colors(made('turned.webm'), 1, [0.02]))[0]).not.toEqual(near([0, 0, 0]));
    expect(probeClip(made('grows.webm')).picture).toMatchObject({ width: 160, height: 120, nb_read_packets: '75' });
  });

  it('brings stills of wide colours to those of screens, and leaves encodings as they are', async () => {
    const still = made('wide.mp4', 'thumbnail-1.png');
    expect(await colors(still, 0, [0.25, 0.75])).toEqual([near([247, 0, 53]), near([0, 168, 32])]);
    expect(probeClip(made('wide.mp4')).picture.color_space).toBe('bt2020nc');
  });
});
