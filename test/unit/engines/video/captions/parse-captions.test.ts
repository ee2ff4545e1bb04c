import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WebVTTParser } from 'webvtt-parser';
import { decodeCaptions } from '../../../../../src/engines/video/captions/decode-captions.ts';
import { parseCaptions, type CaptionForm } from '../../../../../src/engines/video/captions/parse-captions.ts';
import { printCaptions } from '../../../../../src/engines/video/captions/print-captions.ts';
import { sharedFolder } from '../../../../support/files/repository.ts';

const written = (text: string, form: CaptionForm = 'vtt'): string => printCaptions(parseCaptions(text, form));

/** What the W3C's own parser finds wrong. */
const faults = (text: string): readonly string[] =>
  new WebVTTParser().parse(text, 'captions').errors.map(({ line, message }) => `${line}: ${message}`);

const linesOf = (text: string, form: CaptionForm = 'vtt'): readonly number[] =>
  parseCaptions(text, form).problems.map(({ line }) => line);

describe('captions', () => {
  it('are read from WebVTT and written as they were', () => {
    const text = [
      'WEBVTT',
      'REGION\nid:low\nlines:2',
      'STYLE\n::cue(.loud) { color: red }',
      'intro\n00:00:01.000 --> 00:00:02.500 align:start line:85% region:low\n<v Ann>Hello <i.loud>you</i></v>',
      '100:00:02.000 --> 100:00:03.000\ntwo\nlines &amp; more\n',
    ].join('\n\n');
    expect(parseCaptions(text, 'vtt').problems).toEqual([]);
    expect(written(text)).toBe(text);
  });

  it.each([
    ['a byte order mark and the line ends of Windows', '\uFEFFWEBVTT\r\n\r\n00:01.000 --> 00:02.000\r\nA\r\n', []],
    ['times without hours, with a comma, with one digit', 'WEBVTT\n\n0:01,0 --> 00:02\nA', []],
    ['text before the first cue', 'WEBVTT - by us\nKind: captions\n\n00:01.000 --> 00:02.000\nA', []],
    ['a file without its head', '00:01.000 --> 00:02.000\nA', [1]],
    ['notes and numbers', 'WEBVTT\n\nNOTE none\n\n1\n00:01.000 --> 00:02.000\nA', []],
    ['a cue that ends before it starts', 'WEBVTT\n\n00:03.000 --> 00:02.000\nB\n\n00:01.000 --> 00:02.000\nA', [3]],
    ['a cue without times', 'WEBVTT\n\nlost\n\nx\n00:99 --> 1\nB\n\n00:01.000 --> 00:02.000\nA', [3, 6]],
    ['settings that are none', 'WEBVTT\n\n00:01.000 --> 00:02.000 line:200% blink\nA', [3, 3]],
  ])('are read from %s', (_what, text, problems) => {
    expect(linesOf(text)).toEqual(problems);
    expect(written(text)).toMatch(/^WEBVTT\n\n(?:1\n)?00:00:01\.000 --> 00:00:02\.000\nA\n$/);
  });

  it('are read from SubRip, with its tags, its positions and its missing blank lines', () => {
    const text =
      '1\r\n00:00:01,000 --> 00:00:02,000 X1:10 X2:20\r\n{\\an8}<font color="red">A</font> & <B>b\r\n2\r\n00:00:02,5 --> 00:00:03\r\nC';
    expect(linesOf(text, 'srt')).toEqual([]);
    expect(written(text, 'srt')).toBe(
      'WEBVTT\n\n00:00:01.000 --> 00:00:02.000 line:0\nA &amp; <b>b</b>\n\n00:00:02.500 --> 00:00:03.000\nC\n',
    );
  });

  it.each([
    ['{\\an8}A', ' line:0'],
    ['{\\i1\\an7}A', ' line:0 align:start position:0%'],
    ['<b>{\\an9}A</b>', ' line:0 align:end position:100%'],
    ['{\\a6}A', ' line:0'],
    ['{\\a10}A', ' line:50%'],
    ['{\\an5}A', ' line:50%'],
    ['{\\an3}{\\an8}A', ' align:end position:100%'],
    ['{\\an2}A', ''],
    ['{\\alpha&HFF&}{\\pos(1,2)}A', ''],
  ])('stand where the codes in %s put them', (body, settings) => {
    const [cue] = parseCaptions(`1\n00:00:01,000 --> 00:00:02,000\n${body}\n`, 'srt').cues;
    expect(cue?.settings.map((setting) => ` ${setting}`).join('')).toBe(settings);
    expect(faults(written(`1\n00:00:01,000 --> 00:00:02,000\n${body}\n`, 'srt'))).toEqual([]);
  });

  it('of WebVTT stand where their settings say', () => {
    expect(written('WEBVTT\n\n00:01.000 --> 00:02.000 line:5\n{\\an8}A')).toContain(' line:5\nA');
    expect(written('WEBVTT\n\n00:01.000 --> 00:02.000\n{\\an8}A')).toContain(' line:0\nA');
  });

  it('come in the order of their times, with every tag closed and none that players do not know', () => {
    const cue = (start: number, text: string): string => `00:0${start}.000 --> 00:09.000\n${text}\n\n`;
    const text = `WEBVTT\n\n${cue(3, '<i>x <b>y</i> z <blink>w</blink> <00:05.000>late<00:04.000>')}${cue(1, 'a < b')}`;
    expect(written(text)).toBe(
      `WEBVTT\n\n00:00:01.000 --> 00:00:09.000\na &lt; b\n\n00:00:03.000 --> 00:00:09.000\n<i>x <b>y</b></i> z w <00:00:05.000>late\n`,
    );
  });

  it.each([
    ['no exact number', '9999999999:00:00.000'],
    ['what no number holds', `${'9'.repeat(400)}:00:00.000`],
  ])('leave out a cue whose time is %s', (_what, end) => {
    const text = `WEBVTT\n\n00:01.000 --> ${end}\nB\n\n00:01.000 --> 999999999:00:00.000\nA`;
    expect(linesOf(text)).toEqual([3]);
    expect(written(text)).toBe('WEBVTT\n\n00:00:01.000 --> 999999999:00:00.000\nA\n');
  });

  it('nest tags no deeper than anything that means something, in time that grows with the text', () => {
    const deep = `${'<b>'.repeat(300_000)}x${'</i>'.repeat(300_000)}`;
    const [cue] = parseCaptions(`WEBVTT\n\n00:01.000 --> 00:02.000\n${deep}`, 'vtt').cues;
    expect(cue?.text).toBe(`${'<b>'.repeat(16)}x${'</b>'.repeat(16)}`);
  });

  it.each([
    ['cues', '00:01.000 --> 00:02.000\nA\n\n'.repeat(30_000)],
    ['lines that are no cues', 'x\n\n'.repeat(30_000)],
    ['lines that are no cues', `00:01.000 --> 00:02.000 ${'x '.repeat(30_000)}\nA`],
  ])('are not read to their end where there are too many %s', (what, text) => {
    const captions = parseCaptions(`WEBVTT\n\n${text}`, 'vtt');
    expect(captions.tooMany).toBe(what);
    expect(Math.max(captions.cues.length, captions.problems.length)).toBeLessThanOrEqual(20_001);
  });

  it('are clean whatever they were read from', () => {
    const piece = fc.constantFrom(
      ...['WEBVTT', '\n\n', '\n', '00:01.000 --> 00:02.000', ' line:0', '<i>', '</i>', '<v A & B>', '<rt>'],
      ...[
        '<ruby>',
        '&',
        '<',
        '>',
        '-->',
        '{\\b1}',
        'NOTE x',
        'STYLE',
        'REGION',
        '<00:01.500>',
        '1',
        'ä',
        '\0',
        '<c.x>',
      ],
    );
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 40 }),
        fc.constantFrom('vtt' as const, 'srt' as const),
        (pieces, form) => {
          const text = written(`WEBVTT\n\n${pieces.join('')}`, form);
          expect(faults(text)).toEqual([]);
          expect(written(text)).toBe(text);
        },
      ),
      { numRuns: 300 },
    );
  });
});

const folder = sharedFolder('corpus/captions');

describe.skipIf(folder === undefined)('real captions', () => {
  const files = readdirSync(folder ?? '.').filter((name) => /\.(?:vtt|srt)$/.test(name));

  it('are written so that the parser of the W3C finds nothing wrong', () => {
    expect(files.length).toBeGreaterThan(70);
    for (const name of files) {
      const { text } = decodeCaptions(readFileSync(join(folder ?? '', name)), 'und');
      const captions = parseCaptions(text, name.endsWith('.srt') ? 'srt' : 'vtt');
      expect([name, faults(printCaptions(captions))]).toEqual([name, []]);
      // Files of the test suite for what browsers refuse: hours and minutes beyond 59, cues without times or text.
      const bad = /error|no-timings|degenerate|empty/.test(name);
      expect([name, captions.cues.length > 0 || bad]).toEqual([name, true]);
      if (!/bad|error|wrong|rubbish/.test(name)) continue;
      expect(captions.problems.every(({ line }) => line > 0 && line <= text.split('\n').length)).toBe(true);
    }
  });
});
