import type { Size } from '../../model/geometry.ts';
import type { ManifestAsset } from '../../model/manifest/manifest-asset.ts';
import { addressOf } from '../address.ts';
import { candidatesOf, isAlike, widest } from '../candidates.ts';
import { altOf } from '../picture.ts';
import { videoOf } from '../video.ts';
import { markAnnotations, trackAnnotations } from './annotations.ts';
import { type ImageService, maxSizeOf, SERVICE_MIME, wholeAddress } from './image-service.ts';
import { type Json, type JsonObject, said, words } from './json.ts';

/** The context of what a target shows by IIIF. */
export interface IiifContext {
  /** The address under which the target is seen. */
  readonly base: string;
  readonly services: ReadonlyMap<string, ImageService>;
}

/** A width at which people recognise a picture in a list. Pixels. */
const THUMBNAIL_WIDTH = 200;

const serviceEntry = ({ id }: ImageService): Json => [{ id, type: 'ImageService3', profile: 'level0' }];

/** A picture that is drawn on a canvas, or stands for it. */
function imageBody(service: ImageService, size: Size | 'max'): JsonObject {
  const { width, height } = size === 'max' ? maxSizeOf(service) : size;
  const id = wholeAddress(service, size);
  return { ...{ id, type: 'Image', format: SERVICE_MIME, width, height }, service: serviceEntry(service) };
}

/** The file that stands for an asset in lists. */
export function thumbnailOf(asset: ManifestAsset, { base, services }: IiifContext): readonly JsonObject[] {
  const service = services.get(asset.path);
  if (service) {
    const size = service.sizes.find(({ width }) => width >= THUMBNAIL_WIDTH) ?? maxSizeOf(service);
    return [imageBody(service, size)];
  }
  const shown =
    asset.renditions.find(({ role }) => role === 'poster') ?? asset.renditions.find(({ role }) => role === 'swatch');
  return shown === undefined ? [] : [fileBody(shown, base)];
}

function fileBody({ path, mime, width, height }: ManifestAsset['renditions'][number], base: string): JsonObject {
  return said({ id: addressOf(path, base), type: 'Image', format: mime, width, height });
}

/** A page of annotations with one that draws a body on a canvas. */
function painted(canvas: string, body: JsonObject): Json {
  const annotation = { id: `${canvas}/painting/1`, type: 'Annotation', motivation: 'painting', body, target: canvas };
  return [{ id: `${canvas}/painting`, type: 'AnnotationPage', items: [annotation] }];
}

/** The picture that a canvas shows, its size, and the file that it shows. */
interface Painting extends Size {
  readonly body: JsonObject;
  readonly shownBy: string;
}

function paintingOf(asset: ManifestAsset, { base, services }: IiifContext): Painting | undefined {
  const service = services.get(asset.path);
  if (service) {
    const { width, height, shownBy } = service;
    return { width, height, body: imageBody(service, 'max'), shownBy };
  }
  const { width = 0, height = 0 } = asset.master;
  const files = candidatesOf(asset, {}).filter((file) => file.crop === null && isAlike(file, { width, height }));
  const chosen = widest(files.filter(({ browsers }) => browsers === 'every')) ?? widest(files);
  const rendition = asset.renditions.find(({ name }) => name === chosen?.rendition);
  if (chosen === undefined || rendition === undefined) return undefined;
  const size = { width: chosen.width, height: chosen.height };
  const body = { id: addressOf('', base) + chosen.url, type: 'Image', format: chosen.mime, ...size };
  return { ...size, body, shownBy: rendition.path };
}

function pictureCanvas(asset: ManifestAsset, id: string, context: IiifContext): JsonObject | undefined {
  const painting = paintingOf(asset, context);
  if (painting === undefined) return undefined;
  const { width, height, body, shownBy } = painting;
  return said({
    width,
    height,
    items: painted(id, body),
    annotations: markAnnotations(asset, id, { width, height, shownBy }),
  });
}

/** A canvas with the poster of a clip, shown until it plays. */
function posterCanvas(asset: ManifestAsset, id: string, base: string): JsonObject | undefined {
  const poster = asset.renditions.find(({ role }) => role === 'poster');
  if (poster?.width === undefined || poster.height === undefined) return undefined;
  const { width, height } = poster;
  return { ...{ id, type: 'Canvas', width, height }, items: painted(id, fileBody(poster, base)) };
}

function clipCanvas(asset: ManifestAsset, id: string, { base }: IiifContext): JsonObject | undefined {
  const video = videoOf(asset, { base });
  const source = video?.sources.at(-1);
  const { durationSeconds: duration } = asset.master;
  if (video === undefined || source === undefined || duration === undefined) return undefined;
  const { width, height } = video;
  const body = { id: source.src, type: 'Video', format: source.type, width, height, duration };
  return said({
    ...{ width, height, duration, items: painted(id, body) },
    ...{ placeholderCanvas: posterCanvas(asset, `${id}/poster`, base), annotations: trackAnnotations(video, id) },
  });
}

/** The name of an asset for people: its title, else that of its master without extension. */
export function labelOf({ path, metadata }: Pick<ManifestAsset, 'path' | 'metadata'>): string {
  return metadata?.title ?? path.slice(path.lastIndexOf('/') + 1).replace(/(?<=.)\.[^.]*$/, '');
}

/**
 * The canvas of a picture or clip (IIIF Presentation API 3); undefined where the target has nothing that can be shown on one.
 * `id`: its address, below which those of its annotations lie.
 */
export function canvasOf(
  asset: ManifestAsset,
  id: string,
  label: string | undefined,
  context: IiifContext,
): JsonObject | undefined {
  const shown = asset.kind === 'video' ? clipCanvas(asset, id, context) : pictureCanvas(asset, id, context);
  if (shown === undefined) return undefined;
  const alt = altOf(asset);
  const thumbnail = thumbnailOf(asset, context);
  return said({
    ...{ id, type: 'Canvas', label: words(label ?? labelOf(asset)) },
    summary: alt === '' ? undefined : words(alt),
    thumbnail: thumbnail.length > 0 ? thumbnail : undefined,
    ...shown,
  });
}
