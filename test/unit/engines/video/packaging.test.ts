import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readXml, type XmlNode } from '../../../../src/base/xml.ts';
import { dashManifest } from '../../../../src/engines/video/packaging/dash.ts';
import { masterPlaylist, mediaPlaylists } from '../../../../src/engines/video/packaging/hls.ts';
import type { StreamSet } from '../../../../src/engines/video/packaging/stream-set.ts';

const LAYOUT = {
  ...{ initBytes: 800, index: { offset: 800, bytes: 52 }, codecs: 'avc1.64001f' },
  segments: [{ offset: 852, bytes: 5000, seconds: 2 }],
};

/** A set whose files begin with a name, with captions in a language. */
function setOf(name: string, language = 'en'): StreamSet {
  const [picture, sound] = [`${name}-0x80-80k.mp4`, `${name}-audio.mp4`];
  return {
    pictures: [{ ...LAYOUT, name: 'low', file: picture, size: { width: 320, height: 180 }, rate: [30, 1] }],
    sounds: [{ ...LAYOUT, name: 'audio', file: sound, channels: 2, sampleRate: 48_000, purpose: 'main', language }],
    texts: [{ name: 'track-captions', file: `${name}.vtt`, purpose: 'captions', language, bytes: 100 }],
  };
}

const filesOf = ({ pictures, sounds, texts }: StreamSet): readonly string[] =>
  [...pictures, ...sounds, ...texts].map(({ file }) => file);

const named = (node: XmlNode, name: string): readonly XmlNode[] =>
  node.children.flatMap((child) => [...(child.name === name ? [child] : []), ...named(child, name)]);

/** What an HLS playlist refers to, however it does. */
const addressesIn = (playlist: string): readonly string[] =>
  playlist.split('\n').flatMap((line) => {
    if (line.startsWith('#')) return [...line.matchAll(/URI="([^"]*)"/g)].map(([, address = '']) => address);
    return line === '' ? [] : [line];
  });

const NAMES = fc.oneof(
  fc.constantFrom(
    '#sale & "50%" <b>?',
    'a\n#EXT-X-ENDLIST\nhttps://example.com/x',
    'http://example.com',
    'ä 日本',
    '%41',
  ),
  fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll(/[/\0]/g, '_')),
);

describe('the lists of a packaged set', () => {
  it('refer to their own files, whatever those are called', () => {
    fc.assert(
      fc.property(NAMES, (name) => {
        const set = setOf(name);
        const playlists = mediaPlaylists(set);
        const files = filesOf(set);
        const referred = playlists.map(([, text]) => [...new Set(addressesIn(text).map(decodeURIComponent))]);
        expect(referred).toEqual(files.map((file) => [file]));
        const lists = addressesIn(masterPlaylist(set)).map(decodeURIComponent);
        expect(lists.toSorted()).toEqual(playlists.map(([list]) => list).toSorted());
        const bases = named(readXml(dashManifest(set)), 'BaseURL').map(({ text }) => decodeURIComponent(text));
        expect(bases).toEqual(files);
      }),
    );
  });

  it('name languages as they are called, with what has a meaning of its own in the format', () => {
    const manifest = dashManifest(setOf('a', 'en-TT'));
    expect(manifest).toContain('<Label>English (Trinidad &amp; Tobago) (CC)</Label>');
    expect(named(readXml(manifest), 'Label').at(-1)?.text).toBe('English (Trinidad & Tobago) (CC)');
    expect(masterPlaylist(setOf('a', 'en-TT'))).toContain('NAME="English (Trinidad & Tobago) (CC)",LANGUAGE="en-TT"');
  });
});
