import { resolve } from 'node:path';
import type { Plugin } from 'vite';
import type { MarkupOptions } from '../pages/markup.ts';
import { replaceElements } from './replace-elements.ts';
import { sendFile } from './send-file.ts';
import { SiteMedia, type SiteMediaOptions } from './site-media.ts';

export type { SiteMediaOptions } from './site-media.ts';

/** Modules by the path of an asset: `import { html, picture } from 'dmx:shoes/red.jpg?sizes=50vw'`. */
const PREFIX = 'dmx:';
const RESOLVED = `\0${PREFIX}`;

/** The wishes of a page for an asset: attributes of the element, or parameters of the module. */
function wishesOf(given: ReadonlyMap<string, string>): MarkupOptions {
  const [sizes, alt, renditions] = ['sizes', 'alt', 'renditions'].map((name) => given.get(name));
  return { sizes, alt, renditions: renditions?.split(/\s+/), priority: given.has('priority') || undefined };
}

/**
 * The plugin of Vite: `<dmx-media src="shoes/red.jpg">` in HTML pages becomes its picture or clip, modules called
 * `dmx:shoes/red.jpg` have it as `html` (text), `picture` and `video` (data) and `asset` (its entry of the manifest). The
 * development server shows the files and loads pages anew once dmx has written another manifest; a build gets the files of
 * the assets that are used.
 *
 * @example
 * ```ts
 * export default defineConfig({ plugins: [dmx({ output: 'dmx-out', base: '/media/' })] });
 * ```
 */
export function dmx(options: SiteMediaOptions = {}): Plugin {
  let media = new SiteMedia(options, { root: process.cwd() });
  let outDir = '';
  return {
    name: 'dmx-media',
    configResolved(config) {
      const { root, base } = config;
      media = new SiteMedia(options, { root, ...(base.startsWith('/') && { address: base }) });
      outDir = config.command === 'build' ? resolve(config.root, config.build.outDir) : '';
    },
    resolveId: (id) => (id.startsWith(PREFIX) ? `\0${id}` : undefined),
    async load(id) {
      if (!id.startsWith(RESOLVED)) return undefined;
      const [path = '', query = ''] = id.slice(RESOLVED.length).split('?');
      const manifest = await media.using(path);
      this.addWatchFile(manifest.file);
      const wishes = wishesOf(new Map(new URLSearchParams(query)));
      const exports = {
        html: manifest.markup(path, wishes),
        picture: manifest.picture(path, wishes),
        video: manifest.video(path, wishes),
        asset: manifest.asset(path),
      };
      return Object.entries(exports)
        .map(([name, value]) => `export const ${name} = ${JSON.stringify(value)};`)
        .join('\n');
    },
    transformIndexHtml: (html) =>
      replaceElements(html, async (attributes) => {
        const path = attributes.get('src') ?? '';
        return (await media.using(path)).markup(path, wishesOf(attributes));
      }),
    async configureServer(server) {
      server.middlewares.use((request, response, next) => {
        media.fileAt(request.url ?? '').then((file) => {
          if (file === undefined) return next();
          return sendFile(file, request, response).catch((error: unknown) => {
            if (!response.headersSent) next(error);
          });
        }, next);
      });
      const manifest = await media.file();
      server.watcher.add(manifest).on('change', (file) => {
        if (file === manifest) server.ws.send({ type: 'full-reload' });
      });
    },
    closeBundle: async () => (outDir === '' ? undefined : media.copyUsed(outDir)),
  };
}
