import { sameStat } from '../model/asset.ts';
import type { AssetRecord } from '../model/catalog-record.ts';
import type { ErrorData } from '../model/errors.ts';
import { sameListing } from '../model/manifest/listing.ts';
import { askedPlaceholders } from '../model/manifest/placeholder.ts';
import type { PlannedMaster, RenditionAction } from '../model/plan.ts';
import type { RenditionRecord } from '../model/rendition.ts';
import type { CompareInput } from './compare-input.ts';

/** Tells whether the asset's files are those that the catalog knows. */
function sameFiles({ previous, master }: CompareInput): boolean {
  if (previous === undefined || previous.sha256 !== master.sha256) return false;
  // A record without a ctime gets one, so that it is noticed from then on; so does one that was probed anew.
  const isNoted = previous.stat.ctimeNs === master.stat.ctimeNs && previous.probed === master.probed;
  return isNoted && sameStat(previous.stat, master.stat) && sameSidecars(previous.sidecars, master.sidecars);
}

function sameSidecars(a: PlannedMaster['sidecars'] = [], b: PlannedMaster['sidecars'] = []): boolean {
  return a.length === b.length && JSON.stringify(a) === JSON.stringify(b);
}

function sameErrors(a: readonly ErrorData[], b: readonly ErrorData[]): boolean {
  return (
    a.length === b.length && a.every((error, i) => error.code === b[i]?.code && error.rendition === b[i]?.rendition)
  );
}

/** Tells whether the record of an asset has to be written although nothing is made of it. */
export function changesRecord(
  input: CompareInput,
  actions: readonly RenditionAction[],
  errors: readonly ErrorData[],
): boolean {
  const { previous } = input;
  if (previous === undefined || previous.gone || !sameFiles(input) || previous.path !== input.path) return true;
  if (previous.profile !== input.profile || previous.published !== input.published) return true;
  if (leftOutChanged(previous.leftOut, input.leftOut) || leftOutChanged(setAsideOf(previous), input.setAside))
    return true;
  if (previous.keptFrom !== input.keptFrom || !sameErrors(errors, previous.errors)) return true;
  if (changesEntry(input, previous)) return true;
  return actions.some(
    (action) =>
      action.action === 'carry' ||
      action.action === 'remove' ||
      (action.action === 'keep' && isMended(action.record, previous)),
  );
}

/** Tells whether the manifest entry of a listed asset changes: profile, metadata, tags or hotspots. */
export function changesWords(input: CompareInput): boolean {
  const { previous, profile, published } = input;
  if (previous === undefined || previous.gone) return false;
  if (!published || !previous.published) return published !== previous.published;
  return previous.profile !== profile || changesEntry(input, previous);
}

/** Tells whether the set of renditions that are left out has changed. */
function leftOutChanged(before: readonly string[] = [], now: readonly string[] = []): boolean {
  return before.join() !== now.join();
}

function setAsideOf({ smartCrops }: AssetRecord): readonly string[] {
  return smartCrops.flatMap(({ name, setAside }) => (setAside === undefined ? [] : [name]));
}

function isMended(record: RenditionRecord, previous: AssetRecord): boolean {
  const before = previous.renditions.find(({ name }) => name === record.name);
  if (before?.stale !== record.stale || before?.engine !== record.engine) return true;
  return JSON.stringify(before?.alternate) !== JSON.stringify(record.alternate);
}

/** Tells whether the fields of the manifest entry other than renditions have changed. */
function changesEntry({ listing = {}, placeholders = [], smartTags }: CompareInput, previous: AssetRecord): boolean {
  if (!sameListing(listing, previous) || (smartTags === true) !== (previous.smartTags !== undefined)) return true;
  return askedPlaceholders(previous.placeholder).some((kind) => !placeholders.includes(kind));
}
