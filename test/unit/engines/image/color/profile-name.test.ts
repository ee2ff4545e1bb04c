import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { profileName } from '../../../../../src/engines/image/color/profile-name.ts';
import { sharp } from '../../../../../src/engines/image/libvips.ts';

/** A profile with one tag, at the end. */
function profile(signature: string, tag: Buffer, { offset = 144, size = tag.length } = {}): Buffer {
  const head = Buffer.alloc(144);
  head.writeUInt32BE(1, 128);
  head.write(signature, 132, 'latin1');
  head.writeUInt32BE(offset, 136);
  head.writeUInt32BE(size, 140);
  return Buffer.concat([head, tag]);
}

function desc(text: string): Buffer {
  const tag = Buffer.alloc(12 + text.length + 1);
  tag.write('desc', 0, 'latin1');
  tag.writeUInt32BE(text.length + 1, 8);
  tag.write(text, 12, 'latin1');
  return tag;
}

function mluc(text: string): Buffer {
  const tag = Buffer.alloc(28 + text.length * 2);
  tag.write('mluc', 0, 'latin1');
  tag.writeUInt32BE(1, 8);
  tag.writeUInt32BE(12, 12);
  tag.writeUInt32BE(text.length * 2, 20);
  tag.writeUInt32BE(28, 24);
  Buffer.from(text, 'utf16le').swap16().copy(tag, 28);
  return tag;
}

describe('the name of an ICC profile', () => {
  it('is read from a description of version 2', () => {
    expect(profileName(profile('desc', desc('Coated FOGRA39')))).toBe('Coated FOGRA39');
  });

  it('is read from a description of version 4', () => {
    expect(profileName(profile('desc', mluc('Größe 5')))).toBe('Größe 5');
  });

  it('is read from a profile that libvips embeds', async () => {
    const blank = sharp({ create: { width: 1, height: 1, channels: 3, background: 'red' } });
    const { icc } = await sharp(await blank.withIccProfile('p3').png().toBuffer()).metadata();
    expect(profileName(icc!)).toMatch(/P3/);
  });

  it.each([
    ['no description', profile('cprt', desc('mine'))],
    ['an empty one', profile('desc', desc(''))],
    ['one of another type', profile('desc', Buffer.from('text\0\0\0\0\0\0\0\x05abcd'))],
    ['one outside the profile', profile('desc', desc('far'), { offset: 4_000_000_000 })],
    ['nothing at all', Buffer.alloc(0)],
  ])('is "unnamed" where there is %s', (_, bytes) => {
    expect(profileName(bytes)).toBe('unnamed');
  });

  it('is as much as is left of it where the profile was cut off within a letter', () => {
    const tag = mluc('Display P3');
    expect(profileName(profile('desc', tag.subarray(0, 28 + 15)))).toBe('Display');
    tag.writeUInt32BE(0x7fff_fffe, 20);
    expect(profileName(profile('desc', tag.subarray(0, 28 + 15)))).toBe('Display');
    tag.writeUInt32BE(29, 24);
    expect(profileName(profile('desc', tag.subarray(0, 30)))).toBe('unnamed');
  });

  it('holds no control characters and is short, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.constantFrom('', 'desc', 'mluc'), (bytes, type) => {
        const name = profileName(profile('desc', Buffer.concat([Buffer.from(type), bytes])));
        expect(name).not.toBe('');
        expect(name).not.toMatch(/\p{Cc}/u);
        expect(name.length).toBeLessThanOrEqual(120);
      }),
    );
  });
});
