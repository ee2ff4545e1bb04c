import { describe, expect, it } from 'vitest';
import { parseLibrary } from '../../../../src/profiles/parse.ts';
import { unmark } from '../../../support/language/unmark.ts';

/** Codes of the warnings of a sound profile, which are expected at the marks. */
function warned(declaration: string): string[] {
  const { text, places } = unmark(declaration);
  const { problems, warnings } = parseLibrary([{ name: 'p.yaml', text, shipped: false }]);
  expect(problems).toEqual([]);
  expect(warnings.map(({ line, column }) => `${line}:${column}`)).toEqual(places);
  return [...new Set(warnings.map(({ code }) => code))];
}

describe('keys of profiles and renditions about their files', () => {
  it('are warned of where their file cannot heed them, those of a profile where no file does', () => {
    const logo = '{ name: logo, modifiers: "wid=9&fmt=png" }';
    expect(
      warned(`kind: image-profile
name: a
▸animation: keep
quality: { target: high }
smartCrop: { crops: [{ name: Wide, ratio: "3:1", ▸animation: keep, quality: 90 }] }
renditions:
  - { name: b, modifiers: "wid=9&fmt=tif", ▸quality: 80 }
  - { name: c, modifiers: "wid=9&fmt=webp", maxBytes: 60 kB, animation: first }
  - { name: d, modifiers: "wid=9" }
`),
    ).toEqual(['SETTING_IDLE']);
    expect(
      warned(`kind: image-profile
name: a
animation: video
renditions:
  - { name: b, modifiers: "wid=9", animationOver: 1 MB }
  - { name: c, modifiers: "wid=9", animation: first, ▸animationOver: 1 MB }
`),
    ).toEqual(['SETTING_IDLE']);
    expect(warned(`kind: image-profile\nname: a\n▸maxBytes: 9000\nrenditions: [${logo}]\n`)).toHaveLength(1);
  });
});
