import { describe, expect, it } from 'vitest';
import { findImageProfile, findVideoProfile, namesOf } from '../../src/profiles/library.ts';
import { libraryWith } from '../support/project/shipped-profiles.ts';

const { library, problems, warnings } = libraryWith();

describe('the shipped profiles and presets', () => {
  it('have no problems and no warnings', () => {
    expect(problems).toEqual([]);
    expect(warnings).toEqual([]);
  });

  it('are those that users rely on', () => {
    expect(namesOf(library.images)).toEqual(['default', 'ecommerce', 'social']);
    const own = namesOf(library.videos).filter((name) => !name.startsWith('classic-'));
    expect(own).toEqual(['adaptive', 'default', 'progressive', 'social', 'spherical']);
    const wanted = ['thumb', 'cart', 'grid', 'main', 'full', 'zoom', 'og-image'];
    expect(namesOf(library.presets)).toEqual(expect.arrayContaining(wanted));
  });

  it('make of every picture what AEM makes of it', () => {
    const profile = findImageProfile(library, 'default');
    expect(profile?.unsharpMask).toEqual({ amount: 1.75, radius: 0.2, threshold: 2, monochrome: false });
    expect(profile?.smartCrop?.crops.map(({ name, width, height }) => [name, width, height])).toEqual([
      ['Large', 1200, 800],
      ['Medium', 800, 800],
      ['Small', 400, 600],
    ]);
    expect(profile?.pyramid).toEqual({ tile: 256, compression: 'jpeg', quality: 95 });
    expect(profile?.swatch).not.toBeNull();
  });

  it('make one ladder of every clip, `default` and `adaptive` alike', () => {
    const profile = findVideoProfile(library, 'default');
    expect(profile?.encodings.map(({ name, height, videoBitrate }) => [name, height, videoBitrate])).toEqual([
      ['360p', 360, 730_000],
      ['540p', 540, 2_000_000],
      ['720p', 720, 3_000_000],
    ]);
    for (const encoding of profile?.encodings ?? []) {
      expect(encoding).toMatchObject({
        width: 'auto',
        maxFps: 30,
        audioCodec: 'aac',
        audioBitrate: 128_000,
        keyframe: 60,
      });
    }
    expect({ ...findVideoProfile(library, 'adaptive'), name: 'default' }).toEqual(profile);
  });

  it('have the ladders of Classic, each encoding called as large and as fast as it is', () => {
    const ladders = namesOf(library.videos).filter((name) => name.startsWith('classic-'));
    expect(ladders).toHaveLength(7);
    const encodings = ladders.flatMap((name) => findVideoProfile(library, name)?.encodings ?? []);
    expect(encodings.length).toBe(31);
    for (const { name, width, height, videoBitrate = 0 } of encodings) {
      const size = width === 'auto' ? `Autox${height}p` : `${width}x${height}`;
      expect(name.replace(/^[A-Z][a-z]+_/, '')).toBe(`${size}_${videoBitrate / 1000}K`);
    }
  });

  it('say what they are for', () => {
    for (const { value } of [...library.images.values(), ...library.videos.values()]) {
      expect(value.description).toMatch(/\w+ \w+/);
    }
  });
});

describe('a file with every kind of document', () => {
  it('is sound beside the shipped files', () => {
    const { problems: found } = libraryWith(`
kind: image-profile
name: ecommerce
unsharpMask: { amount: 1.75, radius: 0.2, threshold: 2, monochrome: false }
smartCrop:
  preserveContent: true
  crops:
    - { name: Large, width: 1200, height: 800, preset: web }
    - { name: Square, ratio: "1:1", width: 1000 }
swatch: { width: 50, height: 50 }
pyramid: { tile: 256, compression: jpeg, quality: 95 }
renditions:
  - preset: thumb
  - presets: ["web-*"]
  - { name: hero, crop: Large, preset: banner }
  - { name: zoom, modifiers: "wid=2500&fmt=webp&qlt=80" }
---
kind: image-presets
presets:
  thumb:  "wid=150&hei=150&fit=crop,1&fmt=jpeg&qlt=80,0&resMode=sharp2&op_usm=1.1,1,5,0"
  web:       "wid=1280&hei=1280&fit=constrain&fmt=jpeg&qlt=82"
  web-small: "wid=640&hei=640&fit=constrain&fmt=webp&qlt=80"
  banner: { width: 1280, height: 720, fit: crop, format: webp, quality: 82, unsharpMask: { amount: 1, radius: 1, threshold: 6 } }
---
kind: video-profile
name: adaptive
adaptive: true
packaging: [hls, dash]
encodings:
  - { name: 360p, width: auto, height: 360, keepAspectRatio: true, videoBitrate: 730k, audioBitrate: 128k, maxFps: 30, keyframe: 60 }
  - { name: 540p, width: auto, height: 540, keepAspectRatio: true, videoBitrate: 2000k, audioBitrate: 128k, maxFps: 30, keyframe: 60 }
smartCrop: [ { name: Square, ratio: "1:1" }, { name: Story, ratio: "9:16" } ]
thumbnails: ["1%", "11%", "21%", "31%", "41%", "51%", "61%", "71%", "81%", "91%"]
`);
    expect(found).toEqual([]);
  });
});
