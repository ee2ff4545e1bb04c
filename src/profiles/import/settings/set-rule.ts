import type * as z from 'zod';
import { setRules } from '../../sets/set-rules.ts';
import type { Omission } from '../convert-presets.ts';
import type { FoundSettings } from './find-settings.ts';
import { fieldsOf } from './rule-fields.ts';

type Rule = Readonly<Record<string, unknown>>;

/** The type of sets that words of a form mean. */
function typeOf(text: string): string {
  const word = text.toLowerCase();
  if (/spin|multi.?axis/.test(word)) return 'spin';
  return ['carousel', 'mixed', 'video', 'page'].find((type) => word.includes(type)) ?? 'image';
}

/** A folder of AEM as one of the library. */
const folderOf = (text: string): string => text.replace(/^\/?content\/dam\/?/, '').replaceAll(/^\/+|\/+$/g, '');

interface Taken {
  readonly rule?: Rule;
  readonly omissions: readonly Omission[];
}

const issueText = ({ issues }: z.ZodError): string =>
  issues.map(({ path, message }) => `${path.join('.')}: expected ${message}`).join('; ');

/** A rule by which names make sets, of a batch set preset, and what of it is not taken over. */
export function takeRule({ properties }: FoundSettings, name: string): Taken {
  const { type = '', match, base, order, row, column, prefix, suffix, into, derived } = fieldsOf(properties);
  const folder = into === undefined ? '' : folderOf(into);
  const given = {
    kind: 'set-rules',
    name,
    type: typeOf(type),
    match,
    base,
    // The commas of a quantifier are none between expressions.
    order: order?.split(/,(?![^{]*\})/).map((one) => one.trim()),
    ...{ row, column, prefix, suffix },
    into: folder === '' ? undefined : folder,
  };
  const rule = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  const omissions: Omission[] = [];
  if (derived !== undefined && /^(?:no|false|0)$/i.test(derived)) {
    const reason = 'files that dmx makes of others are no assets, so that there are none to leave out';
    omissions.push({ preset: name, modifier: `includeDerived=${derived}`, reason, hint: '' });
  }
  const checked = setRules.safeParse(rule);
  if (checked.success) return { rule, omissions };
  const hint = 'Write it by hand: kind: set-rules.';
  return { omissions: [...omissions, { preset: name, modifier: match ?? '', reason: issueText(checked.error), hint }] };
}
