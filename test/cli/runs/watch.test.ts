import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startDmx } from '../../support/cli/dmx.ts';
import { ownFolder, writeFiles } from '../../support/files/own-folder.ts';
import { drawNoise } from '../../support/project/shop.ts';

const profile = (width: number): string =>
  `kind: image-profile\nname: site\nplaceholder: false\nrenditions: [{ name: web, modifiers: "wid=${width}" }]\n`;

describe('watch', () => {
  it('ingests what comes and what changes, outlives wrong settings, and ends by a signal', async () => {
    const folder = ownFolder();
    writeFiles(folder, {
      'dmx.yaml': 'library: lib\nprofiles: [site.yaml]\nfolders: [{ path: "**", image: site }]\n',
      'site.yaml': profile(20),
    });
    await drawNoise(join(folder, 'lib/a.png'), 1);
    const file = (path: string): string => join(folder, 'dmx-out/renditions', path);
    const hook = `${process.execPath} -e 'fs.appendFileSync("told.ndjson", fs.readFileSync(0))'`;
    const started = startDmx(['watch', '--json', '--on-done', hook], { cwd: folder });
    const until = async (holds: () => boolean): Promise<void> => {
      for (let left = 400; left > 0 && !holds(); left--) await new Promise((resolve) => setTimeout(resolve, 50));
      expect(holds()).toBe(true);
    };
    let watching = 0;
    started.child.stdout?.on('data', (text: string) => (watching += text.split('Watching').length - 1));
    await started.saw('Watching');
    expect(existsSync(file('a.png/web.jpg'))).toBe(true);

    await drawNoise(join(folder, 'lib/new/b.png'), 2);
    await until(() => existsSync(file('new/b.png/web.jpg')));
    writeFileSync(join(folder, 'site.yaml'), `${profile(20)}nonsense: 1\n`);
    await started.saw('nonsense');
    writeFileSync(join(folder, 'site.yaml'), profile(20).replace('name: web,', 'name: page,'));
    await until(() => existsSync(file('a.png/page.jpg')) && !existsSync(file('a.png/web.jpg')));

    const told = (): readonly { readonly counts: { readonly made: number } }[] =>
      readFileSync(join(folder, 'told.ndjson'), 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line));
    // The wrong settings end a run before it begins.
    await until(() => watching >= 4 && told().length >= 3);
    expect(told().slice(0, 2)).toMatchObject([{ counts: { made: 1 } }, { counts: { made: 1 } }]);

    started.child.kill('SIGINT');
    expect(await started.ended).toMatchObject({ exit: 0, signal: null });
  });
});
