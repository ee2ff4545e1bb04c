import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findPresets } from '../../../../src/profiles/import/find-presets.ts';

const found = (text: string, name = 'export') =>
  Object.fromEntries(findPresets({ name, text }).presets.map((preset) => [preset.name, preset.text]));

/** A page of AEM as its packages hold it. */
const page = (attributes: string): string => `<?xml version="1.0" encoding="UTF-8"?>
<!-- exported -->
<jcr:root xmlns:jcr="http://www.jcp.org/jcr/1.0" jcr:primaryType="cq:Page">
    <jcr:content dam:lastS7SyncStatus="success" jcr:primaryType="nt:unstructured" ${attributes}>
        <metadata dam:scene7ID="i|1|2" jcr:primaryType="nt:unstructured" name="x"/>
    </jcr:content>
</jcr:root>`;

describe('a file of macros', () => {
  it('holds one preset a line, the last of a name', () => {
    const text =
      'Name\tDefinition\r\n# ours\tx\nview\twid=240&qlt=85\r\n$Big$\t$view$&wid=480\tspare\nVIEW\twid=250\n\n';
    expect(found(text)).toEqual({ VIEW: 'wid=250', Big: '$view$&wid=480' });
  });
});

describe('nodes of AEM', () => {
  it('are called as the folder or the file they lie in', () => {
    const text = page('fmt="jpeg" hei="1000" qlt="75,1" resmode="bisharp"');
    const expected = 'fmt=jpeg&hei=1000&qlt=75,1&resmode=bisharp';
    expect(found(text, '/conf/global/settings/dam/dm/presets/macros/PDP/.content.xml')).toEqual({ PDP: expected });
    expect(found(text, 'macros/PDP/_jcr_content.xml')).toEqual({ PDP: expected });
    expect(found(text, 'PDP.xml')).toEqual({ PDP: expected });
  });

  it('are called as their elements where one text holds many', () => {
    const inner = (name: string, wid: number) =>
      `<${name} jcr:primaryType="cq:Page"><jcr:content wid='${wid}'/></${name}>`;
    const text = `<jcr:root chrominanceCorrected="{Boolean}true">${inner('a', 1)}${inner('b_x0020_c', 2)}</jcr:root>`;
    expect(found(text)).toEqual({ a: 'wid=1', 'b c': 'wid=2' });
  });

  it('have their values freed of types, escapes and entities, and their modifiers behind them', () => {
    const attributes =
      'dam:extramodifiers="?fit=crop&amp;flip=lr" wid="{Long}400" hei="" bgc="[200,200,200]" icc="a&amp;b+c\\,d&#33;&#x21;"';
    expect(found(page(attributes), 'p.xml')).toEqual({
      p: 'wid=400&bgc=200,200,200&icc=a%26b%2Bc,d!!&fit=crop&flip=lr',
    });
  });

  it('are read from JSON too', () => {
    const nodes = {
      'jcr:primaryType': 'sling:Folder',
      small: { 'jcr:content': { wid: 100, fmt: 'png', op_usm: [1, 2], 'dam:x': null, metadata: { name: 'n' } } },
      folder: { deep: { 'jcr:content': { hei: '7' } } },
    };
    expect(found(JSON.stringify(nodes))).toEqual({ small: 'wid=100&fmt=png&op_usm=1,2', deep: 'hei=7' });
    expect(found(JSON.stringify(nodes.small), 'small.infinity.json')).toEqual({ small: 'wid=100&fmt=png&op_usm=1,2' });
  });

  it('that say nothing about a picture are no presets', () => {
    expect(found('<a name="x" type="y" text="z" jcr:title="t"/>')).toEqual({});
  });
});

describe('a list of addresses', () => {
  it('holds each set of modifiers once, named by its size', () => {
    const text = [
      'https://s7d1.scene7.com/is/image/Co/a?wid=400&hei=300&fmt=webp&ts=1',
      '"https://s7d1.scene7.com/is/image/Co/b?wid=400&hei=300&fmt=webp&ts=1#x"',
      '//cdn/is/image/Co/b:Large?hei=300&WID=400&fmt=WEBP',
      '/is/image/Co/b?$view$',
      '/is/image/Co/b?hei=20',
      'no address at all, even with a ?',
      'https://s7d1.scene7.com/is/image/Co/plain',
    ].join('\n');
    expect(found(text)).toEqual({
      '400x300-webp': 'wid=400&hei=300&fmt=webp&ts=1',
      '400x300-webp-2': 'hei=300&WID=400&fmt=WEBP',
      full: '$view$',
      h20: 'hei=20',
    });
  });
});

describe('lines that are neither macro nor address', () => {
  it('are told with their numbers, unless they are not meant to be', () => {
    const text = [
      '# shop, May',
      '[',
      '  "https://cdn/is/image/Co/b?hei=20",',
      ']',
      'https://cdn/is/image/Co/plain',
      'wid=400&hei=300',
    ];
    expect(findPresets({ name: 'x', text: text.join('\n') })).toEqual({
      presets: [{ name: 'h20', text: 'hei=20', address: { crops: [] } }],
      strays: [{ line: 6, text: 'wid=400&hei=300' }],
    });
  });
});

describe('any text', () => {
  const piece = fc.constantFrom(
    ...'< > / = " \' { } [ ] \t \n ? & wid=5 <a <jcr:content wid="1" </a> <!-- <![CDATA[ ]]> &#x110000;'.split(' '),
    '\t',
    '\n',
    '{"a":',
    '}',
  );

  it('is read without a throw', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string({ maxLength: 4 })), { maxLength: 30 }), (pieces) => {
        expect(findPresets({ name: 'x', text: pieces.join('') })).toMatchObject({ presets: expect.any(Array) });
      }),
      { numRuns: 5000 },
    );
  });

  it.each(['<', '<a>', '<a ', '<a x="', '"<', '<!--', '{"a":', '\t\n', '/?a\n', '&amp;<a b="', '<a b="c" '])(
    'of %j over and over is read in a moment',
    (text) => {
      // What looks back at what it has read runs out of the test's time.
      expect(findPresets({ name: 'x', text: text.repeat(20_000) }).presets.length).toBeLessThan(20_000);
      expect(findPresets({ name: 'x', text: `<a>${text.repeat(20_000)}` }).presets.length).toBeLessThan(20_000);
    },
  );
});
