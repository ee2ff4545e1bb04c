import { printBytes } from '../../base/bytes.ts';
import { plural } from '../../base/text.ts';
import type { ReportAsset, ReportHead } from '../../model/run/report-page.ts';
import { SCRIPT } from './script.ts';
import { STYLE } from './style.ts';

/**
 * Nothing but files beside the page is fetched, whatever names and messages hold: previews are data, the one script and style
 * stand in the page.
 */
const POLICY =
  "default-src 'none'; img-src data: 'self' file:; media-src 'self' file:; style-src 'unsafe-inline'; script-src 'unsafe-inline'";

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

const escapeHtml = (text: string): string => text.replace(/[&<>"]/g, (letter) => ESCAPES[letter] ?? letter);

/** JSON that cannot end the element it stands in. */
const dataText = (value: unknown): string => JSON.stringify(value).replaceAll('<', '\\u003c');

function printSaving({ masterBytes, renditionBytes }: ReportHead): string {
  const sizes = `masters ${printBytes(masterBytes)}, renditions ${printBytes(renditionBytes)}`;
  const saved = masterBytes > renditionBytes ? 1 - renditionBytes / masterBytes : 0;
  return saved > 0 ? `${sizes}: ${Math.round(saved * 100)} % less` : sizes;
}

function printHead(head: ReportHead): string {
  const { library, assets, renditions, failed } = head;
  const facts = [plural(assets, 'asset'), plural(renditions, 'rendition'), printSaving(head)];
  const failures = failed === 0 ? '' : `, <b class="bad">${plural(failed, 'asset')} with failures</b>`;
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>dmx: ${escapeHtml(library)}</title>
<meta name="viewport" content="width=device-width"><meta http-equiv="Content-Security-Policy" content="${POLICY}">
<style>${STYLE}</style></head><body><header><h1>${escapeHtml(library)}</h1>
<p>${escapeHtml(facts.join(', '))}${failures}</p></header><section id="summary" aria-label="summary"></section>
<form id="filter" role="search"></form><main id="sheet"></main>
<footer>${escapeHtml(head.generator)}. Keys: / looks for a path, j and k go from card to card.</footer>
<script type="application/json" id="run">${dataText(head.run)}</script>
`;
}

/**
 * The report as one page that needs nothing else: its parts in order, flat in memory. Cards are drawn by the page's own
 * script when they come into sight, so that thousands of assets open at once.
 */
export async function* printReport(
  head: ReportHead,
  chunks: AsyncIterable<readonly ReportAsset[]>,
): AsyncIterable<string> {
  yield printHead(head);
  for await (const assets of chunks) {
    yield `<script type="application/json" class="assets">${dataText(assets)}</script>\n`;
  }
  yield `<script>${SCRIPT}</script></body></html>\n`;
}
