import type { AttributeName } from '../../model/viewers/attributes.ts';
import type { FieldValue } from '../../model/viewers/attribute-fields.ts';
import type { ViewerItem } from '../../model/viewers/document.ts';
import type { TextKey } from '../texts/english.ts';

/** The events of viewers, told as `dmx:…`. */
export type ViewerEvent =
  | 'load'
  | 'swap'
  | 'zoom'
  | 'pan'
  | 'spin'
  | 'swatch'
  | 'slide'
  | 'play'
  | 'pause'
  | 'stop'
  | 'milestone'
  | 'hotspot'
  | 'quickview';

/** The surroundings of a viewer: everything that it knows of its element and page. */
export interface ViewerContext<T extends ViewerItem = ViewerItem> {
  readonly item: T;
  /** The place that it fills, within a shadow root. */
  readonly stage: HTMLElement;
  /** Aborted when the viewer goes: listeners and requests end with it. */
  readonly signal: AbortSignal;
  /** The value of an attribute: a value for each field of it. */
  readonly setting: (name: AttributeName) => readonly FieldValue[];
  /** The language of the page, by its tag. */
  readonly language: string;
  /** A text in the language of the page; `{0}` and so on are replaced by the values. */
  readonly text: (key: TextKey, ...values: readonly (string | number)[]) => string;
  /** Dispatches an event. Returns false where a listener prevented the viewer's default action. */
  readonly tell: (event: ViewerEvent, detail: Readonly<Record<string, unknown>>) => boolean;
  /** Tells the page of what failed while or after the viewer came to stand; work that was given up has not failed. */
  readonly fail: (error: unknown) => void;
  /** Adds styles, once for each text. */
  readonly style: (css: string) => void;
}

/** Fills a stage. What has to be undone at the end listens to the context's signal. */
export type Mount = (context: ViewerContext) => void | Promise<void>;

/** Tells whether the user prefers reduced motion. */
export const wantsStillness = (): boolean => matchMedia('(prefers-reduced-motion: reduce)').matches;

/** A number of an attribute's fields. */
export function numberAt(values: readonly FieldValue[], index: number): number {
  return Number(values[index] ?? 0);
}
