import { Document, parseDocument } from 'yaml';
import * as z from 'zod';
import { freeze } from '../../base/plain-data.ts';
import type { Problem } from '../../model/errors.ts';
import type { NormalPoint, NormalRect } from '../../model/geometry.ts';
import type { Metadata } from '../../model/manifest/metadata.ts';
import type { Overrides } from '../../model/overrides.ts';
import { present } from '../../base/present.ts';
import { check } from '../yaml/check.ts';
import { name, normalPoint, normalRect, refuseTwins } from '../fields.ts';
import { hotspots, zoomTargets } from './hotspots.ts';
import { swatches } from './swatches.ts';
import { metadata, tags } from '../metadata.ts';
import type { TextFile } from '../yaml/diagnostics.ts';
import { readYaml } from '../yaml/yaml-file.ts';

const schema = z.strictObject({
  focus: normalPoint.optional(),
  crops: z.record(name, normalRect).superRefine(refuseTwins).optional(),
  tags: tags.optional(),
  metadata: metadata.optional(),
  hotspots: hotspots.optional(),
  zoomTargets: zoomTargets.optional(),
  swatches: swatches.optional(),
});

/** Parses a sidecar and collects all problems. Never throws; with problems its content is ignored. */
export function readOverrides(file: TextFile): {
  readonly overrides: Overrides;
  readonly problems: readonly Problem[];
} {
  const { roots, findings } = readYaml(file, 'SIDECAR_INVALID');
  const [root, second] = roots;
  if (second !== undefined) findings.at(second.offset, { message: 'expected one document, got another one' });
  const checked = root && check(schema, root, { findings });
  const { problems } = findings;
  const { metadata: words, ...said } = (problems.length === 0 && checked?.value) || {};
  const overrides = present<Overrides>({ ...said, metadata: words && present<Metadata>(words) });
  return { overrides: freeze(overrides), problems };
}

/** The decisions that hold from now on. */
export interface OverridesEdit {
  /** Every place said before is forgotten first. */
  readonly clear: boolean;
  readonly focus?: NormalPoint;
  readonly crops: Readonly<Record<string, NormalRect>>;
}

/**
 * Everything is a text in this schema: names keep their spelling, whatever they look like, and numbers their digits.
 */
const AS_SPELLED = { schema: 'failsafe' } as const;

/** The keys that set positions. */
const PLACES = ['crops', 'focus'] as const satisfies readonly (keyof Overrides)[];

/** A sidecar's text after an edit, with the user's comments and formatting kept; '' = it is empty now. */
export function editOverrides(text: string, { clear, focus, crops }: OverridesEdit): string {
  const before = parseDocument(text, AS_SPELLED);
  const document = before.contents === null ? new Document({}, AS_SPELLED) : before;
  if (clear) for (const key of PLACES) document.delete(key);
  const set = (path: readonly string[], numbers: readonly number[]): void =>
    document.setIn(path, document.createNode(numbers.map(String), { flow: true }));
  const known = Object.keys((document.toJS() as Overrides).crops ?? {});
  for (const [crop, numbers] of Object.entries(crops)) {
    for (const other of known) if (other.toLowerCase() === crop.toLowerCase()) document.deleteIn(['crops', other]);
    set(['crops', crop], numbers);
  }
  if (focus !== undefined) set(['focus'], focus);
  return Object.keys(document.toJS() as Overrides).length === 0 ? '' : String(document);
}
