/** The first path that is not before `from`, or that is behind it, and not gone; undefined = there is none. */
export type NextPath = (from: string, including: boolean) => Promise<string | undefined>;

/** See `Catalog.namesIn`: leaps from name to name over all that lies in folders. */
export async function namesIn(
  next: NextPath,
  { folder, start, most }: { readonly folder: string; readonly start: string; readonly most: number },
): Promise<readonly string[]> {
  const prefix = folder === '' ? '' : `${folder}/`;
  const names: string[] = [];
  let [from, including] = [`${prefix}${start}`, true];
  while (names.length < most) {
    const path = await next(from, including);
    if (path === undefined || !path.startsWith(`${prefix}${start}`)) break;
    const slash = path.indexOf('/', prefix.length);
    names.push(slash < 0 ? path.slice(prefix.length) : path.slice(prefix.length, slash + 1));
    // Zero is what follows the slash.
    [from, including] = slash < 0 ? [path, false] : [`${path.slice(0, slash)}0`, true];
  }
  return names;
}
