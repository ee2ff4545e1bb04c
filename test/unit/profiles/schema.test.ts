import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { jsonSchema } from '../../../src/profiles/schema.ts';
import { shippedFiles } from '../../support/project/shipped-profiles.ts';

type Node = z.core.JSONSchema.BaseSchema;

/** Every schema inside a schema, itself included. */
function nodesOf(node: unknown): Node[] {
  if (typeof node !== 'object' || node === null) return [];
  if (Array.isArray(node)) return node.flatMap(nodesOf);
  return [node as Node, ...Object.values(node).flatMap(nodesOf)];
}

describe('the JSON Schema', () => {
  const schema = jsonSchema();
  const documents = (schema.anyOf ?? []) as Node[];

  it('tells the four kinds of documents apart', () => {
    expect(documents.map((node) => node.title)).toEqual([
      'dmx.yaml',
      'image profile',
      'image presets',
      'video profile',
    ]);
    const kinds = documents.map((node) => (node.properties?.['kind'] as Node | undefined)?.const);
    expect(kinds).toEqual([undefined, 'image-profile', 'image-presets', 'video-profile']);
  });

  it('describes every key and refuses unknown ones', () => {
    const maps = documents
      .flatMap(nodesOf)
      .filter(({ type, properties }) => type === 'object' && properties !== undefined);
    expect(maps.length).toBeGreaterThan(10);
    for (const { properties, additionalProperties } of maps) {
      expect(additionalProperties).toBe(false);
      for (const [key, property] of Object.entries(properties ?? {})) {
        expect((property as Node).description, key).toMatch(/\w/);
      }
    }
  });

  it('accepts every shipped file', () => {
    const judge = z.fromJSONSchema(schema as Parameters<typeof z.fromJSONSchema>[0]);
    for (const { name, text } of shippedFiles()) {
      for (const document of text.split(/^---$/m)) expect(judge.safeParse(parse(document)).success, name).toBe(true);
    }
    expect(judge.safeParse({ kind: 'image-profile', name: 'a', pyramd: {} }).success).toBe(false);
    expect(judge.safeParse({ libary: 'x' }).success).toBe(false);
  });

  it('is plain JSON', () => {
    expect(JSON.parse(JSON.stringify(schema))).toEqual(schema);
  });
});
