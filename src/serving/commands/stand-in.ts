import { objectOrNone, quoted } from '../argument.ts';
import { command } from '../command.ts';

/** Commands that replace pictures and texts: localised ones, and defaults for missing ones. */
export const STAND_IN_COMMANDS = [
  command({
    name: 'locale',
    scope: 'request',
    args: [quoted('locale')],
    default: '`defaultlocale` of the server settings',
    summary:
      'Language of texts (`text=Sale^loc=de^Angebot`: the string behind the mark that `localestrmap` has for the locale, else behind the locale or its language, else the first) and of pictures that are named beside the master (their names with the suffixes of `localemap`, the first that is there).',
    example: 'locale=de_de',
    apply: (recipe, [[locale = '']]) => ({ ...recipe, locale: locale.trim().toLowerCase() }),
    read: ({ locale }) => (locale === undefined ? undefined : [[locale]]),
  }),
  command({
    name: 'defaultImage',
    scope: 'request',
    args: [objectOrNone('object')],
    default: '`defaultimage` of the server settings',
    summary:
      'Picture that replaces a missing picture, with a warning; empty: none, and the rendition fails. `defaultimagemode` of the server settings says whether it replaces only that picture.',
    example: 'defaultImage=4711/0000',
    check: ([object]) =>
      object?.request === undefined && (object === null || object?.path !== undefined)
        ? undefined
        : { argument: 'object', expected: 'the path of a picture below the library', got: 'a request' },
    apply: (recipe, [object]) => ({ ...recipe, defaultImage: object?.path ?? '' }),
    read: ({ defaultImage }) =>
      defaultImage === undefined ? undefined : [defaultImage === '' ? null : { path: defaultImage }],
  }),
] as const;
