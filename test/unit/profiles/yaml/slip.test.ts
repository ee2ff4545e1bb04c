import { describe, expect, it } from 'vitest';
import { adviseOnSlip } from '../../../../src/profiles/yaml/slip.ts';

/** The advice at `^`, which stands before the character that a problem was found at. */
function adviseAt(marked: string): string | undefined {
  const column = marked.indexOf('^');
  return adviseOnSlip(marked.replace('^', ''), column);
}

describe('a slip in YAML', () => {
  it.each([
    ['^\t- path: a', 'spaces'],
    ['^  \twidth: 1', 'spaces'],
    ['memory: ^“3GB”', '"'],
    ['name: ^‘p’', '"'],
    ['  ^-path: a', '`- path`'],
    ['^memory:3GB', '`memory: 3GB`'],
    ['  - ^width:100 # pixels', '`width: 100`'],
    ['    background:^ #fff', 'comment'],
    ['  a: { width: 100, background: ^#fff }', 'comment'],
    ['    background: ^"#fa0"', '"ffaa00"'],
    ['output: ^~', 'empty'],
    ['output: ^~/pictures/out', 'pictures/out'],
    ['  a: { width: ^"50" }', '50'],
    ['  a: { width: ^100px, height: 3 }', '100'],
    ['  quality: ^80%', '80'],
    ['    ratio: ^"16,9"', '16:9'],
    ['  a: { width: 1,^000 }', '1000'],
    ['  a: { width: 1,^000,000 }', '1000000'],
  ])('is told: %s', (line, told) => {
    expect(adviseAt(line)).toContain(told);
  });

  it.each([
    'memory: ^lots',
    '  - { ^name: W, ratio: "16:9" }',
    '  ^colour: FFFFFF # in print',
    '  a: { background: ^rgb(255,255,255) }',
    '  a: { background: rgb(255,^255,255) }',
    '  - ^http://example.com/a.jpg',
    '  - "^wid=100&hei=50"',
    'library: ^C:\\pictures',
    '^',
  ])('is not seen where there is none: %s', (line) => {
    expect(adviseAt(line)).toBeUndefined();
  });
});
