/**
 * Why a parameter that production addresses carry is no command: a clause without its full stop, by lower-case name.
 */
const FOREIGN: Readonly<Record<string, string>> = Object.fromEntries(
  (
    [
      [
        'it makes caches and browsers fetch anew',
        ['ts', 'rp', 'tm', 'lastModified', '_', 'v', 'ver', 'version', 'cb', 'rnd'],
      ],
      ['it names a function of the page', ['callback', 'jsonp']],
      ['it is a parameter of an image CDN', ['imwidth', 'imheight', 'imdensity', 'impolicy', 'q', 'w', 'h', 'chrss']],
      [
        'it is a parameter of the shop’s own pages',
        ['icid', 'color_id', 'constrain', 'cid', 'cm_mmc', 'allowCanvasPrompt'],
      ],
      ['it is a command of Image Rendering', ['illum', 'obj', 'sel', 'decal', 'show']],
      ['it is for trackers', ['gclid', 'fbclid', 'msclkid', 'dclid', 'mc_cid', 'mc_eid']],
    ] as const
  ).flatMap(([reason, names]) => names.map((name) => [name.toLowerCase(), reason] as const)),
);

/** Families whose names campaigns make up. */
const TRACKING = /^utm_/i;

/** Why a name that is no command is read past, as the server does; undefined where nobody is known to send it. */
export function foreignReason(name: string): string | undefined {
  const key = name.toLowerCase();
  if (TRACKING.test(key)) return 'it is for trackers';
  return Object.hasOwn(FOREIGN, key) ? FOREIGN[key] : undefined;
}
