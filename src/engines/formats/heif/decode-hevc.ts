import { readFile } from 'node:fs/promises';
import { sameSize } from '../../../layout/reading.ts';
import { SourceError } from '../../../model/errors.ts';
import type { Size } from '../../../model/geometry.ts';
import type { ForeignPicture } from '../foreign/foreign-picture.ts';
import { startLibheif, type LibheifInstance } from './libheif.ts';

// libheif's heif_colorspace, heif_chroma (RGB with 8, or with more bits in two bytes; with alpha) and heif_channel.
const RGB = 1;
const INTERLEAVED = { 8: [10, 11], 16: [14, 15] } as const;
const ALL_CHANNELS = 10;

function profileOfHandle({ library, run, call }: LibheifInstance, handle: number): Uint8Array | undefined {
  const bytes = run('heif_image_handle_get_raw_color_profile_size', handle);
  if (bytes === 0) return undefined;
  const at = run('malloc', bytes);
  call('heif_image_handle_get_raw_color_profile', handle, at);
  return library.HEAPU8.slice(at, at + bytes);
}

/** Divides colours by the alpha that they were multiplied by, in place. */
function divideByAlpha(samples: Uint8Array | Uint16Array, most: number): void {
  for (let i = 0; i + 3 < samples.length; i += 4) {
    const alpha = samples[i + 3] ?? 0;
    if (alpha === 0 || alpha >= most) continue;
    for (let c = i; c < i + 3; c++) samples[c] = Math.min(most, Math.round(((samples[c] ?? 0) * most) / alpha));
  }
}

function sizeOf({ run }: LibheifInstance, handle: number): Size {
  return { width: run('heif_image_handle_get_width', handle), height: run('heif_image_handle_get_height', handle) };
}

/** The picture that probing told of: the primary one, or the first of its size where that is a thumbnail of it. */
function findPicture(instance: LibheifInstance, context: number, size: Size): number {
  const { library, run, ask } = instance;
  const primary = ask('heif_context_get_primary_image_handle', context);
  const count = run('heif_context_get_number_of_top_level_images', context);
  const list = run('malloc', 4 * count);
  run('heif_context_get_list_of_top_level_image_IDs', context, list, count);
  const ids = library.HEAPU32.slice(list >> 2, (list >> 2) + count);
  const isWanted = (handle: number): boolean => sameSize(sizeOf(instance, handle), size);
  const others = isWanted(primary) ? [] : [...ids].map((id) => askHandle(instance, context, id));
  const found = [primary, ...others].find(isWanted);
  if (found !== undefined) return found;
  throw new SourceError('SOURCE_CORRUPT', `expected a picture of ${size.width}×${size.height} in the HEIF, got none`, {
    hint: 'Export or upload the master again; the file is damaged.',
  });
}

function askHandle({ library, run, call }: LibheifInstance, context: number, id: number): number {
  const at = run('malloc', 8);
  call('heif_context_get_image_handle', context, id, at);
  return library.HEAPU32[at >> 2] ?? 0;
}

/** Decodes a picture, with rotation, mirroring and cropping of the file applied. */
function decodePicture(instance: LibheifInstance, handle: number): ForeignPicture {
  const { library, run } = instance;
  const tell = (name: string, ...args: readonly number[]): number => run(`heif_image_${name}`, ...args);
  const alpha = tell('handle_has_alpha_channel', handle) !== 0;
  const bits = tell('handle_get_luma_bits_per_pixel', handle);
  const depth = bits > 8 ? 16 : 8;
  const icc = profileOfHandle(instance, handle);
  const image = decodeAs(instance, handle, INTERLEAVED[depth][alpha ? 1 : 0]);
  const [width, height] = [tell('get_width', image, ALL_CHANNELS), tell('get_height', image, ALL_CHANNELS)];
  const strideAt = run('malloc', 8);
  const plane = tell('get_plane_readonly', image, ALL_CHANNELS, strideAt);
  const stride = library.HEAPU32[strideAt >> 2] ?? 0;
  const bytes = stride * height;
  const { buffer } = library.HEAPU8;
  const samples = depth === 8 ? new Uint8Array(buffer, plane, bytes) : new Uint16Array(buffer, plane, bytes >> 1);
  const most = depth === 8 ? 255 : 2 ** tell('get_bits_per_pixel_range', image, ALL_CHANNELS) - 1;
  if (alpha && tell('handle_is_premultiplied_alpha', handle) !== 0) divideByAlpha(samples, most);
  return {
    ...{ width, height, samples, alpha, icc, most, space: 'srgb' },
    ...{ channels: alpha ? 4 : 3, stride: depth === 8 ? stride : stride >> 1 },
  };
}

function decodeAs({ library, run, call }: LibheifInstance, handle: number, chroma: number): number {
  const at = run('malloc', 8);
  call('heif_decode_image', handle, at, RGB, chroma, 0);
  return library.HEAPU32[at >> 2] ?? 0;
}

/**
 * Decodes the picture of a HEIC whose upright size is this. Throws SourceError, EngineError (ENGINE_MISSING), or the
 * system's error.
 */
export async function decodeHevc(source: string | Buffer, size: Size): Promise<ForeignPicture> {
  const instance = await startLibheif();
  const bytes = typeof source === 'string' ? await readFile(source) : source;
  const context = instance.run('heif_context_alloc');
  instance.call('heif_context_read_from_memory_without_copy', context, instance.store(bytes), bytes.length, 0);
  return decodePicture(instance, findPicture(instance, context, size));
}
