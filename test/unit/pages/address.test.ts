import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addressOf } from '../../../src/pages/address.ts';

describe('an address', () => {
  it('goes on from its base, and stays a path', () => {
    expect(addressOf('renditions/a b/ü,1.jpg')).toBe('renditions/a%20b/%C3%BC%2C1.jpg');
    expect(addressOf('a.jpg', '/media')).toBe('/media/a.jpg');
    expect(addressOf('a.jpg', 'https://cdn.example/x/')).toBe('https://cdn.example/x/a.jpg');
  });

  it('holds nothing that means something to HTML, CSS or srcset, and comes back', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (name) => {
        const address = addressOf(`renditions/${name}`);
        expect(address).not.toMatch(/["<>\s,\\{}]/);
        expect(decodeURIComponent(address)).toBe(`renditions/${name}`);
      }),
    );
    expect(addressOf('a\ud800b')).toBe('a%EF%BF%BDb');
  });
});
