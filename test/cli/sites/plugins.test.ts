import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createServer } from 'vite';
import { dmx as vitePlugin } from '../../../src/integrations/vite.ts';
import { dmx } from '../../support/cli/dmx.ts';
import { writeFiles } from '../../support/files/own-folder.ts';
import { inRepository } from '../../support/files/repository.ts';
import { drawNoise } from '../../support/project/shop.ts';

const run = promisify(execFile);
const ingested = mkdtempSync(join(tmpdir(), 'dmx-plugins-'));
const PICTURE = 'red & "new"/a b.png';
const WEB = 'media/renditions/red%20%26%20%22new%22/a%20b.png/web';

beforeAll(async () => {
  writeFiles(ingested, {
    'dmx.yaml': 'library: lib\nprofiles: [site.yaml]\nfolders: [{ path: "**", image: site }]\n',
    'site.yaml': `kind: image-profile
name: site
pyramid: { tile: 256 }
smartImaging: { formats: [jpeg], widths: [24, 48] }
renditions: [{ name: web, modifiers: "wid=48&fmt=jpeg" }]
`,
  });
  await drawNoise(join(ingested, 'lib', PICTURE), 1);
  await drawNoise(join(ingested, 'lib/unused.png'), 2);
  expect(await dmx(ingested, 'ingest')).toMatchObject({ exit: 0 });
});
afterAll(() => rmSync(ingested, { recursive: true, force: true }));

/** A site with this package among its own, and the output of dmx beside it. */
function openSite(name: string, files: Readonly<Record<string, string>>): string {
  const site = join(ingested, name);
  writeFiles(site, { 'package.json': '{"type":"module","private":true}', ...files });
  writeFiles(site, { 'node_modules/.keep': '' });
  symlinkSync(inRepository(''), join(site, 'node_modules/dmx-media'), 'dir');
  return site;
}

const VITE = inRepository('node_modules/vite/bin/vite.js');
const ELEVENTY = inRepository('node_modules/@11ty/eleventy/cmd.cjs');

const filesBelow = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(folder.length + 1));

function checkPage(html: string): void {
  expect(html).toContain(`src="/${WEB}.jpg"`);
  expect(html).toContain('sizes="50vw" srcset=');
  expect(html).toContain('alt="A &lt;red&gt; shoe"');
  expect(html.replace(/<!--.*?-->/, '')).not.toContain('dmx-media');
}

/** Files of the picture that pages use, no pyramid, and none of the other one. */
function checkFiles(folder: string): void {
  const files = filesBelow(join(folder, 'media'));
  expect(files).toEqual(
    expect.arrayContaining(['web.jpg', 'web@24w.jpg'].map((name) => join('renditions', PICTURE, name))),
  );
  expect(files.filter((file) => file.includes('unused') || file.endsWith('.tif'))).toEqual([]);
}

const HTML = `<!doctype html><title>shop</title>
<dmx-media src='red &amp; "new"/a b.png' sizes="50vw" alt="A &lt;red&gt; shoe"></dmx-media>
<!-- <dmx-media src="gone.png"></dmx-media> -->
<script type="module" src="/main.js"></script>`;
const MAIN = `import { html, picture } from 'dmx:red & "new"/a b.png?sizes=10vw';
document.body.append(html.length, picture.img.width, picture.img.sizes);`;

describe('dmx-media/vite', () => {
  it('builds pages and modules with pictures, and brings their files', async () => {
    const site = openSite('vite-build', {
      'index.html': HTML,
      'main.js': MAIN,
      'vite.config.js': `import { dmx } from 'dmx-media/vite';
export default { plugins: [dmx({ output: '../dmx-out' })], build: { outDir: 'public-site' } };`,
    });
    await run(process.execPath, [VITE, 'build'], { cwd: site });
    const built = join(site, 'public-site');
    checkPage(readFileSync(join(built, 'index.html'), 'utf8'));
    checkFiles(built);
    const [script = ''] = filesBelow(join(built, 'assets')).filter((file) => file.endsWith('.js'));
    expect(readFileSync(join(built, 'assets', script), 'utf8')).toContain('10vw');
  });

  it.each([
    ['/shop/', undefined, '/shop/media/', 'media'],
    ['/shop/', '/shop/files/', '/shop/files/', 'files'],
    ['/', './files/', './files/', 'files'],
    ['./', undefined, '/media/', 'media'],
    ['/', 'https://cdn.example/', 'https://cdn.example/', undefined],
  ])(
    'puts files of a site at %s with the base %s where its pages look for them',
    async (base, own, address, folder) => {
      const site = openSite(`vite-base-${encodeURIComponent(`${base} ${own}`)}`, {
        'index.html': HTML,
        'main.js': MAIN,
        'vite.config.js': `import { dmx } from 'dmx-media/vite';
export default { base: '${base}', plugins: [dmx({ output: '../dmx-out', base: ${JSON.stringify(own)} })] };`,
      });
      await run(process.execPath, [VITE, 'build'], { cwd: site });
      const html = readFileSync(join(site, 'dist/index.html'), 'utf8');
      expect(html).toContain(`src="${address}${WEB.replace('media/', '')}.jpg"`);
      const web = join('renditions', PICTURE, 'web.jpg');
      const copied = filesBelow(join(site, 'dist')).filter((file) => file.endsWith('web.jpg'));
      expect(copied).toEqual(folder === undefined ? [] : [join(folder, web)]);
    },
  );

  it('serves pages and files of the manifest alone, and loads pages anew after a run', async () => {
    const site = openSite('vite-serve', { 'index.html': HTML, 'main.js': MAIN });
    const server = await createServer({
      ...{ root: site, configFile: false, logLevel: 'silent' },
      server: { port: 0, host: '127.0.0.1' },
      plugins: [vitePlugin({ output: '../dmx-out' })],
    });
    try {
      await server.listen();
      const [base = ''] = server.resolvedUrls?.local ?? [];
      checkPage(await (await fetch(base)).text());
      const picture = await fetch(`${base}${WEB}.jpg?x`);
      expect(picture.headers.get('content-type')).toBe('image/jpeg');
      const file = join(ingested, 'dmx-out/renditions', PICTURE, 'web.jpg');
      expect(Buffer.from(await picture.arrayBuffer()).equals(readFileSync(file))).toBe(true);
      const outside = await fetch(`${base}media/.dmx/catalog.db`);
      expect(outside.headers.get('content-type')).toMatch(/html|null/);

      const reloaded = new Promise<void>((resolve) => {
        const { ws } = server;
        ws.send = (told: unknown) => {
          if ((told as { readonly type: string }).type === 'full-reload') resolve();
        };
      });
      const manifest = join(ingested, 'dmx-out/manifest.json');
      await new Promise((resolve) => setTimeout(resolve, 300));
      utimesSync(manifest, new Date(), new Date());
      await reloaded;
    } finally {
      await server.close();
    }
  });
});

describe('dmx-media/eleventy', () => {
  it('builds pages with pictures by a shortcode, and brings their files', async () => {
    const site = openSite('eleventy', {
      'eleventy.config.js': `import { dmx } from 'dmx-media/eleventy';
export default (config) => { config.addPlugin(dmx, { output: '../dmx-out' }); };`,
      'index.njk': `{% media 'red & "new"/a b.png', { sizes: "50vw", alt: "A <red> shoe" } %}<p>{{ media.assets.length }} of`,
      'liquid.liquid': `{% media 'red & "new"/a b.png', "50vw", "A <red> shoe" %}`,
      'words.md': `Text\n\n{% media 'red & "new"/a b.png', "50vw", "A <red> shoe" %}`,
    });
    await run(process.execPath, [ELEVENTY, '--quiet'], { cwd: site });
    const built = join(site, '_site');
    const page = readFileSync(join(built, 'index.html'), 'utf8');
    checkPage(page);
    expect(page).toContain('<p>2 of');
    checkPage(readFileSync(join(built, 'liquid/index.html'), 'utf8'));
    expect(readFileSync(join(built, 'words/index.html'), 'utf8')).toMatch(/^<p>Text<\/p>\s*<img [^\n]*>$/m);
    checkFiles(built);
  });

  it('says what is wrong with a path that is not listed', async () => {
    const site = openSite('eleventy-wrong', {
      'eleventy.config.js': `import { dmx } from 'dmx-media/eleventy';
export default (config) => { config.addPlugin(dmx, { output: '../dmx-out' }); };`,
      'index.njk': `{% media 'blue.png' %}`,
    });
    const failed = run(process.execPath, [ELEVENTY, '--quiet'], { cwd: site });
    await expect(failed).rejects.toMatchObject({ stderr: expect.stringContaining('blue.png') });
    expect(existsSync(join(site, '_site/index.html'))).toBe(false);
  });
});
