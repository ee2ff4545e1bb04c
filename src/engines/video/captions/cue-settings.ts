const PERCENT = String.raw`(?:100(?:\.0+)?|\d{1,2}(?:\.\d+)?)%`;

/** The values of each setting (WebVTT §4.4); a region has to be one that the file defines. */
const VALUES: Readonly<Record<string, RegExp>> = {
  vertical: /^(?:rl|lr)$/,
  line: new RegExp(`^(?:${PERCENT}|-?\\d{1,4})(?:,(?:start|center|end))?$`),
  position: new RegExp(`^${PERCENT}(?:,(?:line-left|center|line-right))?$`),
  size: new RegExp(`^${PERCENT}$`),
  align: /^(?:start|center|end|left|right)$/,
};

/** Spellings of the same by drafts of the format, and by Dynamic Media after them. */
const OLD_NAMES: Readonly<Record<string, string>> = { A: 'align', D: 'vertical', L: 'line', S: 'size', T: 'position' };
const OLD_VALUES: Readonly<Record<string, string>> = { 'align:middle': 'align:center' };

/** The settings of a cue: those that are valid, each name once, and those that are not. */
export interface CueSettings {
  readonly settings: readonly string[];
  readonly invalid: readonly string[];
}

/** Reads what follows the times of a cue. `regions`: ids that the file has defined. */
export function parseCueSettings(text: string, regions: Pick<ReadonlySet<string>, 'has'>): CueSettings {
  const settings = new Map<string, string>();
  const invalid: string[] = [];
  for (const word of text.split(/[ \t]+/).filter((one) => one !== '')) {
    const [, spelled = '', value = ''] = /^([A-Za-z]+):(.+)$/.exec(word) ?? [];
    const name = OLD_NAMES[spelled] ?? spelled;
    const known = name === 'region' ? regions.has(value) : VALUES[name]?.test(value);
    const setting = OLD_VALUES[`${name}:${value}`] ?? `${name}:${value}`;
    if (known === true || setting !== `${name}:${value}`) settings.set(name, setting);
    else invalid.push(word);
  }
  return { settings: [...settings.values()], invalid };
}

/** The id that a REGION block defines; undefined where it has none, and so cannot be referred to. */
export function regionId(body: string): string | undefined {
  return /(?:^|\s)id:(\S+)/.exec(body)?.[1];
}

/** The settings of a region (WebVTT §4.3). */
const REGION =
  /^(?:id:\S+|width:[\d.]+%|lines:\d+|regionanchor:[\d.]+%,[\d.]+%|viewportanchor:[\d.]+%,[\d.]+%|scroll:up)$/;

/** A REGION block's body with what is valid of it. */
export function cleanRegion(body: string): string {
  const words = body.split(/\s+/).filter((word) => REGION.test(word) && !word.includes('-->'));
  return words.join('\n');
}
