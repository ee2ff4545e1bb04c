import { describe, expect, it } from 'vitest';
import { assetDocument } from '../../../../src/pages/viewers/document.ts';
import { embedElement, embedFrame, embedSnippet } from '../../../../src/pages/viewers/embed.ts';
import { viewersOf } from '../../../../src/pages/viewers/viewer-for.ts';
import { VIEWER_NAMES } from '../../../../src/model/viewers/viewers.ts';
import type { ViewerClip } from '../../../../src/model/viewers/document.ts';
import { manifestAsset } from '../../../support/project/manifest-asset.ts';

const asset = manifestAsset({ path: 'shoes/a "b".jpg', metadata: { alt: '</script>' } });
const { document: item } = assetDocument(asset, { asset: () => undefined }, 'viewers/data/a.json')!;

describe('the code of a viewer', () => {
  it('is an element with what is seen before its script has run', () => {
    const code = embedElement(item, asset, { base: '/media/', preset: 'Zoom_dark' });
    expect(code).toContain('<script type="module" src="/media/viewers/dmx-viewers.js">');
    expect(code).toContain('<dmx-zoom src="/media/viewers/data/shoes/a%20%22b%22.jpg.json" preset="Zoom_dark">');
    expect(code).toContain('<img width="1200" height="800" alt="&lt;/script&gt;"');
  });

  it('is a frame around the page of the viewer', () => {
    const code = embedFrame(item, { base: 'https://shop.example/media', viewer: 'spin' });
    expect(code).toContain(
      'src="https://shop.example/media/viewers/html5/SpinViewer.html?asset=shoes%2Fa+%22b%22.jpg"',
    );
    expect(code).toContain('title="&lt;/script&gt;" width="1200" height="800"');
  });

  it('is a snippet whose texts end no script', () => {
    const hostile = { ...item, name: '</script><script>alert(1)</script>' };
    const code = embedSnippet(hostile, { base: '/media/', preset: 'Shop/Zoom_dark' })!;
    expect(code.match(/<\/script>/g)).toHaveLength(2);
    expect(code).toContain('"serverurl":"/media/","config":"Shop/Zoom_dark"');
  });

  it('is none for viewers that Dynamic Media does not have', () => {
    expect(embedFrame(item, { viewer: 'gallery' })).toBeUndefined();
    expect(embedSnippet(item, { viewer: 'gallery' })).toBeUndefined();
  });

  it('is the viewer that suits the asset, where none is named', () => {
    const marked = { ...item, hotspots: [] } as typeof item;
    expect(embedElement(marked, asset, {})).toContain('<dmx-banner');
    const allAround = { ...item, width: 4001, height: 2000 } as typeof item;
    expect(embedElement(allAround, asset, {})).toContain('<dmx-panorama');
  });
});

describe('the viewers that show an item', () => {
  const view = { crop: null, width: 640, height: 360, sources: [] };
  const clip: ViewerClip = { kind: 'clip', name: 'a.mp4', label: '', views: [view], tracks: [] };
  const setOf = (...items: readonly (typeof item | ViewerClip)[]) =>
    ({ kind: 'set', type: 'mixed', name: 's', label: '', items }) as const;
  const OF_CLIPS = ['media', 'video', 'panorama'];

  it('are those that show one of its kinds', () => {
    expect(viewersOf(clip)).toEqual(OF_CLIPS);
    expect(viewersOf(setOf(clip, clip))).toEqual(OF_CLIPS);
    expect(viewersOf(item)).toEqual(VIEWER_NAMES.filter((name) => name !== 'video'));
    expect(viewersOf(setOf(clip, item))).toEqual(VIEWER_NAMES);
  });
});
