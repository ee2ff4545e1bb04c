import { join } from 'node:path';
import type { Facts } from '../../model/asset.ts';
import { SourceError } from '../../model/errors.ts';
import type { RenditionOrder } from '../../model/rendition.ts';
import { rectOf, OVERRIDES_SUFFIX, type Overrides } from '../../model/overrides.ts';
import { override, type Overridden } from '../../plan/override.ts';
import type { ImageProfile } from '../../profiles/image.ts';
import type { LoadedLibrary } from '../project/load-config.ts';
import type { RenderTarget } from './target.ts';
import { readSidecar, overridesFile } from '../planning/crop-sidecars.ts';

/** What a sidecar says of one smart crop alone. */
function only(crop: string, overrides: Overrides): Overrides {
  const rect = rectOf(overrides, crop);
  return { ...(overrides.focus && { focus: overrides.focus }), ...(rect && { crops: { [crop]: rect } }) };
}

/** What is asked of a target, as ingest asks it: its sidecar is heard. Throws SourceError SIDECAR_INVALID. */
export function overrideTarget<Order extends RenditionOrder>(
  target: RenderTarget,
  { order, profile }: { readonly order: Order; readonly profile: ImageProfile },
  facts: Facts,
  { loaded, library = '' }: { readonly loaded: LoadedLibrary; readonly library: string | undefined },
): Overridden<Order> {
  const master = target.pyramid ? join(library, target.path) : target.file;
  const heard =
    target.crop === undefined
      ? undefined
      : readSidecar(overridesFile(loaded, master, target.path), `${target.path}${OVERRIDES_SUFFIX}`);
  if (heard && 'error' in heard) {
    const { code, message, hint } = heard.error;
    throw new SourceError(code, message, { place: target.given, hint });
  }
  const overrides = heard && only(target.crop ?? '', heard.overrides);
  return override({ profile, orders: [order], overrides, facts });
}
