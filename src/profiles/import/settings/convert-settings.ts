import { SHIPPED_PRESETS } from '../../../model/viewers/shipped-presets.ts';
import { NameClaims } from '../name-claims.ts';
import { type Omission, presetName } from '../convert-presets.ts';
import type { FoundSettings } from './find-settings.ts';
import { takeServer } from './server-settings.ts';
import { takeRule } from './set-rule.ts';
import { takeViewer, type ConvertedViewer } from './viewer-preset.ts';

/** Settings of another system as dmx has them. */
export interface ConvertedSettings {
  readonly viewers: readonly ConvertedViewer[];
  /** Documents of `kind: set-rules`. */
  readonly rules: readonly Readonly<Record<string, unknown>>[];
  /** Under `server:` of dmx.yaml. */
  readonly server: Readonly<Record<string, unknown>>;
  readonly omissions: readonly Omission[];
}

export const NO_SETTINGS: ConvertedSettings = { viewers: [], rules: [], server: {}, omissions: [] };

/** Names of these begin with a letter or digit, as they are parts of addresses; a number may come behind them. */
const ownName = (given: string): string =>
  presetName(given)
    .replace(/^[^A-Za-z0-9]+/, '')
    .slice(0, 90) || 'preset';

const isShipped = (name: string): boolean =>
  SHIPPED_PRESETS.some((one) => one.name.toLowerCase() === name.toLowerCase());

function renamed(given: string, name: string): readonly Omission[] {
  const hint = `It is called ${name} now.`;
  const reason = isShipped(given)
    ? `${given} ships with dmx`
    : `expected a name of its own, of letters, digits, . _ -, got ${given}`;
  return given === name ? [] : [{ preset: name, modifier: '', reason, hint }];
}

/** Turns settings that were found into those that dmx accepts; what has no counterpart is told. */
export function convertSettings(found: readonly FoundSettings[]): ConvertedSettings {
  const [viewerNames, ruleNames] = [new NameClaims(), new NameClaims()];
  for (const { name } of SHIPPED_PRESETS) viewerNames.claim(name);
  const viewers: ConvertedViewer[] = [];
  const rules: Readonly<Record<string, unknown>>[] = [];
  const omissions: Omission[] = [];
  let server: Readonly<Record<string, unknown>> = {};
  for (const one of found) {
    if (one.kind === 'server') {
      const taken = takeServer(one);
      server = { ...server, ...taken.settings };
      omissions.push(...taken.omissions);
      continue;
    }
    const name = (one.kind === 'viewer' ? viewerNames : ruleNames).claim(ownName(one.name));
    omissions.push(...renamed(one.name, name));
    if (one.kind === 'viewer') {
      const { preset, omissions: left } = takeViewer(one, name);
      if (preset) viewers.push(preset);
      omissions.push(...left);
    } else {
      const { rule, omissions: left } = takeRule(one, name);
      if (rule) rules.push(rule);
      omissions.push(...left);
    }
  }
  return { viewers, rules, server, omissions };
}
