import { decodeCaptions } from '../../src/engines/video/captions/decode-captions.ts';
import { parseCaptions } from '../../src/engines/video/captions/parse-captions.ts';
import { printCaptions } from '../../src/engines/video/captions/print-captions.ts';
import type { FuzzedReader } from './reader.ts';

const VTT = `WEBVTT - made for a test
Kind: captions

NOTE none

REGION
id:low
lines:2
width:40%

STYLE
::cue(.loud) { color: red }

intro
00:00:01.000 --> 00:00:02.500 align:start line:85% position:10%,line-left region:low
<v Ann>Hello <i.loud>you</i> &amp; <00:00:02.000><lang de>du</lang></v>

100:00:02.000 --> 100:00:03.000 D:vertical A:middle
<ruby>a<rt>b</rt></ruby> two
{\\an8}lines
`;

const SRT = `1\r
00:00:00,500 --> 00:00:01,500 X1:10 X2:20\r
{\\an8}<font color="red">Top</font> & <B>b\r
\r
2\r
0:0:2,5 --> 00:00:03\r
- Grüße — ♪ 日本 ♪\r
3\r
00:00:04.000 --> 00:00:05.000\r
{\\a6\\pos(10,20)}{\\i1}Привет{\\i0}\r
`;

const LANGUAGES = ['und', 'ru', 'ja', 'zh-TW', 'pl', 'vi', 'el', 'sr-Latn'];

/** A file of captions in any encoding: it is read, and what is printed of it reads the same again. */
export const CAPTIONS: FuzzedReader = {
  name: 'captions',
  seeds: [
    ...[VTT, SRT].flatMap((text) => [Buffer.from(text), Buffer.from(text, 'utf16le'), Buffer.from(text, 'latin1')]),
    Buffer.from('1\n00:00:00,500 --> 00:00:01,500\n\xcf\xf0\xe8\xe2\xe5\xf2\n', 'latin1'),
    Buffer.from('1\n00:00:00,500 --> 00:00:01,500\n\x1b$B$O$!\x1b(B\n', 'latin1'),
  ],
  read: (input) => {
    const language = LANGUAGES[input.length % LANGUAGES.length] ?? 'und';
    const { text } = decodeCaptions(input, language);
    for (const form of ['vtt', 'srt'] as const) {
      const captions = parseCaptions(text, form);
      const printed = printCaptions(captions);
      const again = parseCaptions(printed, 'vtt');
      if (captions.tooMany === null && printCaptions(again) !== printed)
        throw new Error(`${form} is not read as printed`);
      if (captions.cues.some(({ start, end }) => !(end > start && start >= 0)))
        throw new Error('a cue ends before it starts');
    }
  },
};
