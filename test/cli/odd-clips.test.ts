import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { probeClip } from '../support/video/probe-clip.ts';
import { makeClip, testSource } from '../support/video/clips.ts';
import { assetOf, countsOf, readManifest, type ManifestAsset } from '../support/cli/dmx-output.ts';
import { dmx, type Ended } from '../support/cli/dmx.ts';

const PROFILE = `kind: video-profile
name: small
adaptive: false
encodings:
  - { name: low, height: 120, crf: 20, audioBitrate: 96k }
thumbnails: ['75%']
thumbnailPreset: full
---
kind: image-presets
presets: { full: 'scl=1&fmt=png' }
`;

const folder = mkdtempSync(join(tmpdir(), 'dmx-odd-clips-'));
const assets = join(folder, 'assets');
let ended: Ended;
let again: Ended;

/** A clip with captions of a form inside it, and captions of another language beside them. */
async function withTexts(name: string, codec: string, texts: Readonly<Record<string, string>>): Promise<void> {
  const inputs: string[] = [];
  for (const [language, text] of Object.entries(texts)) {
    await writeFile(join(folder, `${name}.${language}.srt`), text);
    inputs.push('-i', join(folder, `${name}.${language}.srt`));
  }
  const languages = Object.keys(texts);
  const maps = languages.flatMap((language, i) => [
    '-map',
    String(i + 2),
    `-metadata:s:s:${i}`,
    `language=${language}`,
  ]);
  makeClip(assets, name, [
    ...testSource('160x120', 25, 2),
    ...inputs,
    '-map',
    '0',
    '-map',
    '1',
    ...maps,
    '-c:s',
    codec,
  ]);
}

const cue = (text: string): string => `1\n00:00:00,500 --> 00:00:01,500\n${text}\n\n`;

const tone = (hertz: number, seconds: number, more = ''): readonly string[] => [
  ...['-f', 'lavfi', '-i', `sine=frequency=${hertz}:sample_rate=48000:duration=${seconds}${more}`],
];
const bars = (seconds: number, size = '160x120', rate = 25): readonly string[] => [
  ...['-f', 'lavfi', '-i', `testsrc2=size=${size}:rate=${rate}:duration=${seconds}`],
];

/** Files one behind the other, as recorders and `cat` join them. */
async function joinFiles(name: string, ...parts: readonly string[]): Promise<void> {
  await writeFile(join(assets, name), Buffer.concat(await Promise.all(parts.map((part) => readFile(part)))));
}

/** Sound that changes within the clip: two parts of a transport stream. */
async function changing(name: string, first: readonly string[], second: readonly string[]): Promise<void> {
  const part = (i: number, hertz: number, args: readonly string[], start: number): string =>
    makeClip(folder, `${name}${i}.ts`, [
      ...[...bars(2), ...tone(hertz, 2), '-c:v', 'mpeg2video', ...args, '-output_ts_offset', String(start)],
      ...['-muxdelay', '0'],
    ]);
  await joinFiles(name, part(1, 440, first, 0), part(2, 880, second, 2));
}

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
  const list = [part(first, 0), part(second, 1)].map((file) => `file '${file}'\n`).join('');
  await writeFile(join(folder, `${name}.txt`), list);
  makeClip(assets, name, ['-f', 'concat', '-safe', '0', '-i', join(folder, `${name}.txt`), '-c', 'copy']);
}

async function makeClips(): Promise<void> {
  await withTexts('empty-text.mp4', 'mov_text', { eng: cue('{\\an8}'), deu: cue('Hallo') });
  await withTexts('empty-ass.mkv', 'ass', { eng: cue('{\\an8}{\\i1}{\\i0}'), deu: cue('{\\an8}Oben') });
  await changing('channels.ts', ['-c:a', 'ac3', '-ac', '2'], ['-c:a', 'ac3', '-ac', '1']);
  await changing('rate.ts', ['-c:a', 'mp2', '-ar', '44100'], ['-c:a', 'mp2', '-ar', '48000']);
  await changing('surround.ts', ['-c:a', 'ac3', '-ac', '6'], ['-c:a', 'ac3', '-ac', '2']);
  makeClip(assets, 'late.mkv', [
    ...bars(2),
    '-itsoffset',
    '0.7',
    ...tone(440, 1),
    '-map',
    '0',
    '-map',
    '1',
    '-c:a',
    'mp2',
  ]);
  for (const form of ['ts', 'mpg']) {
    const part = makeClip(folder, `part.${form}`, [...bars(2), ...tone(440, 2), '-c:v', 'mpeg2video', '-c:a', 'mp2']);
    await joinFiles(`joined.${form}`, part, part);
  }
  const later = makeClip(folder, 'later.ts', [...bars(2), ...tone(440, 2), '-output_ts_offset', '100']);
  await joinFiles('leap.ts', makeClip(folder, 'sooner.ts', [...bars(2), ...tone(440, 2)]), later);
  const flv = await readFile(makeClip(folder, 'whole.flv', [...bars(3), '-c:v', 'flv1']));
  flv.writeDoubleBE(1, flv.indexOf('duration') + 'duration'.length + 1);
  await writeFile(join(assets, 'short.flv'), flv);
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
  const mono = ['-map', '0', '-map', '1', '-map', '2', '-c:a', 'pcm_s16le', '-ac', '1'];
  makeClip(assets, 'channels.mov', [...bars(2), ...tone(440, 2), ...tone(880, 2), ...mono]);
  const unknown = await readFile(
    makeClip(folder, 'u.mov', [
      ...bars(2),
      ...tone(440, 2),
      ...tone(880, 2),
      ...['-map', '0', '-map', '1', '-map', '2', '-c:a', 'aac'],
    ]),
  );
  // A sample entry that no decoder knows, and nothing beside it that tells more, in the first track of sound.
  const moov = unknown.indexOf('moov');
  for (const [name, other] of [
    ['mp4a', 'apac'],
    ['esds', 'xsds'],
  ] as const) {
    unknown.write(other, unknown.indexOf(name, moov), 'latin1');
  }
  await writeFile(join(assets, 'unknown.mov'), unknown);
}

beforeAll(async () => {
  await mkdir(assets);
  await mkdir(join(folder, 'profiles'));
  await writeFile(join(folder, 'profiles/small.yaml'), PROFILE);
  const server = 'server: { bkgcolor: 00FF00 }';
  const rules = 'folders: [{ path: "**", video: small }]';
  await writeFile(join(folder, 'dmx.yaml'), `version: 1\nlibrary: assets\n${server}\n${rules}\n`);
  await makeClips();
  ended = await dmx(folder, 'ingest', '--json');
  again = await dmx(folder, 'ingest', '--json');
}, 600_000);

afterAll(() => rmSync(folder, { recursive: true }));

const output = join(folder, 'dmx-out');

async function made(path: string): Promise<ManifestAsset> {
  return assetOf(await readManifest(output), path);
}

describe('dmx ingest with clips as cameras, tapes, browsers and editors leave them', () => {
  it('makes all of them, and nothing the second time', () => {
    expect([ended.exit, again.exit]).toEqual([0, 0]);
    expect(countsOf(again)).toMatchObject({ made: 0, failedAssets: 0 });
  });

  it.each(['empty-text.mp4', 'empty-ass.mkv'])(
    'leaves captions without a word out of %s, with a warning',
    async (path) => {
      const { state, renditions } = await made(path);
      expect(state).toBe('ready');
      expect(renditions.filter(({ role }) => role === 'track').map(({ name }) => name)).toEqual(['track-subtitles-de']);
      expect((await dmx(folder, 'show', path)).stdout).toMatch(/warning .*track-subtitles-en/);
    },
  );

  it('keeps captions in a clip at the top of the picture', async () => {
    const text = await readFile(join(output, 'renditions/empty-ass.mkv/track-subtitles-de.vtt'), 'utf8');
    expect(text).toContain(' line:0\nOben\n');
  });

  const low = (path: string): string => join(output, 'renditions', path, 'low.mp4');

  /** Crossings of zero in each half second: the pitch that is heard; 0 = silence. */
  function heard(path: string, channel = 0): readonly number[] {
    const args = ['-v', 'error', '-i', low(path), '-af', `pan=mono|c0=c${channel}`, '-ar', '8000', '-f', 's16le', '-'];
    const bytes = execFileSync('ffmpeg', args);
    const samples = new Int16Array(bytes.buffer, bytes.byteOffset, bytes.length >> 1);
    return Array.from({ length: Math.round(samples.length / 4000) }, (_, i) => {
      const half = samples.subarray(i * 4000, (i + 1) * 4000);
      if (half.every((sample) => Math.abs(sample) < 300)) return 0;
      return half.filter((sample, j) => j > 0 && sample < 0 !== (half[j - 1] ?? 0) < 0).length;
    });
  }

  const about = (hertz: number, times: number): readonly unknown[] =>
    Array.from({ length: times }, () => expect.closeTo(hertz / 10, -0.9));
  const tens = (all: readonly number[]): readonly number[] => all.map((one) => one / 10);

  it.each(['channels.ts', 'rate.ts', 'surround.ts'])('keeps the sound of %s in its time', (path) => {
    expect(tens(heard(path))).toEqual([...about(440, 4), ...about(880, 4)]);
  });

  it('puts silence before sound that begins late', () => {
    const [first, second, ...rest] = heard('late.mkv');
    expect([first, (second ?? 0) < 420 && (second ?? 0) > 180]).toEqual([0, true]);
    expect(tens(rest.slice(0, 1))).toEqual(about(440, 1));
  });

  it.each([
    ['joined.ts', 4],
    ['joined.mpg', 4],
    ['leap.ts', 4],
    ['short.flv', 3],
  ])('makes all of %s, whatever its header says', async (path, seconds) => {
    const { picture, seconds: long } = probeClip(low(path));
    expect(Math.abs(long - seconds)).toBeLessThan(0.2);
    expect(Math.abs(Number(picture.nb_read_packets) - seconds * 25)).toBeLessThanOrEqual(3);
    const { master } = await made(path);
    expect(Math.abs(Number(master['durationSeconds']) - seconds)).toBeLessThan(0.2);
  });

  it.each(['pq-alone.mp4', 'hlg-no-matrix.mp4', 'pq-no-primaries.mp4'])('shows %s on ordinary screens', (path) => {
    expect(probeClip(low(path)).picture).toMatchObject({ color_space: 'bt709', color_transfer: 'bt709' });
  });

  it('weaves fields that only the frames tell of', () => {
    const args = ['-hide_banner', '-i', low('fields.avi'), '-vf', 'idet', '-f', 'null', '-'];
    const [, progressive] = /Multi frame.*Progressive: *(\d+)/.exec(spawnSync('ffmpeg', args).stderr.toString()) ?? [];
    expect(Number(progressive)).toBeGreaterThan(40);
  });

  /** Colours of a frame at places in fractions of its size. */
  async function colors(file: string, seconds: number, places: readonly number[]): Promise<readonly number[][]> {
    const args = [
      '-v',
      'error',
      '-ss',
      String(seconds),
      '-i',
      file,
      '-frames:v',
      '1',
      '-c:v',
      'png',
      '-f',
      'image2pipe',
      '-',
    ];
    const { data, info } = await sharp(execFileSync('ffmpeg', args))
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
    const stills = ['thumbnail-1.png', 'poster.jpg'].map((name) => join(output, 'renditions', path, name));
    for (const file of [low(path), ...stills.slice(1)]) {
      expect(await colors(file, 0, [0.25, 0.75])).toEqual([near([0, 0, 200]), near([0, 255, 0])]);
    }
  });

  it('fits what turns or grows within a clip into one frame', async () => {
    const [turned, grown] = [await made('turned.webm'), await made('grows.webm')];
    expect([turned.master, grown.master]).toMatchObject([
      { width: 160, height: 120 },
      { width: 160, height: 120 },
    ]);
    const [left, , right] = await colors(low('turned.webm'), 3, [0.02, 0.5, 0.98]);
    expect([left, right]).toEqual([near([0, 0, 0]), near([0, 0, 0])]);
    expect((await colors(low('turned.webm'), 1, [0.02]))[0]).not.toEqual(near([0, 0, 0]));
    expect(probeClip(low('grows.webm')).picture).toMatchObject({ width: 160, height: 120, nb_read_packets: '75' });
  });

  it('brings stills of wide colours to those of screens, and leaves encodings as they are', async () => {
    const still = join(output, 'renditions/wide.mp4/thumbnail-1.png');
    expect(await colors(still, 0, [0.25, 0.75])).toEqual([near([247, 0, 53]), near([0, 168, 32])]);
    expect(probeClip(low('wide.mp4')).picture.color_space).toBe('bt2020nc');
  });

  it('hears a channel a track in stereo', () => {
    expect(tens(heard('channels.mov', 0))).toEqual(about(440, 4));
    expect(tens(heard('channels.mov', 1))).toEqual(about(880, 4));
  });

  it('takes the sound that can be decoded, and says what cannot', async () => {
    expect(tens(heard('unknown.mov'))).toEqual(about(880, 4));
    expect((await dmx(folder, 'show', 'unknown.mov')).stdout).toMatch(/warning .*stream 1/);
  });
});
