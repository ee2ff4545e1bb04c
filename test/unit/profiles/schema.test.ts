import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import * as z from 'zod';
import { config } from '../../../src/profiles/config-schema.ts';
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

  it('tells the kinds of documents apart', () => {
    expect(documents.map((node) => node.title)).toEqual([
      'dmx.yaml',
      'image profile',
      'image presets',
      'video profile',
      'rule for sets',
      'set',
      'viewer presets',
    ]);
    const kinds = documents.map((node) => (node.properties?.['kind'] as Node | undefined)?.const);
    expect(kinds).toEqual([
      undefined,
      'image-profile',
      'image-presets',
      'video-profile',
      'set-rules',
      'set',
      'viewer-presets',
    ]);
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

  it.each([
    ['memory', ['512MiB', '3GiB', '1.5 GB', '1048576'], ['lots', '3 apples', 'GB']],
    ['timeout', ['90s', '10m', '1h30m', '250ms', '15M'], ['soon', '10 apples', '1h 30']],
    ['output', ['dmx-out', '../out', '/srv/out', '~backup/out'], ['~', '~/out', '']],
  ])('has the pattern that the reader of %s has', (key, good, bad) => {
    const { pattern } = (documents[0]?.properties?.[key] ?? {}) as Node;
    const judge = new RegExp(pattern ?? 'none', 'u');
    const isRead = (value: string): boolean => config.safeParse({ [key]: value }).success;
    for (const value of good) expect([value, judge.test(value), isRead(value)]).toEqual([value, true, true]);
    for (const value of bad) expect([value, judge.test(value), isRead(value)]).toEqual([value, false, false]);
  });

  it('is plain JSON', () => {
    expect(JSON.parse(JSON.stringify(schema))).toEqual(schema);
  });
});
