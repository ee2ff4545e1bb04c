import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wrapLine } from '../../../src/base/wrap-line.ts';

describe('wrapLine', () => {
  it('leaves alone what fits', () => {
    expect(wrapLine('  Output    dmx-out', 20)).toBe('  Output    dmx-out');
  });

  it('breaks between words, and sets further rows below the text of the first', () => {
    expect(wrapLine('  Next      dmx reprocess --failed   once the masters are mended', 40)).toBe(
      '  Next      dmx reprocess --failed\n            once the masters are mended',
    );
    expect(wrapLine('  → Give this user the right to write there', 30)).toBe(
      '  → Give this user the right\n    to write there',
    );
    expect(wrapLine('warning  a.jpg  the picture is small', 25)).toBe('warning  a.jpg  the\n         picture is small');
    expect(wrapLine('  a/very/long/path.jpg  expected a picture', 30)).toBe(
      '  a/very/long/path.jpg\n    expected a picture',
    );
  });

  it('leaves words whole that are longer than a row', () => {
    expect(wrapLine('at /a/path/that/is/longer/than/that', 12)).toBe(
      'at\n  /a/path/that/is/longer/than/that'.replace('\n  ', '\n'),
    );
  });

  it('breaks each line of several by itself', () => {
    expect(wrapLine('warning  a.jpg  small\n  → Give it a larger master', 22)).toBe(
      'warning  a.jpg  small\n  → Give it a larger\n    master',
    );
  });

  it('counts no column for styles', () => {
    const line = '\u001b[33mwarning\u001b[39m  a \u001b[2msmall\u001b[22m one';
    expect(wrapLine(line, 16)).toBe('\u001b[33mwarning\u001b[39m  a \u001b[2msmall\u001b[22m\n         one');
  });

  it('loses nothing, and makes no row wider than it may be unless by one word', () => {
    const words = fc.array(fc.stringMatching(/^[a-z/.]{1,30}$/), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(words, fc.integer({ min: 20, max: 100 }), (list, width) => {
        const line = list.join(' ');
        const rows = wrapLine(line, width).split('\n');
        expect(rows.map((row) => row.trim()).join(' ')).toBe(line);
        for (const row of rows) if (row.trim().includes(' ')) expect(row.length).toBeLessThanOrEqual(width);
      }),
    );
  });
});
