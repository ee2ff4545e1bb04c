import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { sharp } from '../../../src/engines/image/libvips.ts';
import { dmx } from '../../support/cli/dmx.ts';
import { assetOf, readManifest } from '../../support/cli/dmx-output.ts';
import { openSteps, recipeFile, recipeFiles } from '../../support/cli/recipe.ts';
import { writeFiles } from '../../support/files/own-folder.ts';
import { inRepository } from '../../support/files/repository.ts';
import { copyFixture, listFiles } from '../../support/files/tree.ts';
import { drawNoise } from '../../support/project/shop.ts';

/** A library of some pictures with the files of a recipe. */
async function openRecipe(name: string) {
  const folder = await copyFixture('trees/shop/small');
  writeFiles(folder, { 'package.json': '{"type":"module","private":true}', ...recipeFiles(name) });
  return { folder, output: join(folder, 'dmx-out'), steps: openSteps(folder) };
}

describe('the recipe of a CDN', () => {
  it('brings files to the folder of the site, and makes caches forget what changed', async () => {
    const { folder, steps } = await openRecipe('cdn');
    const forgotten: string[] = [];
    const server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => (body += chunk));
      request.on('end', () => {
        forgotten.push(...(JSON.parse(body) as { files: string[] }).files);
        response.end();
      });
    }).listen(0, '127.0.0.1');
    onTestFinished(() => void server.close());
    await once(server, 'listening');
    // Beside the project, as the recipe has it: in a folder of its own here.
    writeFiles(folder, { 'dmx.yaml': recipeFile('cdn', 'dmx.yaml').replace('../public', 'public') });
    const env = { CDN_PURGE_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` };
    expect(await steps.run('sh publish.sh', env)).toMatchObject({ exit: 0 });
    const site = join(folder, 'public/media');
    expect((await listFiles(site)).filter((file) => file.includes('a.png'))).not.toEqual([]);
    forgotten.length = 0;
    await drawNoise(join(folder, 'assets/a.png'), 7);
    expect(await steps.run('sh publish.sh', env)).toMatchObject({ exit: 0 });
    expect(forgotten).toContain('https://cdn.example/media/manifest.json');
  });
});

describe('the recipes of sites', () => {
  it('show pictures on pages of Eleventy, of Astro and of plain HTML', async () => {
    const { folder, steps } = await openRecipe('sites');
    writeFiles(folder, {
      'dmx.yaml': `${readFileSync(join(folder, 'dmx.yaml'), 'utf8')}\npublish: { www: { to: public/media } }\n`,
    });
    expect(await steps.run('sh build.sh')).toMatchObject({ exit: 0 });
    const page = readFileSync(join(folder, 'public/index.html'), 'utf8');
    const [, source = ''] = /<img [^>]*src="([^"]+)"/.exec(page) ?? [];
    expect(existsSync(join(folder, 'public', source))).toBe(true);
    expect(page).toContain('sizes="50vw"');

    // What Astro would run of the component, with its properties.
    const [, frontmatter = ''] = /^---\n([^]*?)\n---/.exec(recipeFile('sites', 'src/components/Media.astro')) ?? [];
    const props = 'globalThis.Astro = { props: { src: "a.png", alt: "A <b> pattern" } };';
    const [imports = '', ...rest] = frontmatter.split('\n\n');
    writeFiles(folder, { 'astro.mjs': `${imports}\n${props}\n${rest.join('\n')}\nconsole.log(html);` });
    expect((await steps.run('node astro.mjs')).said).toMatch(/<img [^>]*alt="A &lt;b&gt; pattern"[^>]*src="\/media\//);

    rmSync(join(folder, 'src'), { recursive: true });
    rmSync(join(folder, 'page.html'));
    const eleventy = inRepository('node_modules/@11ty/eleventy/cmd.cjs');
    const built = await steps.run(`node "${eleventy}" --quiet --formats=njk`);
    expect(built, built.said).toMatchObject({ exit: 0 });
    const index = readFileSync(join(folder, '_site/index.html'), 'utf8');
    expect(index.match(/<img /g)).toHaveLength(6);
    expect(index).toContain('fetchpriority="high"');
    for (const [, file = ''] of index.matchAll(/ src="([^"]+)"/g))
      expect(existsSync(join(folder, '_site', decodeURI(file)))).toBe(true);
  });
});

describe('the recipe of coming from Dynamic Media', () => {
  it('takes presets over and makes what the addresses asked for', async () => {
    const { folder, output, steps } = await openRecipe('from-dynamic-media');
    rmSync(join(folder, 'profiles/small.yaml'));
    // The profile names what the import gives: it is written after that.
    for (const file of ['profiles/shop.yaml', 'dmx.yaml']) rmSync(join(folder, file));
    const taken = await steps.run('sh import.sh');
    expect(taken, taken.said).toMatchObject({ exit: 0 });
    writeFiles(folder, recipeFiles('from-dynamic-media'));
    const ended = await steps.run('sh make.sh');
    expect(ended, ended.said).toMatchObject({ exit: 0 });
    const { renditions } = assetOf(await readManifest(output), 'a.png');
    expect(renditions.map(({ mime, width, height }) => [mime, width, height])).toEqual(
      expect.arrayContaining([
        ['image/jpeg', 48, 32],
        ['image/png', 24, expect.any(Number)],
      ]),
    );
  });
});

describe('the recipe of coming from sharp scripts', () => {
  it('makes the same pictures', async () => {
    const { folder, output, steps } = await openRecipe('from-sharp');
    rmSync(join(folder, 'profiles/small.yaml'));
    for (const name of ['north', 'south']) rmSync(join(folder, 'assets', name), { recursive: true });
    expect(await steps.run('node old.mjs')).toMatchObject({ exit: 0 });
    expect(await dmx(folder, 'ingest')).toMatchObject({ exit: 0 });
    const names = readdirSync(join(folder, 'old')).toSorted();
    expect(names).toHaveLength(6);
    for (const name of names) {
      const [old, made] = await Promise.all(
        [join(folder, 'old', name), join(output, 'renditions', name)].map((file) =>
          sharp(file).flatten().raw().toBuffer({ resolveWithObject: true }),
        ),
      );
      expect({ name, ...made?.info }).toMatchObject({ width: old?.info.width, height: old?.info.height });
      const [a, b] = [old?.data ?? Buffer.of(), made?.data ?? Buffer.of()];
      const difference = a.reduce((sum, value, at) => sum + Math.abs(value - (b[at] ?? 0)), 0) / a.length;
      expect(difference, name).toBeLessThan(12);
    }
  });
});
