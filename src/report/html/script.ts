import { COMPARE } from './compare-script.ts';
import { SUMMARY, TOOLS } from './summary-script.ts';

/**
 * The cards of the page: it filters and sorts, keeps the filters in its address so that a view can be sent on, draws a card when
 * it comes near and forgets it when it is far. Everything
 * that comes from a library is put in as text, never as markup. It runs in any browser of the last years.
 */
const CARDS = `
const assets = [...document.querySelectorAll('.assets')].flatMap((part) => JSON.parse(part.textContent));
const sheet = document.getElementById('sheet');
const COLORS = ['#e6194b', '#3cb44b', '#4363d8', '#f58231', '#42d4f4', '#f032e6', '#bfef45', '#911eb4', '#ffe119', '#469990'];
const names = [...new Set(assets.flatMap(({ crops }) => crops.map(({ name }) => name)))].sort();
const colorOf = (name) => COLORS[names.indexOf(name) % COLORS.length];

const picture = (source, alt) => source === null ? make('div', { class: 'none' }, 'no picture') : make('img', { src: source, alt });

const frame = ([x, y, width, height], attributes) => draw('rect', { x, y, width, height, ...attributes });
const drawMaster = ({ path, picture: source, crops, subjects, width, height }, chosen) => {
  const svg = draw('svg', { viewBox: '0 0 1 1', preserveAspectRatio: 'none' });
  for (const { box, label, by } of subjects) {
    const title = draw('title', {});
    title.textContent = label + ' (' + by + ')';
    const found = frame(box, { class: 'found' });
    found.append(title);
    svg.append(frame(box, { class: 'under' }), found);
  }
  for (const { name, rect } of crops) {
    if (chosen === '' || chosen === name) svg.append(frame(rect, { class: 'crop', 'data-crop': name, stroke: colorOf(name) }));
  }
  const master = make('div', { class: 'master' }, picture(source, path), svg);
  if (width > 0) {
    // At its own size at most: what is small is no blurred picture. A few pixels are enlarged as far as they can be seen.
    master.style.width = Math.round(Math.max(16, Math.min(320 * Math.min(1, width / height), width))) + 'px';
    if (source === null) master.style.aspectRatio = width + ' / ' + height;
  }
  return master;
};

const drawCrop = ({ name, file, picture: source, by, confidence, unsure, setAside }) => {
  const shown = picture(source, name);
  shown.style.borderColor = colorOf(name);
  const sure = make('span', { class: unsure ? 'odd' : '' }, 'by ' + by + ', ' + percent(confidence) + ' sure');
  const facts = file === null ? [name + ' '] : [link(file), ' ' + file.width + '×' + file.height + ', ' + bytes(file.bytes) + ' '];
  const aside = setAside ? [make('br'), 'sidecar set aside: other ratio'] : [];
  return make('figure', {}, shown, make('figcaption', {}, ...facts, make('br'), sure, ...aside));
};

const drawLayered = ({ file, picture: source, layers }) => {
  const svg = draw('svg', { viewBox: '0 0 1 1', preserveAspectRatio: 'none' });
  layers.forEach(({ box, label }, at) => {
    const title = draw('title', {});
    title.textContent = label;
    const drawn = frame(box, { class: 'crop', stroke: COLORS[at % COLORS.length] });
    drawn.append(title);
    svg.append(drawn);
  });
  const legend = layers.map(({ label }, at) => make('li', { style: 'color: ' + COLORS[at % COLORS.length] }, make('span', { class: 'layer' }, label)));
  return make('figure', { class: 'layered' }, make('div', { class: 'master' }, picture(source, file.name), svg), make('figcaption', {}, link(file), make('ul', {}, ...legend)));
};

const drawFailure = ({ code, rendition, message, hint }) =>
  make('li', {}, make('b', { class: 'bad' }, code), rendition === null ? ' ' : ' (' + rendition + ') ', message, hint === '' ? '' : ' → ' + hint);
const drawFile = (file) =>
  make('tr', {}, make('td', {}, link(file)), make('td', {}, file.mime), make('td', { class: 'number' }, file.width > 0 ? file.width + '×' + file.height : ''), make('td', { class: 'number' }, bytes(file.bytes)));

const madeOf = (asset) => sum(filesOf(asset).map((file) => file.bytes));
const SORTS = {
  path: ['path', () => 0],
  master: ['bytes of the master', (asset) => -asset.bytes],
  made: ['bytes made', (asset) => -madeOf(asset)],
  saving: ['least saved', (asset) => -madeOf(asset) / Math.max(1, asset.bytes)],
  time: ['time', (asset) => -(asset.seconds ?? -1)],
  sure: ['least sure', ({ crops }) => Math.min(2, ...crops.map(({ confidence }) => confidence))],
  failed: ['failures', ({ errors }) => -errors.length],
};
const sorted = (found) => {
  const [, keyOf] = SORTS[filter.sort.value] ?? SORTS.path;
  const keys = new Map(found.map((asset) => [asset, keyOf(asset)]));
  return found.sort((a, b) => keys.get(a) - keys.get(b));
};

const fill = (card, asset) => {
  const { path, state, kind, width, height, crops, files, errors } = asset;
  const facts = [kind === 'video' ? 'clip' : '', width > 0 ? width + '×' + height : '', bytes(asset.bytes) + ' → ' + bytes(madeOf(asset)), asset.seconds === null ? '' : seconds(asset.seconds), state === 'ready' ? '' : state];
  const chosen = filter.crop.value;
  const shown = crops.filter(({ name }) => chosen === '' || chosen === name);
  const clip = asset.play === null ? [] : [make('video', { controls: '', preload: 'none', src: asset.play, ...(asset.picture === null ? {} : { poster: asset.picture }) })];
  const body = make('div', { class: 'body' }, ...(clip.length > 0 && crops.length === 0 ? clip : [drawMaster(asset, chosen), ...clip]), make('div', { class: 'crops' }, ...shown.map(drawCrop), ...asset.layered.map(drawLayered)));
  card.replaceChildren(make('h2', {}, path + ' ', make('small', {}, facts.filter(Boolean).join(', '))), body);
  if (asset.damage !== null) card.append(make('p', {}, make('b', { class: 'bad' }, 'damaged'), ' The master, in parts that are shown as they came: ' + asset.damage));
  if (errors.length > 0) card.append(make('ul', { class: 'failures' }, ...errors.map(drawFailure)));
  card.append(...compareOf(asset));
  if (files.length > 0) card.append(fold(plural(files.length, 'more file'), false, make('div', { class: 'scroll', tabindex: 0 }, make('table', {}, ...files.map(drawFile)))));
};

const cards = new Map();
const watch = new IntersectionObserver((entries) => {
  for (const { target, isIntersecting, boundingClientRect } of entries) {
    if (isIntersecting) { fill(target, cards.get(target)); target.style.minHeight = ''; }
    else if (target.firstChild) { target.style.minHeight = boundingClientRect.height + 'px'; target.replaceChildren(); }
  }
}, { rootMargin: '1500px' });

const passes = ({ path, crops, errors }) => {
  const { search, crop, unsure, failed } = filter;
  if (!path.toLowerCase().includes(search.value.trim().toLowerCase())) return false;
  const named = crops.filter(({ name }) => crop.value === '' || name === crop.value);
  if (crop.value !== '' && named.length === 0) return false;
  return (!unsure.checked || named.some((one) => one.unsure)) && (!failed.checked || errors.length > 0);
};
const show = () => {
  watch.disconnect();
  cards.clear();
  const found = sorted(assets.filter(passes));
  for (const asset of found) cards.set(make('article', { class: 'card', 'data-path': asset.path, tabindex: -1 }), asset);
  sheet.replaceChildren(...cards.keys());
  for (const card of cards.keys()) watch.observe(card);
  const said = new URLSearchParams([...new FormData(filter)].filter(([name, value]) => value !== '' && (name !== 'sort' || value !== 'path')));
  history.replaceState(null, '', said.size > 0 ? '#' + said : '#');
  count.textContent = found.length === assets.length ? '' : found.length + ' of ' + assets.length + ' shown';
};

const filter = document.getElementById('filter');
const count = make('output');
const choice = (name, text) => make('label', {}, make('input', { type: 'checkbox', name }), ' ' + text);
filter.append(
  make('input', { type: 'search', name: 'search', placeholder: 'part of a path', 'aria-label': 'part of a path' }),
  make('label', {}, 'crop ', make('select', { name: 'crop' }, make('option', { value: '' }, 'all'), ...names.map((name) => make('option', {}, name)))),
  make('label', {}, 'by ', make('select', { name: 'sort' }, ...Object.entries(SORTS).map(([value, [text]]) => make('option', { value }, text)))),
  choice('unsure', 'unsure'), choice('failed', 'failures'), make('span', { class: 'legend' }, 'dashed: what was found'), count,
);
for (const [name, value] of new URLSearchParams(location.hash.slice(1))) {
  const control = filter.elements.namedItem(name);
  if (control instanceof HTMLInputElement && control.type === 'checkbox') control.checked = true;
  else if (control !== null) control.value = value;
}
filter.addEventListener('input', show);
filter.addEventListener('submit', (event) => event.preventDefault());
// Keys: / looks for a path, j and k go to the next card and the one before.
addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest('input, select, textarea, video')) return;
  if (event.key === '/') { filter.search.focus(); event.preventDefault(); }
  const step = { j: 1, k: -1 }[event.key];
  if (step === undefined) return;
  const all = [...cards.keys()];
  const top = filter.getBoundingClientRect().bottom;
  const at = all.findIndex((card) => card.getBoundingClientRect().bottom > top + 1);
  const next = all[Math.max(0, Math.min(all.length - 1, document.activeElement?.closest('.card') || step < 0 ? at + step : at))];
  next?.focus({ preventScroll: true });
  next?.scrollIntoView();
});
show();
`;

/** The script of the page: summary first, then the cards. */
export const SCRIPT = TOOLS + COMPARE + CARDS + SUMMARY;
