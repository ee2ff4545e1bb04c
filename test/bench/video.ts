import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { inRepository } from '../support/files/repository.ts';
import { makeClip } from '../support/video/clips.ts';
import { measure, median, printLine, type Measurement } from './measure.ts';

const RATE = 30;

interface Case {
  readonly seconds: number;
  readonly sound: boolean;
  readonly codec: 'h264' | 'av1';
}

const CASES: Readonly<Record<string, Case>> = {
  short: { seconds: 10, sound: true, codec: 'h264' },
  silent: { seconds: 10, sound: false, codec: 'h264' },
  long: { seconds: 60, sound: true, codec: 'h264' },
  av1: { seconds: 10, sound: true, codec: 'av1' },
};

/** The shipped ladder. Bits a second. */
const RUNGS = [
  { name: '360p', width: 640, height: 360, bitrate: 730_000 },
  { name: '540p', width: 960, height: 540, bitrate: 2_000_000 },
  { name: '720p', width: 1280, height: 720, bitrate: 3_000_000 },
] as const;
type Rung = (typeof RUNGS)[number];

const profile = ({ codec }: Case): string => `kind: video-profile
name: ladder
packaging: [hls, dash]
poster: false
thumbnails: []
encodings:
${RUNGS.map(
  ({ name, height, bitrate }) =>
    `  - { name: ${name}, height: ${height}, codec: ${codec}, videoBitrate: ${bitrate / 1000}k, audioBitrate: 128k, maxFps: ${RATE}, keyframe: 60 }`,
).join('\n')}
`;

/** Half of it moves sharply and is easy to guess, half of it is full of detail and changes all over; and a tone. */
const scene = ({ seconds, sound }: Case): readonly string[] => [
  ...['-f', 'lavfi', '-i', `testsrc2=size=960x1080:rate=${RATE}:duration=${seconds}`],
  ...['-f', 'lavfi', '-i', `mandelbrot=size=960x1080:rate=${RATE}:maxiter=200`],
  ...(sound ? ['-f', 'lavfi', '-i', `sine=frequency=440:sample_rate=48000:duration=${seconds}`] : []),
  ...['-filter_complex', '[0][1]hstack=shortest=1,format=yuv420p', '-c:v', 'libx264', '-preset', 'veryfast'],
  // As much as is advised for masters of this size (reference 2.8).
  ...['-b:v', '8M', ...(sound ? ['-c:a', 'aac', '-b:a', '192k'] : [])],
];

const QUIET = ['-hide_banner', '-nostdin', '-y', '-v', 'error'] as const;
const SOUND = ['-c:a', 'aac', '-b:a', '128k'] as const;

/** What both ways ask of the encoder. */
function encoder({ bitrate }: Rung, { codec }: Case): readonly string[] {
  if (codec === 'av1') return ['-c:v', 'libsvtav1', '-preset', '8', '-b:v', String(bitrate), '-g', '60'];
  const bounds = ['-b:v', String(bitrate), '-maxrate', String(bitrate * 1.5), '-bufsize', String(bitrate * 3)];
  const keys = ['-g', '60', '-keyint_min', '60', '-sc_threshold', '0'];
  return ['-c:v', 'libx264', '-preset', 'medium', ...bounds, ...keys];
}

/** The threads that dmx gives it. */
const threads = ({ codec }: Case): readonly string[] =>
  codec === 'av1' ? ['-svtav1-params', 'lp=1'] : ['-threads:v', '1'];

interface Bench {
  readonly folder: string;
  readonly clip: string;
  readonly one: Case;
}

async function runs(all: readonly (readonly string[])[], { folder }: Bench): Promise<Measurement> {
  const measured: Measurement[] = [];
  for (const args of all) {
    const one = await measure('ffmpeg', [...QUIET, ...args], folder);
    if (one.exit !== 0) throw new Error(`expected ffmpeg to finish, got: ${one.stderr}`);
    measured.push(one);
  }
  const sum = (of: (one: Measurement) => number): number => measured.reduce((total, one) => total + of(one), 0);
  const peakBytes = Math.max(...measured.map((one) => one.peakBytes));
  const [seconds, cpuSeconds] = [sum((one) => one.seconds), sum((one) => one.cpuSeconds)];
  return { seconds, cpuSeconds, peakBytes, exit: 0, stdout: '', stderr: '' };
}

/** As people script it: a call for each rung, which decodes it all again, and one that packages the files. */
function scripted(bench: Bench): Promise<Measurement> {
  const { sound } = bench.one;
  const files = RUNGS.map(({ name }) => join(bench.folder, `${name}.mp4`));
  const encode = RUNGS.map((rung, i) => [
    ...['-i', bench.clip, '-vf', `scale=-2:${rung.height}`, '-r', String(RATE), ...encoder(rung, bench.one)],
    ...[...(sound ? SOUND : []), '-movflags', '+faststart', files[i] ?? ''],
  ]);
  const maps = RUNGS.flatMap((_rung, i) => ['-map', `${i}:v`]);
  const streams = sound ? 'id=0,streams=v id=1,streams=a' : 'id=0,streams=v';
  const sets = ['-adaptation_sets', streams, '-hls_playlist', '1', '-seg_duration', '2'];
  const inputs = files.flatMap((file) => ['-i', file]);
  const pack = [
    ...inputs,
    ...maps,
    ...(sound ? ['-map', '0:a'] : []),
    '-c',
    'copy',
    ...sets,
    '-f',
    'dash',
    join(bench.folder, 'set.mpd'),
  ];
  return runs([...encode, pack], bench);
}

const rawFile = ({ name }: Rung, { folder }: Bench): string => join(folder, `${name}.yuv`);

/** Frames as encoders get them: decoded and scaled before, outside of what is measured. */
function makeRaw(bench: Bench): void {
  for (const rung of RUNGS) {
    const scale = `scale=${rung.width}:${rung.height}:flags=bicubic+accurate_rnd`;
    makeClip(bench.folder, `${rung.name}.yuv`, [
      '-i',
      bench.clip,
      '-vf',
      scale,
      '-pix_fmt',
      'yuv420p',
      '-f',
      'rawvideo',
    ]);
  }
  if (bench.one.sound) makeClip(bench.folder, 'sound.wav', ['-i', bench.clip, '-vn']);
}

/** The encoders by themselves, with the threads that dmx gives them. */
function encodersAlone(bench: Bench): Promise<Measurement> {
  const pictures = RUNGS.map((rung) => [
    ...['-f', 'rawvideo', '-pix_fmt', 'yuv420p', '-s', `${rung.width}x${rung.height}`, '-r', String(RATE)],
    ...['-i', rawFile(rung, bench), ...encoder(rung, bench.one), ...threads(bench.one), '-f', 'null', '-'],
  ]);
  const sound = bench.one.sound ? [['-i', join(bench.folder, 'sound.wav'), ...SOUND, '-f', 'null', '-']] : [];
  return runs([...pictures, ...sound], bench);
}

async function ingest({ folder }: Bench): Promise<Measurement> {
  await rm(join(folder, 'dmx-out'), { recursive: true, force: true });
  const measured = await measure(process.execPath, [inRepository('bin/dmx.js'), 'ingest', '--quiet'], folder);
  if (measured.exit !== 0) throw new Error(`expected dmx to finish, got: ${measured.stderr}`);
  return measured;
}

/** What a file is: compared before times count. */
interface Encoded {
  readonly codec: string;
  readonly size: string;
  readonly frames: number;
  readonly sound: string;
  readonly bitrate: number;
}

interface Probed {
  readonly streams: readonly {
    readonly codec_type: string;
    readonly codec_name: string;
    readonly width?: number;
    readonly height?: number;
  }[];
  readonly packets: readonly { readonly codec_type: string; readonly size: string }[];
}

async function lookAt(files: readonly string[], { folder, one }: Bench): Promise<Encoded> {
  const entries = 'stream=codec_type,codec_name,width,height:packet=codec_type,size';
  const probed: Probed[] = [];
  for (const file of files) {
    const { stdout } = await measure('ffprobe', ['-v', 'error', '-show_entries', entries, '-of', 'json', file], folder);
    probed.push(JSON.parse(stdout) as Probed);
  }
  const streams = probed.flatMap((each) => each.streams);
  const [picture, sound] = ['video', 'audio'].map((type) => streams.find(({ codec_type }) => codec_type === type));
  const packets = probed.flatMap((each) => each.packets.filter(({ codec_type }) => codec_type === 'video'));
  const bytes = packets.reduce((sum, { size }) => sum + Number(size), 0);
  const [codec, size] = [String(picture?.codec_name), `${picture?.width}×${picture?.height}`];
  return { codec, size, frames: packets.length, sound: String(sound?.codec_name), bitrate: (bytes * 8) / one.seconds };
}

/**
 * Throws where both ways have not made the same of a clip: codec, size, frames and sound of each rung. Prints the bits a second that
 * both came to: they ask for the same, and SVT-AV1 comes to others with one thread than with several.
 */
async function checkSame(name: string, bench: Bench): Promise<void> {
  const made = await readdir(join(bench.folder, 'dmx-out'), { recursive: true });
  const ours = (name: string): readonly string[] =>
    made.filter((path) => basename(path) === `${name}.mp4`).map((path) => join(bench.folder, 'dmx-out', path));
  for (const { name: rung } of RUNGS) {
    const { bitrate: bits, ...dmx } = await lookAt([...ours(rung), ...ours('audio')], bench);
    const { bitrate: scriptedBits, ...scripted } = await lookAt([join(bench.folder, `${rung}.mp4`)], bench);
    const [a, b] = [dmx, scripted].map((encoded) => JSON.stringify(encoded));
    if (a !== b) throw new Error(`expected ${rung} as scripted, ${b}, got ${a}`);
    printLine({ bench: 'video', clip: name, what: `bits of ${rung}`, bits, scriptedBits });
  }
}

async function prepare(one: Case): Promise<Bench> {
  const folder = await mkdtemp(join(tmpdir(), 'dmx-bench-video-'));
  for (const name of ['assets', 'profiles']) await mkdir(join(folder, name));
  await writeFile(join(folder, 'profiles/ladder.yaml'), profile(one));
  await writeFile(join(folder, 'dmx.yaml'), 'version: 1\nlibrary: assets\nfolders: [{ path: "**", video: ladder }]\n');
  const bench = { folder, one, clip: makeClip(join(folder, 'assets'), 'clip.mp4', scene(one)) };
  makeRaw(bench);
  return bench;
}

const WAYS = { dmx: ingest, scripted, encoders: encodersAlone } as const;
type Way = keyof typeof WAYS;

async function measureCase(name: string, one: Case, rounds: number): Promise<void> {
  const bench = await prepare(one);
  const taken: Record<Way, Measurement[]> = { dmx: [], scripted: [], encoders: [] };
  try {
    for (let round = 0; round < rounds; round++) {
      for (const way of ['dmx', 'scripted', 'encoders'] as const) taken[way].push(await WAYS[way](bench));
      if (round === 0) await checkSame(name, bench);
    }
  } finally {
    await rm(bench.folder, { recursive: true });
  }
  const of = (way: Way, what: 'seconds' | 'cpuSeconds' | 'peakBytes'): number =>
    median(taken[way].map((each) => each[what]));
  for (const way of ['dmx', 'scripted', 'encoders'] as const) {
    const [seconds, cpuSeconds, peakMiB] = [of(way, 'seconds'), of(way, 'cpuSeconds'), of(way, 'peakBytes') / 2 ** 20];
    printLine({ bench: 'video', clip: name, what: way, rounds, seconds, cpuSeconds, peakMiB });
  }
  const ratio = (a: Way, b: Way, what: 'seconds' | 'cpuSeconds'): number =>
    median(taken[a].map((each, i) => each[what] / (taken[b][i]?.[what] ?? Number.NaN)));
  printLine({
    ...{ bench: 'video', clip: name, what: 'ratios', timesAsFast: ratio('scripted', 'dmx', 'seconds') },
    ...{ cpuOfEncoders: ratio('dmx', 'encoders', 'cpuSeconds'), cpuOfScripted: ratio('dmx', 'scripted', 'cpuSeconds') },
    coresBusy: median(taken.dmx.map(({ cpuSeconds, seconds }) => cpuSeconds / seconds)),
  });
}

/**
 * `video [short|silent|long|av1 …] [--rounds N]`: three rungs with HLS and DASH of clips in Full HD, by dmx, by a call of ffmpeg
 * for each rung and one that packages, and the encoders alone, from raw frames. In turn, medians, of files that are alike.
 */
export async function benchVideo(options: readonly string[]): Promise<void> {
  const { positionals, values } = parseArgs({
    args: [...options],
    allowPositionals: true,
    options: { rounds: { type: 'string', default: '5' } },
  });
  for (const name of positionals.length > 0 ? positionals : Object.keys(CASES)) {
    const one = CASES[name];
    if (one === undefined) throw new Error(`expected one of ${Object.keys(CASES).join(', ')}, got ${name}`);
    await measureCase(name, one, Number(values.rounds));
  }
}
