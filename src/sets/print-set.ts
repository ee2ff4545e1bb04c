import { memberPath, type MediaSet, type SetMember, type SetType } from '../model/sets.ts';
import type { MediaKind } from '../model/asset.ts';
import { printCatalogText, type CatalogText, type MediaItem, type SwatchItem } from './catalog-text.ts';

/** Looks up the members of a set that is printed. */
export interface MemberKinds {
  readonly kindAt: (asset: string) => MediaKind | undefined;
  readonly setAt: (path: string) => MediaSet | undefined;
}

/** Kinds of a mixed set's members, as catalogs name them. */
const TYPE_OF_SET: Readonly<Record<SetType, string>> = {
  ...{ image: 'img_set', carousel: 'img_set', spin: 'spin', page: 'ecat', video: 'video_set', mixed: '' },
};

const TYPE_OF_ASSET: Readonly<Record<MediaKind, string>> = { image: 'advanced_image', video: 'video' };

/** The picture that stands for a set among swatches: its first one. */
function faceOf(path: string, { setAt }: MemberKinds, depth = 0): string {
  const [first] = setAt(path)?.members ?? [];
  if (first === undefined || depth > 10) return path;
  return 'asset' in first ? first.asset : faceOf(first.set, { setAt, kindAt: () => undefined }, depth + 1);
}

function swatchItem(member: SetMember, kinds: MemberKinds): SwatchItem {
  const { swatch, label } = member;
  const id = memberPath(member);
  if (swatch !== undefined && 'color' in swatch)
    return { id, swatch: { color: swatch.color, ...(label === undefined ? {} : { label }) } };
  if (swatch !== undefined) return { id, swatch: swatch.asset };
  // A set among pictures has to have one.
  return 'set' in member ? { id, swatch: faceOf(member.set, kinds) } : { id };
}

function mediaItem(member: SetMember, { kindAt, setAt }: MemberKinds): MediaItem {
  const { swatch } = member;
  const type =
    'set' in member ? TYPE_OF_SET[setAt(member.set)?.type ?? 'image'] : TYPE_OF_ASSET[kindAt(member.asset) ?? 'image'];
  const picture = swatch !== undefined && 'asset' in swatch ? { swatch: swatch.asset } : {};
  return { id: memberPath(member), ...picture, type };
}

function rowsOf(paths: readonly string[], columns: number): readonly (readonly string[])[] {
  return Array.from({ length: paths.length / columns }, (_, row) => paths.slice(row * columns, (row + 1) * columns));
}

function catalogText({ type, members, grid }: MediaSet, kinds: MemberKinds): CatalogText {
  const paths = members.map(memberPath);
  if (grid !== undefined) return { form: 'rows', rows: rowsOf(paths, grid.columns) };
  if (type === 'mixed') return { form: 'media', items: members.map((member) => mediaItem(member, kinds)) };
  if (type === 'page')
    return { form: 'spreads', spreads: members.map((member) => [memberPath(member), ...(member.beside ?? [])]) };
  if (type === 'spin' || type === 'video') return { form: 'swatches', items: paths.map((id) => ({ id })) };
  return { form: 'swatches', items: members.map((member) => swatchItem(member, kinds)) };
}

/** A set in the language of Image Serving's catalogs, with asset paths as names. */
export function printSet(set: MediaSet, kinds: MemberKinds): string {
  return printCatalogText(catalogText(set, kinds));
}
