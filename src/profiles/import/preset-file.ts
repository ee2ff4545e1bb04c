import { Document, isMap, isScalar, Scalar } from 'yaml';
import type { Preset } from '../library.ts';
import type { Omission, TakenOver } from './take-over.ts';

const remark = ({ modifier, reason }: Omission): string =>
  ` left out: ${modifier === '' ? reason : `${modifier} (${reason})`}`;

/** The comment above a preset: one line each, whatever a hostile text holds. */
function commentFor(preset: Preset, omissions: readonly Omission[]): string | undefined {
  const lines = omissions.filter((one) => one.preset === preset.name && one.modifier !== '').map(remark);
  return lines.length === 0 ? undefined : lines.map((line) => line.replaceAll(/\p{Cc}+/gu, ' ')).join('\n');
}

/** A file of presets as YAML, with what was left out of each in a comment above it. `source`: where they are from. */
export function presetFile({ presets, omissions }: TakenOver, source: string): string {
  const document = new Document({
    kind: 'image-presets',
    presets: Object.fromEntries(presets.map(({ name, text }) => [name, text])),
  });
  document.commentBefore = ` Taken over from ${source.replaceAll(/\p{Cc}+/gu, ' ')} by dmx presets import.`;
  const map = document.get('presets');
  if (isMap(map)) {
    for (const { key, value } of map.items) {
      const preset = presets.find(({ name }) => isScalar(key) && String(key.value) === name);
      const comment = preset && commentFor(preset, omissions);
      if (isScalar(key) && comment !== undefined) key.commentBefore = comment;
      if (isScalar(value)) value.type = Scalar.QUOTE_DOUBLE;
    }
  }
  return document.toString({ lineWidth: 0 });
}
