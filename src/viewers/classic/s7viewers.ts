import { VIEWER_SCHEMA, type ViewerDocument } from '../../model/viewers/document.ts';
import { VIEWER_NAMES, VIEWERS, type ViewerName } from '../../model/viewers/viewers.ts';
import { loadDocument } from '../core/load.ts';
import { readAssetText } from './asset-text.ts';

/** The detail of an event of an element. */
type Detail = Readonly<Record<string, unknown>>;

type Params = Readonly<Record<string, string>>;
type Handlers = Readonly<Record<string, (...values: never[]) => void>>;

/** The settings that an embed snippet hands to a viewer. */
interface ClassicConfig {
  readonly containerId?: string;
  readonly params?: Params;
  readonly handlers?: Handlers;
  readonly localizedTexts?: object;
}

/** The element, as its class has it beyond HTML. */
interface ViewerElement extends HTMLElement {
  data?: ViewerDocument;
  localizedTexts?: object;
}

/** The folder of the viewers, of the script that is running: it lies there, or in `html5/js` below it. */
const ROOT = new URL('.', (document.currentScript as HTMLScriptElement).src).href.replace(/html5\/js\/$/, '');

/** Parameters that are not attributes of the element. */
const OWN = new Set([
  'asset',
  'serverurl',
  'contenturl',
  'videoserverurl',
  'config',
  'config2',
  'stagesize',
  'style',
  'caption',
  'navigation',
  'interactivedata',
  'preloadimage',
]);

const lowerKeys = (params: Params): Params =>
  Object.fromEntries(Object.entries(params).map(([name, value]) => [name.toLowerCase(), value]));

/** The document of an id; a set of clips may be named as the server of Adobe calls its streams. */
async function documentOf(id: string, server: string): Promise<ViewerDocument> {
  const address = (name: string): string =>
    new URL(`viewers/data/${name.split('/').map(encodeURIComponent).join('/')}.json`, server).href;
  const { signal } = new AbortController();
  if (!id.endsWith('-AVS')) return loadDocument(address(id), signal);
  return loadDocument(address(id), signal).catch(() => loadDocument(address(id.slice(0, -'-AVS'.length)), signal));
}

/** The document of everything that an `asset` names: a list is shown as a set. */
async function documentsOf(asset: string, server: string, viewer: ViewerName): Promise<ViewerDocument> {
  const { ids, rows } = readAssetText(asset);
  const items = await Promise.all(ids.map((id) => documentOf(id, server)));
  const [only] = items;
  if (items.length === 1 && only) return only;
  const type = viewer === 'spin' ? 'spin' : viewer === 'media' ? 'mixed' : viewer === 'carousel' ? 'carousel' : 'image';
  const grid = rows === undefined ? {} : { rows, columns: items.length / rows };
  return { schema: VIEWER_SCHEMA, kind: 'set', name: asset, label: '', type, items, ...grid };
}

/** Fetches the elements, once, and waits for one of them. */
async function defined(tag: string): Promise<void> {
  const src = `${ROOT}dmx-viewers.js`;
  if (!customElements.get(tag) && !document.querySelector(`script[src="${src}"]`)) {
    document.head.append(Object.assign(document.createElement('script'), { type: 'module', src }));
  }
  await customElements.whenDefined(tag);
}

/** Events of Dynamic Media's viewers, by those of the elements. */
const EVENTS: Readonly<Record<string, (detail: Detail) => readonly unknown[]>> = {
  load: ({ name }) => ['LOAD', name],
  swap: ({ name }) => ['SWAP', name],
  zoom: ({ scale }) => ['ZOOM', scale],
  pan: () => ['PAN'],
  spin: ({ frame }) => ['SPIN', frame],
  swatch: ({ index, name }) => ['SWATCH', index, name],
  slide: ({ index, name }) => ['BANNER', index, name],
  play: ({ seconds }) => ['PLAY', seconds],
  pause: ({ seconds }) => ['PAUSE', seconds],
  stop: ({ seconds }) => ['STOP', seconds],
  milestone: ({ milestone }) => ['MILESTONE', milestone],
  hotspot: ({ name, href, swatch }) =>
    swatch === undefined ? ['HREF', href ?? name] : ['INTERACTIVE_SWATCH', swatch, href ?? name],
};

/** A viewer as embed snippets make it, over the element that does its work. */
class ClassicViewer {
  readonly #class: string;
  readonly #viewer: ViewerName;
  #container: string;
  #params: Params;
  #handlers: Handlers;
  #texts: object | undefined;
  #element: ViewerElement | undefined;

  constructor(
    name: string,
    viewer: ViewerName,
    { containerId = '', params = {}, handlers = {}, localizedTexts }: ClassicConfig = {},
  ) {
    this.#class = name;
    this.#viewer = viewer;
    this.#container = containerId;
    this.#params = lowerKeys(params);
    this.#handlers = handlers;
    this.#texts = localizedTexts;
  }

  setParam(name: string, value: string): void {
    this.#params = { ...this.#params, [name.toLowerCase()]: value };
  }

  /** Takes parameters as addresses have them. */
  setParams(text: string): void {
    for (const [name, value] of new URLSearchParams(text)) this.setParam(name, value);
  }

  setContainerId(id: string): void {
    this.#container = id;
  }

  setHandlers(handlers: Handlers): void {
    this.#handlers = handlers;
  }

  setLocalizedTexts(texts: object): void {
    this.#texts = texts;
  }

  /** Shows another asset. */
  setAsset(asset: string): void {
    this.setParam('asset', asset);
    void this.#load();
  }

  /** A clip is an asset too. */
  setVideo(asset: string): void {
    this.setAsset(asset);
  }

  /** Parts of a viewer are inside of its element: all names lead to it. */
  getComponent(): HTMLElement | undefined {
    return this.#element;
  }

  dispose(): void {
    this.#element?.remove();
    this.#element = undefined;
  }

  init(): this {
    const start = (): void => this.#start();
    if (document.readyState === 'loading' && !document.getElementById(this.#container))
      document.addEventListener('DOMContentLoaded', start);
    else start();
    return this;
  }

  #start(): void {
    const container = document.getElementById(this.#container);
    if (!container) throw new Error(`expected an element with the id ${this.#container}, got none`);
    const { tag, ...row } = VIEWERS[this.#viewer];
    const element: ViewerElement = document.createElement(tag);
    this.#element = element;
    const own: Params =
      'attributes' in row ? ((row.attributes as Readonly<Record<string, Params>>)[this.#class] ?? {}) : {};
    for (const [name, value] of Object.entries({ ...own, ...this.#params })) {
      // A parameter may be named after the viewer's part of one page: <containerId>_videoPlayer.playback.
      const plain = name.replace(`${this.#container.toLowerCase()}_`, '');
      if (!OWN.has(plain)) element.setAttribute(plain, value);
    }
    const [preset] = this.#params['config']?.split('/').slice(-1) ?? [];
    if (preset !== undefined && preset !== '') element.setAttribute('preset', preset);
    if (this.#texts) element.localizedTexts = this.#texts;
    this.#size(container, element);
    this.#listen(element);
    container.append(element);
    void this.#load();
  }

  #size(container: HTMLElement, element: HTMLElement): void {
    const [width, height] = this.#params['stagesize']?.split(',') ?? [];
    if (width !== undefined && height !== undefined)
      Object.assign(container.style, { width: `${width}px`, height: `${height}px` });
    if (container.clientHeight > 0) element.style.height = '100%';
  }

  #listen(element: HTMLElement): void {
    const call = (name: string, ...values: readonly unknown[]): void =>
      (this.#handlers[name] as ((...all: readonly unknown[]) => void) | undefined)?.(...values);
    element.addEventListener('dmx:quickview', (event) => call('quickViewActivate', (event as CustomEvent).detail));
    for (const [name, print] of Object.entries(EVENTS)) {
      element.addEventListener(`dmx:${name}`, (event) => {
        call(
          'trackEvent',
          this.#container,
          this.#class,
          this.#viewer,
          Date.now(),
          print((event as CustomEvent<Detail>).detail).join(','),
        );
      });
    }
    element.addEventListener('dmx:load', () => call('initComplete'));
  }

  async #load(): Promise<void> {
    const element = this.#element;
    const { asset = '', serverurl = '' } = this.#params;
    if (!element) return;
    const server = new URL(serverurl === '' ? `${ROOT}../` : `${serverurl.replace(/\/*$/, '')}/`, document.baseURI)
      .href;
    await defined(VIEWERS[this.#viewer].tag);
    try {
      const data = await documentsOf(asset, server, this.#viewer);
      // Another one may have been asked for in the meantime.
      if ((this.#params['asset'] ?? '') !== asset) return;
      element.data = data;
      (element as unknown as { refresh(): void }).refresh();
    } catch (error) {
      element.dispatchEvent(
        new CustomEvent('dmx:error', { bubbles: true, composed: true, detail: { message: String(error) } }),
      );
    }
  }
}

/** The classes, by their names. */
const CLASSES = Object.fromEntries(
  VIEWER_NAMES.flatMap((viewer) =>
    Object.keys(VIEWERS[viewer].classes).map((name) => [
      name,
      class extends ClassicViewer {
        constructor(config?: ClassicConfig) {
          super(name, viewer, config);
        }
      },
    ]),
  ),
);

Object.assign(window, { s7viewers: { ...(window as { s7viewers?: object }).s7viewers, ...CLASSES } });
