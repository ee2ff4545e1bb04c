import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { presetFile } from '../../../../../src/profiles/import/preset-file.ts';
import { findPresets } from '../../../../../src/profiles/import/find-presets.ts';
import { findSettings } from '../../../../../src/profiles/import/settings/find-settings.ts';
import {
  convertSettings,
  type ConvertedSettings,
} from '../../../../../src/profiles/import/settings/convert-settings.ts';
import { parseConfig } from '../../../../../src/profiles/config.ts';
import { parseLibrary } from '../../../../../src/profiles/parse.ts';

const take = (text: string, name: string): ConvertedSettings => convertSettings(findSettings({ name, text }));
const left = ({ omissions }: ConvertedSettings) => omissions.map(({ modifier, reason }) => `${modifier}: ${reason}`);

/** The text of the file that they come to, which dmx reads without a problem. */
function fileOf(taken: ConvertedSettings): string {
  const text = presetFile({ presets: [], omissions: [] }, 'export', taken);
  const { problems } = parseLibrary([{ name: 'taken.yaml', text, shipped: false }]);
  expect(problems).toEqual([]);
  return text;
}

const PROPERTIES = `# of the shop
style=etc/dam/presets/css/html5_spinviewer_dark.css
SpinView.autospin=1,2,1,1
SpinView.iscommand=op_sharpen\\=1
SpinView.sensitivity=many
zoomstep=2
stagesize=500,400
`;

/** A node of a package, as FileVault writes it. */
const node = (content: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?>
<jcr:root xmlns:jcr="http://www.jcp.org/jcr/1.0" jcr:primaryType="cq:Page"><jcr:content jcr:primaryType="nt:unstructured">${content}</jcr:content></jcr:root>`;

describe('a preset of viewers', () => {
  it('of Java properties has what dmx has too, and the rest is told', () => {
    const taken = take(PROPERTIES, 'presets/Shop_Spin.properties');
    expect(taken.viewers).toEqual([
      {
        name: 'Shop_Spin',
        viewer: 'spin',
        theme: 'dark',
        attributes: { 'SpinView.autospin': '1,2,1,1', zoomstep: '2' },
      },
    ]);
    expect(left(taken)).toEqual([
      expect.stringContaining('SpinView.iscommand=op_sharpen'),
      'SpinView.sensitivity=many: expected a number from 0.1 for x, got many',
      'stagesize=500,400: it is said where the viewer stands, and not in a preset',
    ]);
    expect(fileOf(taken)).toContain('Shop_Spin:\n    viewer: spin\n    theme: dark\n');
  });

  it.each([
    [
      'properties of a node',
      '<userdata style="etc/dam/presets/css/html5_zoomverticalviewer_light.css" closebutton="{Long}1"/>',
    ],
    [
      'a text of a node',
      '<x userdata="style=etc/dam/presets/css/html5_zoomverticalviewer_light.css&#xa;closebutton=1"/>',
    ],
  ])('of AEM stands in %s, and is called as its page', (_what, content) => {
    const taken = take(node(content), 'conf/global/settings/dam/dm/presets/viewer/Detail/.content.xml');
    expect(taken).toMatchObject({
      viewers: [{ viewer: 'zoom', theme: 'light', attributes: { 'Swatches.direction': 'left', closebutton: '1' } }],
      omissions: [],
    });
    expect(fileOf(taken)).toContain(`kind: viewer-presets`);
  });

  it('has a name of its own beside those that ship, and styles of its own are told', () => {
    const text = 'style=brand/html5_flyoutviewer.css\nFlyoutZoomView.zoomfactor=2\n';
    const taken = take(text, 'Flyout.properties');
    expect(taken.viewers).toEqual([
      { name: 'Flyout-2', viewer: 'flyout', attributes: { 'FlyoutZoomView.zoomfactor': '2' } },
    ]);
    expect(left(taken)).toEqual([
      ': Flyout ships with dmx',
      'brand/html5_flyoutviewer.css: its styles are for other elements than those of dmx',
    ]);
  });

  it('of a viewer that dmx has not is left out', () => {
    const taken = take('style=etc/dam/presets/css/html5_dimensionalviewer.css\n', 'D.properties');
    expect(taken.viewers).toEqual([]);
    expect(left(taken)).toHaveLength(1);
  });
});

describe('a batch set preset', () => {
  it('is a rule for sets', () => {
    const nodes = {
      angles: {
        'jcr:content': {
          presetType: 'Image Set',
          match: String.raw`(\w+-\w+)-\w+`,
          sequenceOrder: '.*_main,.*_alt[0-9]{1,2}',
          suffix: '-SET',
          destinationFolder: '/content/dam/shop/sets',
          includeDerived: 'no',
        },
      },
      globe: {
        'jcr:content': {
          type: 'Multi-Axis Spin Set',
          Match: String.raw`(\w+)-\d+-\d+`,
          row: String.raw`-(\d+)-`,
          column: String.raw`-(\d+)$`,
        },
      },
      broken: { 'jcr:content': { type: 'SpinSet', match: '(?<!' } },
    };
    const taken = take(JSON.stringify(nodes), 'batch.json');
    expect(taken.rules).toEqual([
      {
        kind: 'set-rules',
        name: 'angles',
        type: 'image',
        match: String.raw`(\w+-\w+)-\w+`,
        order: ['.*_main', '.*_alt[0-9]{1,2}'],
        suffix: '-SET',
        into: 'shop/sets',
      },
      {
        kind: 'set-rules',
        name: 'globe',
        type: 'spin',
        match: String.raw`(\w+)-\d+-\d+`,
        row: String.raw`-(\d+)-`,
        column: String.raw`-(\d+)$`,
      },
    ]);
    expect(left(taken)).toEqual([
      expect.stringContaining('includeDerived=no: '),
      expect.stringMatching(/^\(\?<!: match: expected a regular expression/),
    ]);
    fileOf(taken);
  });

  it('keeps the backslashes of its expressions in XML', () => {
    const taken = take(node(String.raw`<x match="(\\w+)-\\d+" type="SpinSet"/>`), 'turns.xml');
    expect(taken.rules).toMatchObject([{ name: 'x', match: String.raw`(\w+)-\d+` }]);
  });
});

describe('settings of an image server', () => {
  it('belong into dmx.yaml, in its words', () => {
    const taken = take(
      node('').replace(
        'nt:unstructured"',
        'nt:unstructured" defaultpix="300,300" maxpix="[2000,2000]" jpegquality="80,0" resmode="SHARP2" bkgcolor="FFFFFF" expiration="{Long}36000000" thumbnailtime="1%,11%" iccdither="{Boolean}true" rootid="shop"',
      ),
      'imageserver/.content.xml',
    );
    expect(taken.server).toEqual({
      ...{ defaultpix: [300, 300], maxpix: [2000, 2000], jpegquality: [80, 0], resmode: 'sharp2', bkgcolor: 'FFFFFF' },
      ...{ expiration: 36_000_000, thumbnailtime: ['1%', '11%'], iccdither: true },
    });
    expect(left(taken)).toEqual(['rootid=shop: dmx has no such setting']);
    const [, comment = ''] = fileOf(taken).split('for dmx.yaml:\n');
    const yaml = `version: 1\nlibrary: .\n${comment.replaceAll(/^# ?/gm, '')}`;
    const { config, problems } = parseConfig({ name: 'dmx.yaml', text: yaml });
    expect(problems).toEqual([]);
    expect(config.server).toMatchObject({
      defaultpix: [300, 300],
      jpegquality: [80, 0],
      resmode: 'sharp2',
      iccdither: true,
    });
  });
});

it('presets of pictures are none of these, and these none of those', () => {
  const text = node('').replace('nt:unstructured"', 'nt:unstructured" wid="400" fmt="jpeg" resmode="bisharp"');
  expect(findSettings({ name: 'macros/PDP.xml', text })).toEqual([]);
  const server = node('').replace(
    'nt:unstructured"',
    'nt:unstructured" resmode="sharp2" defaultpix="1,1" maxpix="2,2"',
  );
  expect(findPresets({ name: 'imageserver.xml', text: server }).presets).toEqual([]);
});

it('texts of any kind are read, and come to a file that dmx reads', () => {
  const key = fc.constantFrom(
    'style',
    'match',
    'type',
    'SpinView.autospin',
    'maxpix',
    'defaultpix',
    'jpegquality',
    'userdata',
    'order',
    'into',
    'x',
  );
  const object = fc.dictionary(key, fc.oneof(fc.string(), fc.constantFrom('html5_spinviewer.css', '1,2', '.*')));
  fc.assert(
    fc.property(fc.dictionary(fc.string(), object), (nodes) => {
      const taken = take(JSON.stringify(nodes), 'a.json');
      if (taken.viewers.length + taken.rules.length > 0) fileOf(taken);
    }),
  );
});
