import { describe, expect, it } from 'vitest';
import { describe as list } from '../../../src/plan/listing.ts';
import { parseConfig } from '../../../src/profiles/config.ts';
import { readOverrides } from '../../../src/profiles/sidecar/overrides.ts';
import { FACTS } from '../../support/pictures/image-facts.ts';

const configOf = (text: string) => parseConfig({ name: 'dmx.yaml', text }).config;
const said = (text: string) => readOverrides({ name: 'a.dmx.yaml', text }).overrides;

const CONFIG = configOf(`folders:
  - { path: "**", tags: [all, web] }
  - { path: shoes, tags: [shoe, web] }`);
const gps = { latitude: 1, longitude: 2 };
const EMBEDDED = { title: 'Title', alt: 'Alt', keywords: ['a'], rating: 3, gps };

describe('the listing of a master', () => {
  it('has the tags of its folders and of its sidecar, each once', () => {
    const overrides = said('tags: [hero, shoe, 2024]');
    expect(list({ path: 'shoes/a.jpg', facts: FACTS, overrides }, CONFIG)).toEqual({
      tags: ['all', 'web', 'shoe', 'hero', '2024'],
    });
  });

  it('has the words of its file, with those of its sidecar over them', () => {
    const facts = { ...FACTS, metadata: EMBEDDED };
    const overrides = said('metadata: { title: Other, keywords: [], rating: 0, creator: Ada, alt: "" }');
    expect(list({ path: 'a.jpg', facts, overrides }, configOf('version: 1'))).toEqual({
      metadata: { title: 'Other', alt: '', creator: ['Ada'] },
    });
  });

  it('tells the place of the camera only where dmx.yaml, or a person for this one, asks for it', () => {
    const facts = { ...FACTS, metadata: { gps } };
    expect(list({ path: 'a.jpg', facts }, configOf('version: 1'))).toEqual({});
    expect(list({ path: 'a.jpg', facts }, configOf('gps: true'))).toEqual({ metadata: { gps } });
    const overrides = said('metadata: { gps: { latitude: 5, longitude: 6 } }');
    expect(list({ path: 'a.jpg', facts, overrides }, configOf('version: 1'))).toEqual({
      metadata: { gps: { latitude: 5, longitude: 6 } },
    });
  });
});
