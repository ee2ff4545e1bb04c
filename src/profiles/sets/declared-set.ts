import type { DeclaredSet, SetMember } from '../../model/sets.ts';
import type { DocumentMember, SetDocument } from './set-document.ts';

function memberOf(given: DocumentMember): SetMember {
  if (typeof given === 'string') return { asset: given };
  const shown = given.label === undefined ? {} : { label: given.label };
  if ('spread' in given) {
    const [first = '', ...beside] = given.spread;
    return { asset: first, ...(beside.length > 0 ? { beside } : {}), ...shown };
  }
  const face = given.swatch === undefined ? {} : { swatch: given.swatch };
  return { ...('set' in given ? { set: given.set } : { asset: given.asset }), ...face, ...shown };
}

/** The set that a document declares. */
export function declaredSet({ name, type, members = [], rows }: SetDocument): DeclaredSet {
  if (rows === undefined) return { path: name, type, members: members.map(memberOf) };
  return { path: name, type, members: rows.flat().map((path) => ({ asset: path })), columns: rows[0]?.length ?? 1 };
}
