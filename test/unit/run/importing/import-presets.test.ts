import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { importPresets } from '../../../../src/run/importing/import-presets.ts';
import { ownFolder } from '../../../support/files/own-folder.ts';
import { zipOf } from '../../../support/files/zip.ts';

const node = (attributes: string, content = ''): string =>
  `<jcr:root jcr:primaryType="cq:Page"><jcr:content ${attributes}>${content}</jcr:content></jcr:root>`;

const AT = 'jcr_root/conf/global/settings/dam/dm';

const PACKAGE = {
  'META-INF/vault/properties.xml': '<properties><entry key="name">dm</entry></properties>',
  [`${AT}/presets/macros/PDP/.content.xml`]: node('wid="400" fmt="jpeg"'),
  [`${AT}/presets/viewer/Turn/.content.xml`]: node(
    '',
    '<userdata style="x/html5_spinviewer_dark.css" closebutton="1"/>',
  ),
  [`${AT}/presets/batchset/angles/.content.xml`]: node(String.raw`match="(\\w+)-\\d+" type="Image Set"`),
  [`${AT}/imageserver/.content.xml`]: node('defaultpix="300,300" maxpix="2000,2000"'),
  'jcr_root/content/dam/picture.jpg': 'no export',
};

it('presets and settings are taken over from a package of AEM as it is, and a damaged one is refused', async () => {
  const cwd = ownFolder();
  const request = { command: 'presets', cwd, folders: [] };
  const bytes = zipOf(PACKAGE);
  writeFileSync(path.join(cwd, 'dm.zip'), bytes);
  const outcome = await importPresets(request, 'dm.zip', undefined);
  expect(outcome).toMatchObject({
    presets: [{ name: 'PDP', text: 'wid=400&fmt=jpeg' }],
    viewers: [{ name: 'Turn', viewer: 'spin' }],
    rules: [{ name: 'angles', match: String.raw`(\w+)-\d+` }],
    server: { defaultpix: [300, 300] },
    path: path.join(cwd, 'dm.yaml'),
  });
  expect(readFileSync(path.join(cwd, 'dm.yaml'), 'utf8')).toBe(outcome.text);
  writeFileSync(path.join(cwd, 'cut.zip'), bytes.subarray(0, 300));
  const refusal = expect.objectContaining({ code: 'FILE_UNREADABLE', hint: expect.stringContaining('Unpack it') });
  await expect(importPresets(request, 'cut.zip', '-')).rejects.toThrow(refusal);
});
