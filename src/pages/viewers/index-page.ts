import { addressOf } from '../address.ts';
import type { Element } from '../element.ts';
import { printElements } from '../print.ts';
import { documentPath, VIEWERS_FOLDER, type ViewerItem } from '../../model/viewers/document.ts';
import { VIEWERS } from '../../model/viewers/viewers.ts';
import { escapeXml } from '../../base/xml.ts';
import { viewerFor } from './viewer-for.ts';

/** Viewers on one page: sets before single assets. A page of more would take a browser's memory. */
export const MOST_SHOWN = 60;

/** The way from the page to the root of its target. */
const UP = '../';

const text = (words: string): string => escapeXml(words);

/** An item in the viewer that suits it. */
function section(item: ViewerItem): string {
  const viewer = VIEWERS[viewerFor(item)];
  const element: Element = { tag: viewer.tag, attributes: { src: addressOf(documentPath(item.name), UP) } };
  const title = item.label === '' ? item.name : item.label;
  return `<section>\n<h2>${text(title)}</h2>\n<p><code>&lt;${viewer.tag}&gt;</code> ${text(item.name)}</p>\n${printElements([element], 'html')}</section>\n`;
}

/** The page of a target on which its sets and assets are seen in their viewers. */
export function viewersPage(items: readonly ViewerItem[], leftOut: number): string {
  const more =
    leftOut > 0
      ? `<p>${leftOut} more: <code>html5/BasicZoomViewer.html?asset=PATH</code> shows a picture, <code>html5/VideoViewer.html?asset=PATH</code> a clip.</p>\n`
      : '';
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>What this folder shows</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="page.css">
<script type="module" src="dmx-viewers.js"></script>
</head>
<body>
<main>
<h1>What this folder shows</h1>
<noscript><p>The viewers of this page are made by JavaScript, which this browser does not run.</p></noscript>
<p class="waits">The viewers of this page wait for their script. Browsers give none to a page that is opened as a file: open it from a web server, such as <code>npx http-server</code> starts in the folder above.</p>
${items.map(section).join('')}${more}</main>
</body>
</html>
`;
}

/** Path of the page below a target. */
export const VIEWERS_PAGE = `${VIEWERS_FOLDER}/index.html`;
