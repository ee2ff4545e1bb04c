/** The fields of a batch set preset, by the names that its form, its exports and people who copy it have for them. */
const NAMES = {
  type: ['type', 'presettype', 'settype'],
  match: ['match', 'matchregex', 'matchpattern', 'assetnaming', 'assetnamingconvention', 'namingconvention'],
  base: ['base', 'basename', 'basenameregex', 'basenamepattern'],
  order: ['order', 'sequenceorder', 'sequenceordering', 'sequence'],
  row: ['row', 'rowregex', 'rowpattern', 'rowposition'],
  column: ['column', 'columnregex', 'columnpattern', 'columnposition'],
  prefix: ['prefix', 'setprefix', 'nameprefix', 'setnameprefix'],
  suffix: ['suffix', 'setsuffix', 'namesuffix', 'setnamesuffix'],
  into: ['into', 'destination', 'destinationfolder', 'setcreationfolder'],
  derived: ['includederived', 'includederivedassets', 'derivedassets'],
} as const;

type RuleField = keyof typeof NAMES;

/** Names with letters alone: `Base Name`, `base-name` and `baseName` are one. */
const plainName = (name: string): string => name.toLowerCase().replaceAll(/[^a-z]/g, '');

/** The fields of a batch set preset among properties. */
export function fieldsOf(properties: ReadonlyMap<string, string>): Partial<Record<RuleField, string>> {
  const found: Partial<Record<RuleField, string>> = {};
  for (const [name, value] of properties) {
    for (const [field, names] of Object.entries(NAMES)) {
      if ((names as readonly string[]).includes(plainName(name)) && value !== '') found[field as RuleField] = value;
    }
  }
  return found;
}
