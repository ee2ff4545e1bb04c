import { describe, expect, it } from 'vitest';
import type { SetEntry } from '../../../../src/model/sets.ts';
import type { ViewerClip } from '../../../../src/model/viewers/document.ts';
import { assetDocument, type Published, setDocument } from '../../../../src/pages/viewers/document.ts';
import { manifestAsset, manifestRendition } from '../../../support/project/manifest-asset.ts';

const web = manifestRendition('web', { width: 1200, height: 800 });
const small = manifestRendition('small', { width: 300, height: 200 });
const wide = manifestRendition('Wide', { role: 'crop', width: 1600, height: 400 });
const pyramid = manifestRendition('pyramid', { role: 'pyramid', path: 'renditions/shoes/red.jpg/pyramid.tif' });

const marked = manifestAsset({
  metadata: { alt: 'A red shoe' },
  hotspots: [{ name: 'Sole', at: [0.5, 0.9], href: '/sole' }],
  zoomTargets: [{ label: 'Toe', rect: [0, 0.5, 0.25, 0.5] }],
  renditions: [{ ...web, hotspots: [{ index: 0, points: [[0.5, 0.9]] }] }, small, { ...wide, hotspots: [] }, pyramid],
});

const published = (...assets: readonly ReturnType<typeof manifestAsset>[]): Published => ({
  asset: (path) => assets.find((asset) => asset.path === path),
  set: () => undefined,
});

const setOf = (given: Partial<SetEntry>): SetEntry => ({
  ...{ path: 'shoes/red-SET', type: 'image', by: null, members: [], text: '', version: '' },
  ...given,
});

describe('the document of a picture', () => {
  it('has the whole picture and its crops, each with its files, and the pyramid', () => {
    const { document } = assetDocument(marked, published(), 'viewers/data/shoes/red.jpg.json')!;
    expect(document).toMatchObject({
      ...{ schema: 'dmx-viewer/1', kind: 'picture', name: 'shoes/red.jpg', label: 'A red shoe' },
      ...{ width: 3000, height: 2000, pyramid: '../../../renditions/shoes/red.jpg/pyramid.tif' },
      largest: { src: '../../../renditions/shoes/red.jpg/web.jpg', width: 1200, height: 800 },
      swatch: { src: '../../../renditions/shoes/red.jpg/small.jpg' },
      views: [
        { crop: null, files: { width: 1200, height: 800 }, hotspots: [{ index: 0, points: [[0.5, 0.9]] }] },
        { crop: 'Wide', files: { width: 1600, height: 400 }, hotspots: [] },
      ],
      hotspots: [{ name: 'Sole', href: '/sole' }],
      zoomTargets: [
        {
          label: 'Toe',
          points: [
            [0, 0.5],
            [0.25, 0.5],
            [0.25, 1],
            [0, 1],
          ],
        },
      ],
    });
  });

  it('counts its addresses from where it lies', () => {
    const { document } = assetDocument(marked, published(), 'viewers/data/red.json')!;
    expect(document).toMatchObject({ pyramid: '../../renditions/shoes/red.jpg/pyramid.tif' });
  });

  it('is none where there is no file that browsers show', () => {
    expect(assetDocument(manifestAsset({ renditions: [pyramid] }), published(), 'a.json')).toBeUndefined();
  });
});

describe('the document of a clip', () => {
  it('names the track of its swatches, and the files that show them', () => {
    const file = manifestRendition('clip', { role: 'encoding', path: 'r/clip.mp4', mime: 'video/mp4' });
    const track = manifestRendition('track-swatches', {
      ...{ role: 'track', path: 'r/track-swatches.vtt', mime: 'text/vtt', kind: 'swatches', language: 'und' },
    });
    const action = { from: 0, label: 'One', href: 'a.html' } as const;
    const clip = manifestAsset({
      ...{ path: 'clip.mp4', kind: 'video', renditions: [file, track] },
      swatches: [
        { ...action, image: 'shoes/red.jpg' },
        { ...action, image: 'shoes/gone.jpg' },
        { ...action, image: '/a.png' },
        action,
      ],
    });
    const { document } = assetDocument(clip, published(marked), 'viewers/data/clip.mp4.json')!;
    expect(document).toMatchObject({
      tracks: [],
      swatches: {
        src: '../../r/track-swatches.vtt',
        looks: { 'shoes/red.jpg': { src: '../../renditions/shoes/red.jpg/small.jpg' } },
      },
    });
    expect(Object.keys((document as ViewerClip).swatches?.looks ?? {})).toEqual(['shoes/red.jpg']);
  });

  it('plays streams before files and keeps its captions', () => {
    const stream = manifestRendition('stream', { role: 'stream', path: 'r/stream', entry: ['master.m3u8'] });
    const track = manifestRendition('en', {
      role: 'track',
      path: 'r/en.vtt',
      mime: 'text/vtt',
      kind: 'captions',
      language: 'en',
    });
    const sprite = manifestRendition('sprite', { role: 'sprite', path: 'r/sprite', entry: ['sprite.vtt'] });
    const clip = manifestAsset({ path: 'clip.mp4', kind: 'video', renditions: [stream, track, sprite] });
    expect(assetDocument(clip, published(), 'viewers/data/clip.mp4.json')?.document).toMatchObject({
      ...{ kind: 'clip', thumbnails: '../../r/sprite/sprite.vtt' },
      views: [{ crop: null, sources: [{ src: '../../r/stream/master.m3u8', type: 'application/vnd.apple.mpegurl' }] }],
      tracks: [{ src: '../../r/en.vtt', kind: 'captions', srclang: 'en' }],
    });
  });
});

describe('the document of a set', () => {
  it('holds its members in their order, with labels and swatches of its own', () => {
    const other = manifestAsset({ path: 'b.jpg' });
    const set = setOf({
      members: [{ asset: 'b.jpg', label: 'Blue', swatch: { color: '#0000ff' } }, { asset: 'shoes/red.jpg' }],
    });
    const { document } = setDocument(set, published(marked, other), 'viewers/data/shoes/red-SET.json');
    expect(document).toMatchObject({
      ...{ kind: 'set', type: 'image', name: 'shoes/red-SET' },
      items: [
        { name: 'b.jpg', label: 'Blue', swatch: { color: '#0000ff' } },
        { name: 'shoes/red.jpg', label: 'A red shoe' },
      ],
    });
  });

  it('keeps pages that lie side by side together', () => {
    const set = setOf({ type: 'page', members: [{ asset: 'shoes/red.jpg', beside: ['b.jpg'] }] });
    const { document } = setDocument(set, published(marked, manifestAsset({ path: 'b.jpg' })), 'viewers/data/s.json');
    expect(document).toMatchObject({
      items: [{ kind: 'spread', pages: [{ name: 'shoes/red.jpg' }, { name: 'b.jpg' }] }],
    });
  });
});
