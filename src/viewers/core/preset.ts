/** The content of a viewer preset. */
export interface Preset {
  readonly attributes: Readonly<Record<string, string>>;
  readonly theme?: string | undefined;
  /** Address of styles of the owner's own. */
  readonly css?: string | undefined;
}

const isPreset = (value: unknown): value is Preset =>
  typeof value === 'object' && value !== null && 'attributes' in value && typeof value.attributes === 'object';

/** Finds a preset: one that ships, else the file that was published beside the scripts. Throws Error. */
export async function loadPreset(name: string, signal: AbortSignal): Promise<Preset> {
  const { ABSENT_PRESETS, SHIPPED_PRESETS } = await import('../../model/viewers/shipped-presets.ts');
  const shipped = SHIPPED_PRESETS.find((one) => one.name.toLowerCase() === name.toLowerCase());
  if (shipped) return shipped;
  const reason = ABSENT_PRESETS[name];
  if (reason !== undefined) throw new Error(`expected a viewer preset that is there, got ${name}: ${reason}`);
  const file = new URL(`presets/${encodeURIComponent(name)}.json`, import.meta.url);
  const response = await fetch(file, { signal });
  if (!response.ok)
    throw new Error(`expected the viewer preset ${name} at ${file.href}, got status ${response.status}`);
  const value: unknown = await response.json();
  if (!isPreset(value)) throw new Error(`expected a viewer preset at ${file.href}, got something else`);
  return value.css === undefined ? value : { ...value, css: new URL(value.css, file).href };
}
