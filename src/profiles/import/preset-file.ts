import { Document, isMap, isScalar, Scalar } from 'yaml';
import type { Preset } from '../library.ts';
import { NO_SETTINGS, type ConvertedSettings } from './settings/convert-settings.ts';
import type { Omission, ConvertedPresets } from './convert-presets.ts';

const remark = ({ modifier, reason }: Omission): string =>
  ` left out: ${modifier === '' ? reason : `${modifier} (${reason})`}`;

/** The comment above a preset: one line each, whatever a hostile text holds. */
function commentFor(preset: Preset, omissions: readonly Omission[]): string | undefined {
  const lines = omissions.filter((one) => one.preset === preset.name && one.modifier !== '').map(remark);
  return lines.length === 0 ? undefined : lines.map((line) => line.replaceAll(/\p{Cc}+/gu, ' ')).join('\n');
}

/** The presets as a document of YAML, with what was left out of each in a comment above it. */
function presetDocument({ presets, omissions }: ConvertedPresets): Document {
  const document = new Document({
    kind: 'image-presets',
    presets: Object.fromEntries(presets.map(({ name, text }) => [name, text])),
  });
  const map = document.get('presets');
  if (isMap(map)) {
    for (const { key, value } of map.items) {
      const preset = presets.find(({ name }) => isScalar(key) && String(key.value) === name);
      const comment = preset && commentFor(preset, omissions);
      if (isScalar(key) && comment !== undefined) key.commentBefore = comment;
      if (isScalar(value)) value.type = Scalar.QUOTE_DOUBLE;
    }
  }
  return document;
}

/** The presets of viewers as a document of YAML; undefined where there are none. */
function viewerDocument({ viewers }: ConvertedSettings): Document | undefined {
  if (viewers.length === 0) return undefined;
  const presets = Object.fromEntries(viewers.map(({ name, ...preset }) => [name, preset]));
  return new Document({ kind: 'viewer-presets', presets });
}

/** Settings that belong into dmx.yaml, as a comment: this file is one of profiles. */
function serverComment({ server }: ConvertedSettings): string {
  if (Object.keys(server).length === 0) return '';
  const text = new Document({ server }).toString({ lineWidth: 0, flowCollectionPadding: false });
  return `\n# Of the image server, for dmx.yaml:\n${text.trimEnd().replaceAll(/^/gm, '# ')}\n`;
}

/** A file of what was taken over, a document of YAML for each kind. `source`: where it is from. */
export function presetFile(taken: ConvertedPresets, source: string, settings: ConvertedSettings = NO_SETTINGS): string {
  const documents = [
    ...(taken.presets.length === 0 ? [] : [presetDocument(taken)]),
    ...[viewerDocument(settings)].filter((one) => one !== undefined),
    ...settings.rules.map((rule) => new Document(rule)),
  ];
  const head = `# Taken over from ${source.replaceAll(/\p{Cc}+/gu, ' ')} by dmx presets import.\n\n`;
  const text = documents.map((document) => document.toString({ lineWidth: 0 })).join('---\n');
  return head + text + serverComment(settings);
}
