import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeText, decodeWindows1252 } from '../../../src/base/decode-text.ts';

describe('a text of which nobody says how it was written', () => {
  it('is UTF-8 where it can be', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const plain = text.replace(/^\ufeff/, '');
        expect(decodeText(Buffer.from(plain))).toEqual({ text: plain, encoding: 'utf-8' });
      }),
    );
  });

  it('is else as Windows writes it in the West', () => {
    const bytes = Buffer.from([0xa9, 0x20, 0x4d, 0xfc, 0x6c, 0x6c, 0x65, 0x72, 0x92, 0x73, 0x20, 0x80]);
    expect(decodeText(bytes)).toEqual({ text: '© Müller’s €', encoding: 'windows-1252' });
  });

  it('has one letter for each byte', () => {
    const text = decodeWindows1252(Uint8Array.from({ length: 256 }, (_, byte) => byte));
    expect(text).toHaveLength(256);
    expect(new Set(text).size).toBe(256);
    expect(text.slice(0x7e, 0x84)).toBe('~\u007f€\u0081‚ƒ');
    expect(text.slice(0x9c, 0xa2)).toBe('œ\u009džŸ\u00a0¡');
  });
});
