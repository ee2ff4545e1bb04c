/** The assets that the `asset` of a viewer of Dynamic Media names, in their rows. */
export interface AssetText {
  readonly ids: readonly string[];
  /** Number of rows of a spin in two directions. */
  readonly rows?: number;
}

/** An id without its request, and without the swatch and type behind it. */
const idOf = (item: string): string => {
  const [id = ''] = decodeURIComponent(item).split(/[?;]/);
  return id.trim();
};

/**
 * Reads `a`, `a,b,c`, `(a?request,b)`, `((a,b),(c,d))` and `a;;type;,b;thumb;type;`. Requests are left out: a folder of files
 * answers none. A name without a company takes that of the first.
 */
export function readAssetText(text: string): AssetText {
  const nested = text.startsWith('((') && text.endsWith('))');
  const groups = nested ? text.slice(2, -2).split('),(') : [text.replace(/^\((.*)\)$/, '$1')];
  const ids = groups.flatMap((group) =>
    group
      .split(',')
      .map(idOf)
      .filter((id) => id !== ''),
  );
  const [company] = ids[0]?.split('/') ?? [];
  const full = ids.map((id) =>
    id.includes('/') || company === undefined || !ids[0]?.includes('/') ? id : `${company}/${id}`,
  );
  return nested ? { ids: full, rows: groups.length } : { ids: full };
}
