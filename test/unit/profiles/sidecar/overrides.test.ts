import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editOverrides, readOverrides } from '../../../../src/profiles/sidecar/overrides.ts';

const read = (text: string) => readOverrides({ name: 'red.jpg.dmx.yaml', text });

describe('a sidecar', () => {
  it('says where crops lie and what all others show', () => {
    const { overrides, problems } = read('focus: [0.5, 0.31]\ncrops:\n  Large: [0, 0.1, 1, 0.8]\n');
    expect(problems).toEqual([]);
    expect(overrides).toEqual({ focus: [0.5, 0.31], crops: { Large: [0, 0.1, 1, 0.8] } });
    expect(read('')).toEqual({ overrides: {}, problems: [] });
  });

  it.each([
    ['crops: { Large: [0, 0, 1] }', 1, 17],
    ['crops:\n  Large: [0.5, 0, 0.6, 1]', 2, 10],
    ['crops:\n  Large: [0, 0, 0, 1]', 2, 10],
    ['focus: [0.5, 1.2]', 1, 14],
    ['focus: middle', 1, 8],
    ['fokus: [0.5, 0.5]', 1, 1],
    ['focus: [0.5, 0.5]\n---\nfocus: [0, 0]', 3, 1],
    ['focus: [', 1, 8],
  ])('of %j is refused where it is wrong, and says nothing', (text, line, column) => {
    const { overrides, problems } = read(text);
    expect(problems[0]).toMatchObject({ code: 'SIDECAR_INVALID', line, column });
    expect(overrides).toEqual({});
  });

  it('keeps what a person wrote beside what is set', () => {
    const text = '# agreed with the brand\ncrops:\n  large: [0, 0, 1, 1] # whole\n  Small: [0, 0, 0.5, 0.5]\n';
    const edited = editOverrides(text, { clear: false, crops: { Large: [0, 0.1, 1, 0.8] }, focus: [0.5, 0.25] });
    expect(edited).toContain('# agreed with the brand');
    expect(read(edited).overrides).toEqual({
      focus: [0.5, 0.25],
      crops: { Large: [0, 0.1, 1, 0.8], Small: [0, 0, 0.5, 0.5] },
    });
  });

  it.each(['007', '1e3', 'null', '0x1F'])('edits a crop called %s, which YAML takes for something else', (name) => {
    const text = `crops:\n  ${name}: [0, 0, 1, 1] # whole\n  Small: [0, 0, 0.5, 0.5]\n`;
    const edited = editOverrides(text, { clear: false, crops: { [name]: [0, 0.1, 1, 0.8] } });
    expect(read(edited)).toEqual({
      overrides: { crops: { Small: [0, 0, 0.5, 0.5], [name]: [0, 0.1, 1, 0.8] } },
      problems: [],
    });
  });

  it('is empty once it says nothing any more', () => {
    expect(editOverrides('focus: [0, 0]\n', { clear: true, crops: {} })).toBe('');
  });

  it('says what was set, whatever it said before', () => {
    const part = fc.integer({ min: 0, max: 1000 }).map((thousandths) => thousandths / 1000);
    const point = fc.tuple(part, part);
    const rect = fc.tuple(part, part, part, part).filter(([x, y, w, h]) => w > 0 && h > 0 && x + w <= 1 && y + h <= 1);
    const crops = fc.dictionary(fc.constantFrom('Large', 'Small', 'Story'), rect);
    fc.assert(
      fc.property(crops, point, crops, (before, focus, after) => {
        const first = editOverrides('', { clear: false, crops: before, focus });
        const { overrides, problems } = read(editOverrides(first, { clear: false, crops: after }));
        expect(problems).toEqual([]);
        expect(overrides.focus).toEqual(focus);
        expect(overrides.crops ?? {}).toEqual({ ...before, ...after });
      }),
    );
  });
});
