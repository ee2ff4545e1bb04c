/** Tools of all parts of the page's script: elements, numbers for people, tables that can be sorted. */
export const TOOLS = `
'use strict';
const make = (tag, attributes = {}, ...children) => {
  const element = document.createElement(tag);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
};
const draw = (tag, attributes) => {
  const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
};
const plural = (count, what) => count + ' ' + what + (count === 1 ? '' : 's');
const bytes = (count) => {
  const step = Math.min(3, Math.floor(Math.log10(Math.max(1, count)) / 3));
  return (count / 1000 ** step).toPrecision(3).replace(/\\.0+$/, '') + '\\u00a0' + ['bytes', 'kB', 'MB', 'GB'][step];
};
const seconds = (count) => count.toFixed(count < 10 ? 1 : 0) + '\\u00a0s';
const percent = (share) => Math.round(share * 100) + ' %';
const sum = (values) => values.reduce((total, value) => total + value, 0);
const link = ({ link: href, name }) => make('a', { href }, name);
const groupBy = (values, keyOf) => {
  const groups = new Map();
  for (const value of values) {
    const key = keyOf(value);
    if (groups.has(key)) groups.get(key).push(value);
    else groups.set(key, [value]);
  }
  return groups;
};
const filesOf = ({ crops, files }) => [...crops.flatMap(({ file }) => file ?? []), ...files];

/** A table that is sorted by clicking its headers; a cell is [shown text, sort key]. */
const drawTable = (heads, rows) => {
  const body = make('tbody');
  const fill = (order) => body.replaceChildren(...order.map((row) => make('tr', {}, ...row.map(([shown, value]) =>
    make('td', typeof value === 'number' ? { class: 'number' } : {}, shown)))));
  const head = make('tr', {}, ...heads.map((name, at) => {
    const button = make('button', { type: 'button' }, name);
    const cell = make('th', { scope: 'col', 'aria-sort': 'none' }, button);
    button.addEventListener('click', () => {
      const down = cell.getAttribute('aria-sort') !== 'descending';
      for (const other of head.children) other.setAttribute('aria-sort', 'none');
      cell.setAttribute('aria-sort', down ? 'descending' : 'ascending');
      const compare = (a, b) => (a[at][1] < b[at][1] ? -1 : a[at][1] > b[at][1] ? 1 : 0) * (down ? -1 : 1);
      fill([...rows].sort(compare));
    });
    return cell;
  }));
  fill(rows);
  return make('div', { class: 'scroll', tabindex: 0 }, make('table', {}, make('thead', {}, head), body));
};
const fold = (title, open, ...children) => {
  const details = make('details', open ? { open: '' } : {}, make('summary', {}, title), ...children);
  return details;
};
`;

/** The summary: totals, bytes and savings by format and by folder, the largest and the slowest, failures, what the search did. */
export const SUMMARY = `
const SHOWN = 15;
/** A bar of one length in a paler one, to the scale of its chart. */
const drawBar = (label, value, of, most, text) => {
  const svg = draw('svg', { viewBox: '0 0 100 10', preserveAspectRatio: 'none', role: 'img' });
  const title = draw('title', {});
  title.textContent = label + ': ' + text;
  svg.append(title, draw('rect', { class: 'of', width: (100 * of) / most, height: 10 }), draw('rect', { class: 'value', width: (100 * value) / most, height: 10 }));
  return make('div', { class: 'bar' }, make('span', {}, label), svg, make('span', { class: 'number' }, text));
};
const drawChart = (title, rows) => {
  const most = Math.max(1, ...rows.map(({ value, of }) => Math.max(value, of)));
  return make('figure', { class: 'chart' }, make('figcaption', {}, title), ...rows.map(({ label, value, of, text }) => drawBar(label, value, of, most, text)));
};

/** Files of one rendition in two formats at one size: [the plain one, the other]. */
const pairsOf = (asset) => {
  const all = filesOf(asset);
  return all.flatMap((file) => {
    const plain = all.find(({ name, mime, of = name, width }) => of === (file.of ?? file.name) && width === file.width && mime === (all.find((one) => one.name === file.of) ?? file).mime);
    return file.of && plain && plain.mime !== file.mime ? [[plain, file]] : [];
  });
};
const LABELS = { 'application/vnd.apple.mpegurl': 'streams', 'text/vtt': 'WebVTT' };
const formatRows = () => {
  const files = assets.flatMap(filesOf);
  const pairs = groupBy(assets.flatMap(pairsOf), ([, file]) => file.mime);
  return [...groupBy(files, ({ mime }) => mime)].map(([mime, all]) => {
    const own = pairs.get(mime) ?? [];
    const plain = sum(own.map(([file]) => file.bytes));
    const saved = plain > 0 ? 1 - sum(own.map(([, file]) => file.bytes)) / plain : 0;
    const value = sum(all.map((file) => file.bytes));
    const text = plural(all.length, 'file') + ', ' + bytes(value) + (plain > 0 ? ', ' + percent(saved) + ' less than the plain files' : '');
    return { label: LABELS[mime] ?? mime.replace(/^\\w+\\//, ''), value, of: plain > 0 ? value / (1 - saved) : value, text };
  }).sort((a, b) => b.value - a.value);
};
const folderRows = () => {
  const groups = [...groupBy(assets, ({ path }) => path.includes('/') ? path.split('/')[0] : '.')].map(([label, all]) => ({
    label, masters: sum(all.map((asset) => asset.bytes)), made: sum(all.flatMap(filesOf).map((file) => file.bytes)),
  })).sort((a, b) => b.masters - a.masters);
  const rest = groups.slice(SHOWN);
  const others = { label: rest.length + ' others', masters: sum(rest.map(({ masters }) => masters)), made: sum(rest.map(({ made }) => made)) };
  return [...groups.slice(0, SHOWN), ...(rest.length > 0 ? [others] : [])].map(({ label, masters, made }) => ({
    label, value: made, of: masters, text: bytes(masters) + ' → ' + bytes(made) + (masters > made ? ', ' + percent(1 - made / masters) + ' less' : ''),
  }));
};

const jump = (path) => {
  const button = make('button', { type: 'button', class: 'jump' }, path);
  button.addEventListener('click', () => { filter.reset(); filter.elements.namedItem('search').value = path; show(); sheet.scrollIntoView(); });
  return button;
};
const largest = () => assets.flatMap((asset) => filesOf(asset).map((file) => ({ asset, file })))
  .sort((a, b) => b.file.bytes - a.file.bytes).slice(0, SHOWN)
  .map(({ asset, file }) => [[jump(asset.path), asset.path], [link(file), file.name], [file.width + '×' + file.height, file.width * file.height], [bytes(file.bytes), file.bytes]]);
const slowest = () => assets.filter((asset) => asset.seconds !== null).sort((a, b) => b.seconds - a.seconds).slice(0, SHOWN)
  .map((asset) => [[jump(asset.path), asset.path], [seconds(asset.seconds), asset.seconds], [bytes(asset.bytes), asset.bytes], [String(filesOf(asset).length), filesOf(asset).length]]);
const searched = () => assets.flatMap((asset) => filesOf(asset).filter(({ score }) => score !== undefined).map((file) => ({ asset, file })));
const searchRows = () => [...groupBy(searched(), ({ file }) => file.mime)].map(([mime, all]) => {
  const spread = (key) => { const sorted = all.map(({ file }) => file[key]).sort((a, b) => a - b); return [sorted[0], sorted[sorted.length >> 1], sorted[sorted.length - 1]]; };
  const [quality, score] = [spread('quality'), spread('score')];
  const range = ([least, middle, most]) => least.toFixed(0) + ' … ' + middle.toFixed(0) + ' … ' + most.toFixed(0);
  return [[mime, mime], [String(all.length), all.length], [range(quality), quality[1]], [range(score), score[1]], [bytes(sum(all.map(({ file }) => file.bytes)) / all.length), sum(all.map(({ file }) => file.bytes)) / all.length]];
});
const leastAlike = () => searched().sort((a, b) => a.file.score - b.file.score).slice(0, SHOWN)
  .map(({ asset, file }) => [[jump(asset.path), asset.path], [link(file), file.name], [file.quality.toFixed(0), file.quality], [file.score.toFixed(1), file.score], [bytes(file.bytes), file.bytes]]);
const failures = () => [...groupBy(assets.flatMap((asset) => asset.errors.map((error) => ({ asset, ...error }))), ({ code }) => code)]
  .map(([code, all]) => [[code, code], [String(all.length), all.length], [jump(all[0].asset.path), all[0].asset.path], [all[0].message, all[0].message]]);
const damaged = () => assets.filter(({ damage }) => damage !== null).map(({ path, damage }) => [[jump(path), path], [damage, damage]]);

const summary = document.getElementById('summary');
const { ignored, ignoredMore } = JSON.parse(document.getElementById('run').textContent);
const part = (title, heads, rows, open = false) => rows.length > 0 ? [fold(title, open, drawTable(heads, rows))] : [];
summary.append(
  make('div', { class: 'charts' }, drawChart('Bytes by format (pale: the same files without it)', formatRows()), drawChart('Masters (pale) and what was made of them, by folder', folderRows())),
  ...part('Failures', ['code', 'times', 'first', 'message'], failures(), true),
  ...part('Damaged masters', ['asset', 'damage'], damaged(), true),
  ...part('Largest files', ['asset', 'file', 'pixels', 'bytes'], largest()),
  ...part('Slowest assets', ['asset', 'time', 'master', 'files'], slowest()),
  ...part('Quality by look, by format (least … median … most)', ['format', 'files', 'quality', 'score', 'bytes each'], searchRows()),
  ...part('Least alike of those that were searched for', ['asset', 'file', 'quality', 'score', 'bytes'], leastAlike()),
  ...part('Ignored files' + (ignoredMore > 0 ? ' (the first ' + ignored.length + ' of ' + (ignored.length + ignoredMore) + ')' : ''), ['file', 'what it holds'], ignored.map(({ path, seeming }) => [[path, path], [seeming, seeming]])),
);
`;
