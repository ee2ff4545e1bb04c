import type { Facts } from '../../model/asset.ts';
import { SourceError } from '../../model/errors.ts';
import type { RenditionOrder } from '../../model/rendition.ts';
import { rectOf, OVERRIDES_SUFFIX, type Overrides } from '../../model/overrides.ts';
import { withRawPreview } from '../../plan/raw-preview.ts';
import { withSourceProfile } from '../../plan/source-profile.ts';
import { override, type Overridden } from '../../plan/override.ts';
import type { ImageProfile } from '../../profiles/image.ts';
import type { LoadedLibrary } from '../project/load-config.ts';
import type { RenderTarget } from './target.ts';
import { type ReadOverrides, readSidecar, sidecarFile } from '../planning/crop-sidecars.ts';
import { openPlaces, sidecarsOf } from '../project/runtime.ts';

/** The decision of a sidecar about one smart crop alone. */
function only(crop: string, overrides: Overrides): Overrides {
  const rect = rectOf(overrides, crop);
  return { ...(overrides.focus && { focus: overrides.focus }), ...(rect && { crops: { [crop]: rect } }) };
}

/** The content of the sidecar of a target, if there is one. */
function readOf(
  { source, places, path, pyramid }: RenderTarget,
  loaded: LoadedLibrary,
): Promise<ReadOverrides | undefined> {
  const ports = openPlaces(places);
  // That of a pyramid is its master's.
  const master = pyramid ? ({ from: 'library', path } as const) : source;
  const beside = master.from === 'outside' ? ports.outside : ports.library;
  const sidecars = sidecarsOf(loaded, beside);
  const file = sidecarFile(master.path, path, sidecars === beside);
  return readSidecar(sidecars, file, `${path}${OVERRIDES_SUFFIX}`);
}

/** The orders for a target, as ingest asks it: its sidecar is read. Throws SourceError SIDECAR_INVALID. */
export async function overrideTarget<Order extends RenditionOrder>(
  target: RenderTarget,
  { order, profile }: { readonly order: Order; readonly profile: ImageProfile },
  facts: Facts,
  loaded: LoadedLibrary,
): Promise<Overridden<Order>> {
  const read = target.crop === undefined ? undefined : await readOf(target, loaded);
  if (read && 'error' in read) {
    const { code, message, hint } = read.error;
    throw new SourceError(code, message, { place: target.given, hint });
  }
  const overrides = read && only(target.crop ?? '', read.overrides);
  const own = withSourceProfile([order], facts, loaded.config.server);
  const orders = target.pyramid ? own : withRawPreview(own, facts, profile);
  return override({ profile, orders, overrides, facts });
}
