import type { ViewerDocument, ViewerItem } from '../../model/viewers/document.ts';
import base from '../styles/base.css';
import type { TextKey } from '../texts/english.ts';
import { fillText, type LocalizedTexts, textsOf } from '../texts/texts.ts';
import type { Mount, ViewerContext, ViewerEvent } from './context.ts';
import { make } from './dom.ts';
import { loadDocument } from './load.ts';
import { sizePictures } from './picture.ts';
import { loadPreset, type Preset } from './preset.ts';
import { readSettings } from './settings.ts';

/** One kind of viewer: its name for people, and its script, which is fetched when the first is met. */
export interface ViewerKind {
  readonly label: TextKey;
  readonly load: () => Promise<Mount>;
}

/** Attributes that change what is shown. Those of the attribute table are read when it is. */
const OBSERVED = ['src', 'preset', 'lang'];

const NO_PRESET: Preset = { attributes: {} };

function sheetOf(css: string): CSSStyleSheet {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  return sheet;
}

/** Tells whether work ended because something else is shown: it has not failed. */
const isAbort = (error: unknown): boolean => error instanceof DOMException && error.name === 'AbortError';

/** The size of what an item shows by itself, for pages that give an element no height. */
function ratioOf(item: ViewerItem): number {
  if (item.kind === 'picture') return item.width / item.height;
  if (item.kind === 'clip') return item.views[0].width / item.views[0].height;
  const [first] = item.kind === 'spread' ? item.pages : item.items;
  const pages = item.kind === 'spread' ? item.pages.length : 1;
  return first ? ratioOf(first) * pages : 1;
}

/** Everything that a viewer is made of, once it has been fetched. */
interface Parts {
  readonly item: ViewerItem;
  readonly mount: Mount;
  readonly texts: (key: TextKey) => string;
  readonly language: string;
  readonly preset: Preset;
}

/**
 * A custom element that renders its attributes and properties. Its light DOM shows until the viewer is ready, and where
 * it cannot be made.
 */
abstract class ViewerElement extends HTMLElement {
  static readonly observedAttributes = OBSERVED;
  /** The document to show, instead of one that is fetched from `src`. */
  data: ViewerDocument | undefined;
  /** Texts of the page's own, by language. */
  localizedTexts: LocalizedTexts | undefined;
  protected abstract readonly kind: ViewerKind;
  readonly #root = this.attachShadow({ mode: 'open' });
  #going = new AbortController();
  #shown: Promise<void> = Promise.resolve();

  constructor() {
    super();
    this.#root.adoptedStyleSheets = [sheetOf(base)];
    this.#root.append(make('slot'));
  }

  connectedCallback(): void {
    this.refresh();
  }

  disconnectedCallback(): void {
    this.#going.abort();
  }

  attributeChangedCallback(): void {
    if (this.isConnected) this.refresh();
  }

  /** Fulfilled once the viewer stands, or once it is known why not. */
  get ready(): Promise<void> {
    return this.#shown;
  }

  /** Renders again with the current attributes and properties. */
  refresh(): void {
    this.#going.abort();
    this.#going = new AbortController();
    this.#shown = this.#show(this.#going.signal);
  }

  async #show(signal: AbortSignal): Promise<void> {
    // Several attributes that are set one after another are one change.
    await Promise.resolve();
    if (signal.aborted || (this.getAttribute('src') === null && this.data === undefined)) return;
    try {
      const parts = await this.#fetch(signal);
      if (signal.aborted) return;
      await parts.mount(this.#context(parts, signal));
      this.#tell('load', { name: parts.item.name });
    } catch (error) {
      if (signal.aborted) return;
      this.#root.replaceChildren(make('slot'));
      this.#tellError(error);
    }
  }

  async #fetch(signal: AbortSignal): Promise<Parts> {
    const name = this.getAttribute('preset');
    const language = this.closest<HTMLElement>('[lang]')?.lang ?? navigator.language;
    const address = new URL(this.getAttribute('src') ?? '', this.baseURI).href;
    const [item, mount, texts, preset] = await Promise.all([
      this.data ?? loadDocument(address, signal),
      this.kind.load(),
      textsOf(language, this.localizedTexts),
      name === null ? NO_PRESET : loadPreset(name, signal),
    ]);
    return { item, mount, texts, language, preset };
  }

  #context({ item, texts, language, preset }: Parts, signal: AbortSignal): ViewerContext {
    const label = texts(this.kind.label);
    const name = item.label === '' ? label : `${label}: ${item.label}`;
    // No landmark: a page may have as many viewers as it likes, several of the same thing.
    const stage = make('div', { class: 'stage', part: 'stage', role: 'group', 'aria-label': name });
    stage.style.setProperty('--ratio', String(ratioOf(item)));
    const theme = this.getAttribute('theme') ?? preset.theme;
    const frame = make('div', { class: 'viewer', part: 'viewer', 'data-theme': theme }, stage);
    this.#root.replaceChildren(frame);
    this.#root.adoptedStyleSheets = [sheetOf(base)];
    if (preset.css !== undefined) frame.before(make('link', { rel: 'stylesheet', href: preset.css }));
    watchWidth(stage, signal);
    const fail = (error: unknown): void => void (signal.aborted || isAbort(error) || this.#tellError(error));
    listenToPictures(stage, signal, fail);
    return {
      ...{ item, stage, signal, language, fail },
      setting: readSettings(this, preset.attributes, (message) => this.#tell('error', { message })),
      text: (key, ...values) => fillText(texts(key), values),
      tell: (event, detail) => this.#tell(event, detail),
      style: stylesInto(this.#root),
    };
  }

  #tell(event: ViewerEvent | 'error', detail: Readonly<Record<string, unknown>>): boolean {
    const options = { bubbles: true, composed: true, cancelable: true, detail };
    return this.dispatchEvent(new CustomEvent(`dmx:${event}`, options));
  }

  #tellError(error: unknown): void {
    this.#tell('error', { message: error instanceof Error ? error.message : String(error) });
  }
}

/** Keeps the `sizes` attributes of pictures at their real widths. */
function watchWidth(stage: HTMLElement, signal: AbortSignal): void {
  const watcher = new ResizeObserver(([entry]) => sizePictures(stage, entry?.contentRect.width ?? stage.clientWidth));
  watcher.observe(stage);
  signal.addEventListener('abort', () => watcher.disconnect());
}

/** Hears of pictures that cannot be had. */
function listenToPictures(stage: HTMLElement, signal: AbortSignal, fail: ViewerContext['fail']): void {
  const onError = ({ target }: Event): void => {
    if (target instanceof HTMLImageElement) fail(new Error(`expected a picture at ${target.currentSrc}, got none`));
  };
  stage.addEventListener('error', onError, { signal, capture: true });
}

/** Adds each text of styles once. */
function stylesInto(root: ShadowRoot): ViewerContext['style'] {
  const known = new Set<string>();
  return (css) => {
    if (known.has(css)) return;
    known.add(css);
    root.adoptedStyleSheets.push(sheetOf(css));
  };
}

/** Makes the class of the element of one kind. */
export function viewerClass(kind: ViewerKind): CustomElementConstructor {
  return class extends ViewerElement {
    protected override readonly kind = kind;
  };
}
