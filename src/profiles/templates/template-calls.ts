import { literal } from './data-rows.ts';
import type { RenditionRow } from '../image.ts';

/** One rendition of a listed one: of a template with data there is one for each row. */
export interface TemplateCall {
  /** Absent = the name in the profile. */
  readonly name?: string;
  readonly values: Readonly<Record<string, string>>;
}

/** The renditions that a listed one comes to, with the values of their variables. */
export function callsOf({ name, template, preset, set = {}, rows }: RenditionRow): readonly TemplateCall[] {
  const values = Object.fromEntries(Object.entries(set).map(([key, value]) => [key, literal(String(value))]));
  const called = name ?? template ?? preset;
  if (!rows) return [{ values, ...(called !== undefined && template !== undefined && { name: called }) }];
  return rows.map((row) => ({ name: `${called}-${row.name}`, values: { ...values, ...row.values } }));
}
