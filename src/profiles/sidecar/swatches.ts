import * as z from 'zod';
import { DURATION_PATTERN, parseDuration } from '../../base/duration.ts';
import { present } from '../../base/present.ts';
import { type ClipSwatch, isSitePath } from '../../model/viewers/clip-swatches.ts';
import { textual } from '../fields.ts';
import { isPath } from '../is-path.ts';
import { actionFields, isAddress, judgeAction, label } from './hotspots.ts';

/** Most swatches of one clip. */
const MOST = 1000;

/** The shortest time that anything is shown for: what goes sooner cannot be chosen. Seconds. */
const LEAST = 1;

const CLOCK = /^(?:(\d+):)?(\d{1,3}):(\d{2}(?:\.\d+)?)$/;

/** Seconds of `12.5s`, `1m5s`, or as players show them: `1:05`, `1:02:03.5`. */
function parseTime(text: string): number | undefined {
  const [, hours = '0', minutes, seconds] = CLOCK.exec(text.trim()) ?? [];
  if (minutes === undefined || seconds === undefined) return parseDuration(text);
  return Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
}

const time = textual(
  'a time in the clip such as 12s or 1:05',
  (text) => {
    const seconds = parseTime(text);
    // Whole milliseconds: what WebVTT counts in.
    return seconds === undefined ? undefined : Math.round(seconds * 1000) / 1000;
  },
  `${DURATION_PATTERN}|^\\s*(\\d+:)?\\d{1,3}:\\d{2}(\\.\\d+)?\\s*$`,
);

const imageError = 'an asset of the library, or the path of a file of the site that begins with one /';

/** Browsers take two of these at the beginning of an address for the name of another machine. */
const OTHER_MACHINE = /^[/\\]{2}/;

const isImage = (text: string): boolean =>
  isSitePath(text) ? isAddress(text) && !OTHER_MACHINE.test(text) : isPath(text);

const image = textual(imageError, (text) => (isImage(text) ? text.normalize('NFC') : undefined));

/** The name of a file without folders and extension: what Dynamic Media takes for label and number. */
const stemOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1).replace(/(?<=.)\.[^.]*$/, '');

const swatch = z
  .strictObject({
    from: time,
    to: time.optional(),
    label: label(200).optional(),
    image: image.optional(),
    ...actionFields,
  })
  .refine((given) => (given.label ?? given.image) !== undefined, { error: '`label`, `image` or both' })
  .refine(({ from, to = Infinity }) => to - from >= LEAST, {
    error: `a time at least ${LEAST} second after \`from\``,
    path: ['to'],
  })
  .transform((given) => {
    const { image: shown, quickview, href, fragment } = given;
    const stem = shown === undefined ? '' : stemOf(shown);
    const isLeftOpen = (quickview ?? href ?? fragment) === undefined && shown !== undefined;
    return { ...given, label: given.label ?? stem, ...(isLeftOpen && { quickview: { sku: stem } }) };
  })
  .superRefine(judgeAction)
  .transform((given) => present<ClipSwatch>(given));

/** The swatches of a clip, each shown for a while. */
export const swatches = z.array(swatch, { error: 'a list of swatches' }).max(MOST);
