import { suggest } from './yaml/zod-issue.ts';

/** Fields that may stand in braces in `naming`. */
const PLACEHOLDERS = ['path', 'dir', 'stem', 'name', 'ext', 'width', 'height', 'hash8'] as const;
export type Placeholder = (typeof PLACEHOLDERS)[number];

/** A literal piece of a template, or a placeholder in it. */
export type NamingPiece = string | { readonly placeholder: Placeholder };

/** Splits a template into its pieces; answers what is wrong with it instead, as the ⟨what⟩ that was expected. */
export function parseNaming(template: string): readonly NamingPiece[] | { readonly expected: string } {
  const pieces: NamingPiece[] = [];
  for (const [, literal, placeholder] of template.matchAll(/([^{}]+)|\{([^{}]*)\}|[{}]/g)) {
    if (literal !== undefined) pieces.push(literal);
    else if (isPlaceholder(placeholder)) pieces.push({ placeholder });
    else return { expected: misspelled(placeholder) };
  }
  const expected = weakness(
    template,
    new Set(pieces.map((piece) => (typeof piece === 'string' ? '' : piece.placeholder))),
  );
  return expected === undefined ? pieces : { expected };
}

function isPlaceholder(text: string | undefined): text is Placeholder {
  return PLACEHOLDERS.some((placeholder) => placeholder === text);
}

function misspelled(text: string | undefined): string {
  const known = PLACEHOLDERS.map((placeholder) => `{${placeholder}}`).join(' ');
  return text === undefined
    ? 'matching braces'
    : `one of ${known} instead of {${text}} (${suggest(text, PLACEHOLDERS)})`;
}

/**
 * Two renditions must not get one path: the asset and the rendition both have to show, and the extension tells the
 * type.
 */
function weakness(template: string, has: ReadonlySet<string>): string | undefined {
  if (!has.has('name')) return 'a layout with {name}, which tells the renditions of an asset apart';
  if (!has.has('path') && !(has.has('dir') && has.has('stem')))
    return 'a layout with {path}, or with both {dir} and {stem}';
  if (!has.has('ext')) return 'a layout with {ext}';
  const segments = template.split('/');
  const strays = segments.some((segment) => segment === '' || segment === '.' || segment === '..');
  return strays || /[\\\p{Cc}]/u.test(template)
    ? 'a layout below renditions/, without empty, `.` or `..` parts'
    : undefined;
}
