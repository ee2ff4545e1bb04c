import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { schemaRows, type SchemaNode } from '../../../src/cli/schema-table.ts';

function rowsOf(schema: z.ZodType) {
  return schemaRows(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as SchemaNode);
}

describe('the table of a schema', () => {
  it('tells what a field takes, its default and what it is', () => {
    const schema = z.object({ tile: z.int().min(16).max(4096).default(256).describe('Side of a tile') });
    expect(rowsOf(schema)).toEqual([['`tile`', 'whole number 16…4096', '`256`', 'Side of a tile']]);
  });

  it('marks what cannot be left out', () => {
    expect(rowsOf(z.object({ name: z.string() }))).toEqual([['`name`', 'text', '*needed*', '']]);
  });

  it.each([
    [z.enum(['a', 'b']), 'a, b'],
    [z.boolean(), 'true or false'],
    [z.number().min(0), 'number ≥ 0'],
    [z.literal('x'), '"x"'],
    [z.array(z.string()), 'list of text'],
    [z.tuple([z.int(), z.int()]), '[whole number, whole number]'],
    [z.union([z.string(), z.number()]), 'text'],
    [z.union([z.boolean(), z.enum(['x'])]), 'true or false, or x'],
  ])('%o takes %s', (field, takes) => {
    expect(rowsOf(z.object({ field: field.optional() }))[0]?.[1]).toBe(takes);
  });

  it('goes into objects, lists and the alternative that has fields', () => {
    const part = z.object({ side: z.boolean().optional() });
    const schema = z.object({ one: part, many: z.array(part), either: z.union([z.boolean(), part]) });
    expect(rowsOf(schema).map(([name]) => name)).toEqual([
      ...['`one`', '`one.side`', '`many`', '`many[].side`', '`either`', '`either.side`'],
    ]);
  });
});
