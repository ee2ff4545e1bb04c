import * as z from 'zod';
import { present } from '../../base/present.ts';
import type { Hotspot, ZoomTarget } from '../../model/hotspots.ts';
import { normalPoint, normalRect, textual, whole } from '../fields.ts';

/** Most hotspots, and most zoom targets, of one picture. */
const MOST = 1000;
/** Most corners of a polygon. */
const MOST_CORNERS = 1000;

export const label = (most: number) =>
  z
    .string({ error: `a text of at most ${most} letters` })
    .trim()
    .min(1)
    .max(most);

/** The schemes that may be followed from a page. `javascript:` and `data:` would run what somebody wrote into a sidecar. */
const SCHEMES = ['http', 'https', 'mailto', 'tel'];

/** Browsers leave control characters and white space out of an address before they look at its scheme. */
// oxlint-disable-next-line no-control-regex
const UNSEEN = /[\u0000-\u0020\u007f-\u00a0\u2028\u2029\ufeff]/;

export function isAddress(text: string): boolean {
  if (text === '' || text.length > 8192 || UNSEEN.test(text)) return false;
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(text)?.[1]?.toLowerCase();
  return scheme === undefined || SCHEMES.includes(scheme);
}

const address = textual(`an address without spaces: relative, or with ${SCHEMES.join(', ')}`, (text) =>
  isAddress(text) ? text : undefined,
);

const WINDOW = /^(_blank|_self|_parent|_top|[A-Za-z][\w-]{0,99})$/;
const window = textual('_blank, _self, _parent, _top, or the name of a window', (text) =>
  WINDOW.test(text) ? text : undefined,
);

const variableError = 'variables with names of letters, digits, _ and -, `sku` among them';
const variable = z.string({ error: variableError }).regex(/^[A-Za-z_][\w-]{0,99}$/, { error: variableError });
const value = textual('a text', (text) => text);

const quickview = z
  .record(variable, value, { error: variableError })
  .refine(({ sku = '' }) => sku !== '', { error: variableError });

const PLACES = ['at', 'area', 'polygon'] as const;
const ACTIONS = ['quickview', 'href', 'fragment'] as const;

const oneOf = (keys: readonly string[], of: object): boolean =>
  keys.filter((key) => (of as Record<string, unknown>)[key] !== undefined).length === 1;

const list = (keys: readonly string[]): string => keys.map((key) => `\`${key}\``).join(', ');

/** The fields of what happens when something is chosen. */
export const actionFields = {
  quickview: quickview.optional(),
  href: address.optional(),
  target: window.optional(),
  fragment: address.optional(),
  width: whole(1, 100_000).optional(),
  height: whole(1, 100_000).optional(),
};

type GivenAction = Readonly<Partial<Record<keyof typeof actionFields, unknown>>>;

/** Reports mistakes in the action of a hotspot. */
export function judgeAction(given: GivenAction, context: z.RefinementCtx): void {
  const { href, target, fragment, width, height } = given;
  const blame = (message: string, ...path: readonly string[]): void =>
    context.addIssue({ code: 'custom', message, path: [...path] });
  if (!oneOf(ACTIONS, given)) blame(`one of ${list(ACTIONS)}`);
  if (target !== undefined && href === undefined) blame('`href` beside `target`', 'target');
  if ((width ?? height) !== undefined && fragment === undefined)
    blame('`fragment` beside `width` and `height`', 'fragment');
}

const hotspot = z
  .strictObject({
    name: label(200),
    at: normalPoint.optional(),
    area: normalRect.optional(),
    polygon: z
      .array(normalPoint, { error: 'three corners [x, y] or more' })
      .min(3, { error: 'three corners [x, y] or more' })
      .max(MOST_CORNERS)
      .optional(),
    ...actionFields,
  })
  .refine((given) => oneOf(PLACES, given), { error: `one of ${list(PLACES)}` })
  .superRefine(judgeAction)
  .transform((given) => present<Hotspot>(given));

const zoomTarget = z
  .strictObject({ label: label(200), rect: normalRect, userData: textual('a text', (text) => text).optional() })
  .transform((given) => present<ZoomTarget>(given));

/** The hotspots of a picture, in the order of the keyboard. */
export const hotspots = z.array(hotspot, { error: 'a list of hotspots' }).max(MOST);

/** The parts of a picture that viewers zoom to. */
export const zoomTargets = z.array(zoomTarget, { error: 'a list of zoom targets' }).max(MOST);
