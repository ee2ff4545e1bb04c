import { describe, expect, it } from 'vitest';
import { decodeCaptions } from '../../../../../src/engines/video/captions/decode-captions.ts';

describe('captions', () => {
  it.each([
    ['UTF-8', Buffer.from('\uFEFFé'), 'é'],
    ['UTF-16', Buffer.from('\uFEFFé', 'utf16le'), 'é'],
    ['what editors once wrote', Buffer.from([0xe9]), 'é'],
  ])('are decoded from %s', (_what, bytes, text) => {
    expect(decodeCaptions(bytes).text).toBe(text);
  });
});
