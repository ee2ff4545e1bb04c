import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../../src/profiles/config.ts';
import { parseLibrary } from '../../../../src/profiles/parse.ts';

const repeat = (count: number, line: (i: number) => string, between = '\n'): string =>
  Array.from({ length: count }, (_, i) => line(i)).join(between);

const letter = (i: number): string => String.fromCharCode(97 + i);
const nine = (i: number): string => repeat(9, () => `*${letter(i)}`, ',');

/** Reads a text both ways; answers how many problems each told. */
function problemsOf(text: string): readonly [config: number, library: number] {
  const config = parseConfig({ name: 'dmx.yaml', text }).problems;
  const library = parseLibrary([{ name: 'a.yaml', text, shipped: false }]).problems;
  for (const { line, column, message } of [...config, ...library]) {
    expect(Number.isInteger(line) && Number.isInteger(column) && message !== '').toBe(true);
  }
  return [config.length, library.length];
}

/** Texts that would take hours, gigabytes or the process itself if nothing were counted. */
const BOMBS: Record<string, string> = {
  'lists nested half a million deep': '['.repeat(500_000),
  'block lists nested deep': '- '.repeat(300_000),
  'maps nested deep': '{a: '.repeat(200_000),
  'keys nested deep': '? '.repeat(500_000),
  'a billion laughs': `a: &a [x,x,x,x,x,x,x,x,x]\n${repeat(9, (i) => `${letter(i + 1)}: &${letter(i + 1)} [${nine(i)}]`)}`,
  'a billion merges': `a: &a {x: 1}\n${repeat(12, (i) => `${letter(i + 1)}: &${letter(i + 1)} {<<: [${nine(i)}]}`)}`,
  'an alias of itself': 'a: &a [*a]\nb: &b {<<: *b}',
  'a long chain of aliases': `a0: &a0 1\n${repeat(5000, (i) => `a${i + 1}: &a${i + 1} [*a${i}]`)}`,
  'one alias sixty thousand times': `a: &a x\nb: [${repeat(60_000, () => '*a', ',')}]`,
  'a million closing braces': '}'.repeat(1_000_000),
  'more than 1 MiB': `# ${'x'.repeat(2 ** 20)}`,
  'more than 1 MiB of UTF-8': `# ${'ä'.repeat(2 ** 19)}`,
  'a glob that unfolds': `folders: [{ path: "${'{a,b}'.repeat(10_000)}" }]`,
  'tags that make objects': 'a: !!js/function "x"\nb: !!binary "xx"\nc: !foo bar',
  'keys that are no words': '? [a, b]\n: 1\n? {a: 1}\n: 2\n__proto__: 3\n<<: 4',
  'control characters': '\u0000\ud800: \u0007',
};

describe('hostile YAML', () => {
  for (const [title, text] of Object.entries(BOMBS)) {
    it(`is refused: ${title}`, () => {
      const started = process.cpuUsage();
      const [config, library] = problemsOf(text);
      expect(config).toBeGreaterThan(0);
      expect(library).toBeGreaterThan(0);
      // Seconds at most, of CPU, for others share the machine; a bomb that goes off takes hours, or ends the process.
      expect(process.cpuUsage(started).user).toBeLessThan(60e6);
    });
  }

  it('of a million mistakes tells a thousand', () => {
    const [config] = problemsOf(repeat(10_000, (i) => `k${i}: 1`));
    expect(config).toBe(1000);
    const presets = repeat(3000, (i) => `  p${i}: "$q${i}$"`);
    expect(problemsOf(`kind: image-presets\npresets:\n${presets}`)[1]).toBe(1000);
  });

  it('never throws, whatever it is made of', () => {
    const piece = fc.constantFrom(
      ...['kind: image-profile', 'kind: image-presets', 'kind: video-profile', 'name: a', 'presets:', '  x: wid=1'],
      ...[
        'smartCrop:',
        'crops: [',
        '{ name: A',
        ', ratio: "1:1" }',
        ']',
        '- ',
        '  ',
        '\n',
        '---\n',
        '&a ',
        '*a',
        '<<: ',
        '? ',
        ': ',
      ],
      ...[
        '"',
        "'",
        '|',
        '>-',
        '#',
        '%YAML 1.1\n',
        '!!map ',
        '\t',
        '\uFEFF',
        '\r\n',
        '0x10',
        '.nan',
        '~',
        'encodings:',
        'crf: 3',
      ],
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string()), { maxLength: 30 }), (pieces) => {
        problemsOf(pieces.join(''));
      }),
      { numRuns: 300 },
    );
  });
});
