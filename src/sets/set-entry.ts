import type { MediaSet, MemberEntry, SetEntry, SetMember, Swatch } from '../model/sets.ts';
import { printSet, type MemberKinds } from './print-set.ts';

function swatchEntry(swatch: Swatch): NonNullable<MemberEntry['swatch']> {
  return 'asset' in swatch ? swatch : { color: `#${swatch.color.toString(16).padStart(6, '0')}` };
}

function memberEntry({ swatch, label, beside, ...of }: SetMember): MemberEntry {
  return {
    ...of,
    ...(beside === undefined ? {} : { beside }),
    ...(swatch === undefined ? {} : { swatch: swatchEntry(swatch) }),
    ...(label === undefined ? {} : { label }),
  };
}

/** A set as the manifest lists it, without its version: keys in a fixed order, so that equal sets give equal bytes. */
export function setEntry(set: MediaSet, kinds: MemberKinds): Omit<SetEntry, 'version'> {
  const { path, type, by = null, members, grid } = set;
  return { path, type, by, members: members.map(memberEntry), ...grid, text: printSet(set, kinds) };
}
