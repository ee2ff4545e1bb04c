import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../src/profiles/config.ts';
import { parseBeside, parseLibrary } from '../../../src/profiles/parse.ts';
import { parseShipped, printShipped } from '../../../src/profiles/shipped.ts';
import { shippedFiles } from '../../support/project/shipped-profiles.ts';

const { library } = parseLibrary(shippedFiles());
const { config } = parseConfig({ name: 'dmx.yaml', text: 'version: 1\n' });

it('what is shipped is read from its text as from its files, each under the name that it has here', () => {
  const read = parseShipped(printShipped({ config, library }), (file) => file);
  expect(read).toEqual({ config, library });
  const moved = parseShipped(printShipped({ config, library }), (file) => `/opt/dmx/${file}`);
  expect(moved.library.presets.get('web')?.place).toMatchObject({ file: '/opt/dmx/presets.yaml' });
});

describe('files beside what is shipped', () => {
  const own = (text: string) => [{ name: 'own.yaml', text, shipped: false }];

  it.each([
    ['a profile that uses shipped presets', 'kind: image-profile\nname: shop\nrenditions: [{ presets: ["web*"] }]\n'],
    ['a mistake', 'kind: image-presets\npresets:\n  mine: "wid=O5"\n'],
    [
      'a name of their own twice',
      'kind: image-presets\npresets: { mine: "wid=5" }\n---\nkind: image-presets\npresets: { Mine: "wid=6" }\n',
    ],
    ['nothing', ''],
  ])('with %s come to the same as all files together', (_what, text) => {
    expect(parseBeside(own(text), library)).toEqual(parseLibrary([...shippedFiles(), ...own(text)]));
  });

  it.each([
    ['a preset', 'kind: image-presets\npresets: { web: "wid=5" }\n'],
    ['a preset that cannot be read', 'kind: image-presets\npresets: { WEB: { width: many } }\n'],
    ['a profile', 'kind: image-profile\nname: Default\nrenditions: []\n'],
  ])('with the name of a shipped one for %s are for all files together to judge', (_what, text) => {
    expect(parseBeside(own(text), library)).toBeUndefined();
  });

  it('are too where a shipped profile takes presets by pattern', () => {
    const open = parseLibrary([
      { name: 'shipped.yaml', text: 'kind: image-presets\npresets: { web: "wid=5" }\n', shipped: true },
      {
        name: 'open.yaml',
        text: 'kind: image-profile\nname: open\nrenditions: [{ presets: ["w*"] }]\n',
        shipped: true,
      },
    ]).library;
    expect(parseBeside(own('kind: image-presets\npresets: { wide: "wid=9" }\n'), open)).toBeUndefined();
  });
});
