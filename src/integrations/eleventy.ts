import { resolve } from 'node:path';
import type { MarkupOptions } from '../pages/markup.ts';
import { SiteMedia, type SiteMediaOptions } from './site-media.ts';

export type { SiteMediaOptions } from './site-media.ts';

/** The part that the plugin takes of the configuration of Eleventy 3. */
export interface EleventyConfig {
  addAsyncShortcode(name: string, shortcode: (path: string, ...wishes: readonly unknown[]) => Promise<string>): unknown;
  addGlobalData(name: string, data: () => Promise<unknown>): unknown;
  addWatchTarget(file: string): unknown;
  on(event: 'eleventy.after', done: (event: { readonly directories: { readonly output: string } }) => unknown): unknown;
}

/** The options of the plugin. */
export interface EleventyOptions extends SiteMediaOptions {
  /** The name of the shortcode; default `media`. */
  readonly name?: string;
}

/** Sizes and alternative text in this order, or an object of all options where the language has such. */
function wishesOf([first, alt]: readonly unknown[]): MarkupOptions {
  if (typeof first === 'object' && first !== null) return first;
  return {
    sizes: typeof first === 'string' && first !== '' ? first : undefined,
    alt: typeof alt === 'string' ? alt : undefined,
  };
}

/**
 * The plugin of Eleventy: the shortcode `{% media "shoes/red.jpg", "50vw", "A red shoe" %}` becomes the picture or the clip,
 * `{% media "shoes/red.jpg", { priority: true } %}` where the language has objects; `media` among the data is the manifest. The
 * finished site gets the files of the assets that are used, and is built anew once dmx has written another manifest.
 *
 * @example
 * ```ts
 * export default (config) => config.addPlugin(dmx, { output: 'dmx-out', base: '/media/' });
 * ```
 */
export function dmx(config: EleventyConfig, options: EleventyOptions = {}): void {
  const { name = 'media', output = 'dmx-out' } = options;
  const media = new SiteMedia(options, { root: process.cwd() });
  config.addAsyncShortcode(name, async (path, ...wishes) => {
    // Behind the plugin's back Markdown would take an indented line for code.
    return (await media.using(path)).markup(path, wishesOf(wishes)).trim().replaceAll(/\n\s*/g, '');
  });
  config.addGlobalData(name, () => media.manifest());
  config.addWatchTarget(resolve(output, 'manifest.json'));
  config.on('eleventy.after', ({ directories }) => media.copyUsed(resolve(directories.output)));
}
