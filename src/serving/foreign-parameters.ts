const split = (names: string): readonly string[] => names.split(' ');

/**
 * Why a parameter that production addresses carry is no command: a clause without its full stop, by lower-case name.
 */
const FOREIGN: Readonly<Record<string, string>> = Object.fromEntries(
  (
    [
      [
        'it makes caches and browsers fetch anew',
        split(
          'ts rp tm t dt time timestamp date lastModified modified updated lm v ver version rev revision hash etag',
        ),
      ],
      [
        'it makes caches and browsers fetch anew',
        split('cb rnd rand random nocache cachebust cachebuster cacheid uid'),
      ],
      ['it names a function of the page', split('callback jsonp')],
      [
        'it is a parameter of an image CDN',
        split('imwidth imheight imdensity imformat impolicy im q w h chrss io auto'),
      ],
      ['it is a parameter of an image CDN', split('sw sh sm sfrm odnWidth odnHeight odnBg optimize')],
      [
        'it is a parameter of the shop’s own pages',
        split(
          'icid color_id constrain cid cm_mmc cmp cmpid sid pid sku skuId productId cgid ref referrer allowCanvasPrompt',
        ),
      ],
      ['it is a command of Image Rendering', split('illum obj sel decal show')],
      ['it is for trackers', split('gclid fbclid msclkid dclid mc_cid mc_eid')],
    ] as const
  ).flatMap(([reason, names]) => names.map((name) => [name.toLowerCase(), reason] as const)),
);

/** Families whose names campaigns make up. */
const TRACKING = /^utm_/i;
/** Parameter names that scripts add against caching: `_`, `_ck`, and the empty one (`&=1409897404976`). */
const MADE_UP = /^(?:_.*)?$/;

/** Why a name that is no command is read past, as the server does; undefined where nobody is known to send it. */
export function foreignReason(name: string): string | undefined {
  const key = name.toLowerCase();
  if (TRACKING.test(key)) return 'it is for trackers';
  if (MADE_UP.test(key)) return 'scripts add it so that caches and browsers fetch anew';
  return Object.hasOwn(FOREIGN, key) ? FOREIGN[key] : undefined;
}
