/**
 * Use cases and printers of commands, imported when one is run: parsing the command line and printing help need none.
 * Small ones are imported by their command directly.
 */
export { printProperties } from '../model/properties.ts';
export { printAreas, targetProperties } from '../pages/area-map.ts';
export { markupOf } from '../pages/markup.ts';
export { embedElement, embedFrame, embedSnippet } from '../pages/viewers/embed.ts';
export { altOf } from '../pages/picture.ts';
export { sitemapOf } from '../pages/sitemap.ts';
export { videoOf } from '../pages/video.ts';
export { printReport } from '../report/index.ts';
export { doctor } from '../run/doctor.ts';
export { ingest } from '../run/ingest.ts';
export { list } from '../run/list.ts';
export { answerMarks } from '../run/mark-request.ts';
export { findEmbedded } from '../run/delivery/find-embedded.ts';
export { markupAssets } from '../run/markup.ts';
export { merge } from '../run/merge.ts';
export { answerRequest } from '../run/properties.ts';
export { prune } from '../run/prune.ts';
export { publishTo, tryPublishing } from '../run/publish.ts';
export { report } from '../run/report.ts';
export { readPlays } from '../run/reporting/plays.ts';
export { reprocess, reprocessing } from '../run/reprocess.ts';
export { answerSetRequest } from '../run/set-request.ts';
export { show } from '../run/show.ts';
export { status } from '../run/status.ts';
export { verify } from '../run/verify.ts';
export { preview } from './preview.ts';
export { printAsset } from './print-asset.ts';
export { CSV_HEAD, csvLine, printListed } from './print-list.ts';
export { printStatus } from './print-status.ts';
export { RUNS_ACTIONS } from './actions/runs-actions.ts';
export { SETS_ACTIONS } from './actions/sets-actions.ts';
