import { createHash } from 'node:crypto';
import type { AssetRecord } from '../../../src/model/catalog-record.ts';
import type { PlannedMaster } from '../../../src/model/plan.ts';
import type { RenditionOrder, RenditionRecord } from '../../../src/model/rendition.ts';
import type { compareAsset } from '../../../src/plan/compare.ts';
import type { CompareInput, CompareRules } from '../../../src/plan/compare-input.ts';
import { EMPTY_PICTURE } from '../../../src/model/recipe/recipe-tree.ts';

/** SHA-256 of a text, in hexadecimal. */
export const digest = (text: string): string => createHash('sha256').update(text).digest('hex');

/** The rules of a plain ingest. */
export const rules: CompareRules = {
  digest,
  pathOf: (asset, order) => `renditions/${asset}/${order.name}.${order.extension}`,
  profileOf: (name) => ({ name, got: 'nothing' }),
  fontOf: (font) => ({ ...font, got: 'nothing' }),
  drawingFonts: () => '',
  engineVersionOf: () => '1/vips-1',
  force: false,
  newOnly: false,
  trustCatalog: false,
  remakeStale: false,
  acceptEngine: false,
  retryFailed: false,
};

/** An order of a rendition of `a.jpg`. */
export const order = (name: string, recipeText = `wid=${name.length}`): RenditionOrder => ({
  name,
  role: 'preset',
  extension: 'jpg',
  recipe: { ...EMPTY_PICTURE, view: { width: name.length } },
  recipeText,
});

/** The stat of a small master. */
export const stat = { bytes: 10, mtimeNs: '1', inode: '1' };
/** The master of `a.jpg`. */
export const master: PlannedMaster = { file: 'a.jpg', stat, sha256: 'aa', mime: 'image/jpeg', facts: null };

/** The record of what `order` of the same name made. */
export const rendition = (name: string, change: Partial<RenditionRecord> = {}): RenditionRecord => ({
  name,
  role: 'preset',
  path: `renditions/a.jpg/${name}.jpg`,
  mime: 'image/jpeg',
  width: 1,
  height: 1,
  bytes: 7,
  sha256: 'x',
  recipe: order(name).recipeText,
  fingerprint: digest(`aa\n${order(name).recipeText}`),
  engine: '1/vips-1',
  ...change,
});

/** The record of `a.jpg` with two renditions. */
export const record = (change: Partial<AssetRecord> = {}): AssetRecord => ({
  path: 'a.jpg',
  kind: 'image',
  state: 'ready',
  stat,
  sha256: 'aa',
  mime: 'image/jpeg',
  facts: null,
  profile: 'default',
  published: true,
  gone: false,
  smartCrops: [],
  renditions: [rendition('thumb'), rendition('large')],
  errors: [],
  failed: {},
  warnings: [],
  recordedAt: '2026-01-01T00:00:00Z',
  ...change,
});

/** The asset as it is found when nothing has changed. */
export const input = (change: Partial<CompareInput> = {}): CompareInput => ({
  path: 'a.jpg',
  master,
  profile: 'default',
  published: true,
  orders: [order('thumb'), order('large')],
  previous: record(),
  files: new Map([
    ['renditions/a.jpg/thumb.jpg', 7],
    ['renditions/a.jpg/large.jpg', 7],
  ]),
  errors: [],
  warnings: [],
  ...change,
});

/** The actions of a plan in words. */
export const decisions = (plan: ReturnType<typeof compareAsset>): string[] =>
  plan.actions.map((action) => {
    const name = action.action === 'make' ? action.order.name : action.record.name;
    const detail =
      action.action === 'keep' ? (action.stale ? 'stale' : (action.record.stale && 'last good') || '') : action.reason;
    return `${action.action} ${name} ${detail}`.trim();
  });
