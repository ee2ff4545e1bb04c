import { mkdirSync, rmSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { countsOf } from '../../support/cli/dmx-output.ts';
import { dmx, type Ended } from '../../support/cli/dmx.ts';
import { ownFolder } from '../../support/files/own-folder.ts';
import { bars, makeClip, testSource, tone } from '../../support/video/clips.ts';
import { oddProject } from '../../support/video/odd-project.ts';
import { pitchOf } from '../../support/video/pitch.ts';
import { probeClip } from '../../support/video/probe-clip.ts';

const project = await oddProject();
const { folder, assets, asset, made } = project;
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

/** Sound that changes within the clip: two parts of a transport stream. */
async function changing(name: string, first: readonly string[], second: readonly string[]): Promise<void> {
  const part = (i: number, hertz: number, args: readonly string[], start: number): string =>
    makeClip(folder, `${name}${i}.ts`, [
      ...[...bars(2), ...tone(hertz, 2), '-c:v', 'mpeg2video', ...args, '-output_ts_offset', String(start)],
      ...['-muxdelay', '0'],
    ]);
  await project.join(name, part(1, 440, first, 0), part(2, 880, second, 2));
}

/** Sound that begins after a second, and changes its channels and its rate after two more. */
async function lateAndChanging(): Promise<void> {
  const stream = ['-c:v', 'mpeg2video', '-c:a', 'ac3', '-muxdelay', '0'];
  const late = [...bars(3), '-itsoffset', '1', ...tone(440, 2), '-map', '0', '-map', '1', '-ac', '2', ...stream];
  const other = [...bars(2), ...tone(880, 2), '-ar', '44100', '-ac', '1', ...stream, '-output_ts_offset', '3'];
  await project.join('late.ts', makeClip(folder, 'late1.ts', late), makeClip(folder, 'late2.ts', other));
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
  await lateAndChanging();
  for (const form of ['ts', 'mpg']) {
    const part = makeClip(folder, `part.${form}`, [...bars(2), ...tone(440, 2), '-c:v', 'mpeg2video', '-c:a', 'mp2']);
    await project.join(`joined.${form}`, part, part);
  }
  const later = makeClip(folder, 'later.ts', [...bars(2), ...tone(440, 2), '-output_ts_offset', '100']);
  await project.join('leap.ts', makeClip(folder, 'sooner.ts', [...bars(2), ...tone(440, 2)]), later);
  const flv = await readFile(makeClip(folder, 'whole.flv', [...bars(3), '-c:v', 'flv1']));
  flv.writeDoubleBE(1, flv.indexOf('duration') + 'duration'.length + 1);
  await writeFile(join(assets, 'short.flv'), flv);
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
  await makeClips();
  ended = await dmx(folder, 'ingest', '--json');
  again = await dmx(folder, 'ingest', '--json');
}, 600_000);

afterAll(() => rmSync(folder, { recursive: true }));

describe('dmx ingest with clips as cameras, tapes, browsers and editors leave them', () => {
  it('makes all of them, and nothing the second time', () => {
    expect([ended.exit, again.exit]).toEqual([0, 0]);
    expect(countsOf(again)).toMatchObject({ made: 0, failedAssets: 0 });
  });

  it.each(['empty-text.mp4', 'empty-ass.mkv'])(
    'leaves captions without a word out of %s, with a warning',
    async (path) => {
      const { state, renditions } = await asset(path);
      expect(state).toBe('ready');
      expect(renditions.filter(({ role }) => role === 'track').map(({ name }) => name)).toEqual(['track-subtitles-de']);
      expect((await dmx(folder, 'show', path)).stdout).toMatch(/warning .*track-subtitles-en/);
    },
  );

  it('keeps captions in a clip at the top of the picture', async () => {
    const text = await readFile(made('empty-ass.mkv', 'track-subtitles-de.vtt'), 'utf8');
    expect(text).toContain(' line:0\nOben\n');
  });

  const heard = (path: string, channel = 0): readonly number[] => pitchOf(made(path), channel);
  const about = (hertz: number, times: number): readonly unknown[] =>
    Array.from({ length: times }, () => expect.closeTo(hertz / 10, -0.9));

  it.each(['channels.ts', 'rate.ts', 'surround.ts'])('keeps the sound of %s in its time', (path) => {
    expect(heard(path)).toEqual([...about(440, 4), ...about(880, 4)]);
  });

  it('puts silence once before sound that begins late and changes', () => {
    expect(heard('late.ts')).toEqual([0, 0, ...about(440, 4), ...about(880, 4)]);
  });

  it('puts silence before sound that begins late', () => {
    const [first, second, ...rest] = heard('late.mkv');
    expect([first, (second ?? 0) < 42 && (second ?? 0) > 18]).toEqual([0, true]);
    expect(rest.slice(0, 1)).toEqual(about(440, 1));
  });

  it.each([
    ['joined.ts', 4],
    ['joined.mpg', 4],
    ['leap.ts', 4],
    ['short.flv', 3],
  ])('makes all of %s, whatever its header says', async (path, seconds) => {
    const { picture, seconds: long } = probeClip(made(path));
    expect(Math.abs(long - seconds)).toBeLessThan(0.2);
    expect(Math.abs(Number(picture.nb_read_packets) - seconds * 25)).toBeLessThanOrEqual(3);
    const { master } = await asset(path);
    expect(Math.abs(Number(master['durationSeconds']) - seconds)).toBeLessThan(0.2);
  });

  it('hears a channel a track in stereo', () => {
    expect(heard('channels.mov', 0)).toEqual(about(440, 4));
    expect(heard('channels.mov', 1)).toEqual(about(880, 4));
  });

  it('takes the sound that can be decoded, and says what cannot', async () => {
    expect(heard('unknown.mov')).toEqual(about(880, 4));
    expect((await dmx(folder, 'show', 'unknown.mov')).stdout).toMatch(/warning .*stream 1/);
  });
});

it('sound alone under the name of a clip is ignored, and told', async () => {
  const cwd = ownFolder();
  mkdirSync(join(cwd, 'assets'));
  makeClip(join(cwd, 'assets'), 'song.mp4', ['-f', 'lavfi', '-i', 'sine=duration=1', '-c:a', 'aac']);
  const run = await dmx(cwd, 'ingest', 'assets', '--json');
  expect(run.exit).toBe(0);
  expect(countsOf(run)).toMatchObject({ assets: 0, ignored: 1 });
  expect(run.stdout).toContain('song.mp4, got sound alone');
});
