import { escapeXml } from '../../../base/xml.ts';
import { PURPOSES } from '../../../model/track.ts';
import { addressOf, bitrates, labelsOf, setSeconds } from './stream-set.ts';
import type { Choice, PictureFile, SoundFile, StreamFile, StreamSet, TextFile } from './stream-set.ts';

function representation(file: StreamFile, attributes: string): readonly string[] {
  const { name, initBytes, index, codecs } = file;
  const { average } = bitrates(file);
  return [
    `      <Representation id="${escapeXml(name)}" bandwidth="${average}" codecs="${escapeXml(codecs)}" ${attributes}>`,
    `        <BaseURL>${escapeXml(addressOf(file.file))}</BaseURL>`,
    `        <SegmentBase indexRange="${index.offset}-${index.offset + index.bytes - 1}">`,
    `          <Initialization range="0-${initBytes - 1}"/>`,
    ...['        </SegmentBase>', '      </Representation>'],
  ];
}

function pictureSet(pictures: readonly PictureFile[]): readonly string[] {
  return [
    '    <AdaptationSet contentType="video" mimeType="video/mp4" segmentAlignment="true" subsegmentAlignment="true" subsegmentStartsWithSAP="1">',
    ...pictures.flatMap((picture) => {
      const { size, rate } = picture;
      const frames = rate[1] === 1 ? String(rate[0]) : rate.join('/');
      return representation(picture, `width="${size.width}" height="${size.height}" frameRate="${frames}"`);
    }),
    '    </AdaptationSet>',
  ];
}

/** The labels that people read, and the roles that players go by. */
function about({ purpose }: Choice, label: string): readonly string[] {
  const role = purpose === 'main' ? 'main' : PURPOSES[purpose].role;
  return [
    `      <Label>${escapeXml(label)}</Label>`,
    `      <Role schemeIdUri="urn:mpeg:dash:role:2011" value="${role ?? 'main'}"/>`,
  ];
}

function soundSet(sound: SoundFile, label: string): readonly string[] {
  const channels = 'urn:mpeg:dash:23003:3:audio_channel_configuration:2011';
  const [open = '', ...rest] = representation(sound, `audioSamplingRate="${sound.sampleRate}"`);
  return [
    `    <AdaptationSet contentType="audio" mimeType="audio/mp4" lang="${escapeXml(sound.language)}" subsegmentAlignment="true" subsegmentStartsWithSAP="1">`,
    ...about(sound, label),
    ...[open, `        <AudioChannelConfiguration schemeIdUri="${channels}" value="${sound.channels}"/>`, ...rest],
    '    </AdaptationSet>',
  ];
}

function textSet(text: TextFile, label: string, seconds: number): readonly string[] {
  const rate = Math.max(1, Math.ceil((text.bytes * 8) / seconds));
  return [
    `    <AdaptationSet contentType="text" mimeType="text/vtt" lang="${escapeXml(text.language)}">`,
    ...about(text, label),
    `      <Representation id="${escapeXml(text.name)}" bandwidth="${rate}">`,
    `        <BaseURL>${escapeXml(addressOf(text.file))}</BaseURL>`,
    ...['      </Representation>', '    </AdaptationSet>'],
  ];
}

/** The DASH manifest of a set (ISO/IEC 23009-1, on-demand profile). */
export function dashManifest(set: StreamSet): string {
  const { pictures, sounds, texts } = set;
  const length = setSeconds(set);
  const seconds = length.toFixed(3);
  const [heard, read] = [labelsOf(sounds), labelsOf(texts)];
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<MPD xmlns="urn:mpeg:dash:schema:mpd:2011" profiles="urn:mpeg:dash:profile:isoff-on-demand:2011" type="static" mediaPresentationDuration="PT${seconds}S" minBufferTime="PT4S">`,
    `  <Period id="0" duration="PT${seconds}S">`,
    ...pictureSet(pictures),
    ...sounds.flatMap((sound, i) => soundSet(sound, heard[i] ?? sound.name)),
    ...texts.flatMap((text, i) => textSet(text, read[i] ?? text.name, length)),
    ...['  </Period>', '</MPD>', ''],
  ].join('\n');
}
