/**
 * The script of the page: it filters, keeps the filters in its address so that a view can be sent on, draws a card when
 * it comes near and forgets it when it is far. Everything
 * that comes from a library is put in as text, never as markup. It runs in any browser of the last years.
 */
export const SCRIPT = `
'use strict';
const assets = [...document.querySelectorAll('.assets')].flatMap((part) => JSON.parse(part.textContent));
const sheet = document.getElementById('sheet');
const COLORS = ['#e6194b', '#3cb44b', '#4363d8', '#f58231', '#42d4f4', '#f032e6', '#bfef45', '#911eb4', '#ffe119', '#469990'];
const names = [...new Set(assets.flatMap(({ crops }) => crops.map(({ name }) => name)))].sort();
const colorOf = (name) => COLORS[names.indexOf(name) % COLORS.length];

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
const bytes = (count) => {
  const step = Math.min(3, Math.floor(Math.log10(Math.max(1, count)) / 3));
  return (count / 1000 ** step).toPrecision(3).replace(/\\.0+$/, '') + '\\u00a0' + ['bytes', 'kB', 'MB', 'GB'][step];
};
const percent = (share) => Math.round(share * 100) + ' %';
const picture = (source, alt) => source === null ? make('div', { class: 'none' }, 'no picture') : make('img', { src: source, alt });
const link = ({ link: href, name }) => make('a', { href }, name);

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
    master.style.width = Math.round(Math.max(60, 320 * Math.min(1, width / height))) + 'px';
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

const drawFailure = ({ code, rendition, message, hint }) =>
  make('li', {}, make('b', { class: 'bad' }, code), rendition === null ? ' ' : ' (' + rendition + ') ', message, hint === '' ? '' : ' → ' + hint);
const drawFile = (file) =>
  make('tr', {}, make('td', {}, link(file)), make('td', { class: 'number' }, file.width > 0 ? file.width + '×' + file.height : ''), make('td', { class: 'number' }, bytes(file.bytes)));

const fill = (card, asset) => {
  const { path, state, kind, width, height, crops, files, errors } = asset;
  const facts = [kind === 'video' ? 'clip' : '', width > 0 ? width + '×' + height : '', bytes(asset.bytes), state === 'ready' ? '' : state];
  const chosen = filter.crop.value;
  const shown = crops.filter(({ name }) => chosen === '' || chosen === name);
  const body = make('div', { class: 'body' }, drawMaster(asset, chosen), make('div', { class: 'crops' }, ...shown.map(drawCrop)));
  card.replaceChildren(make('h2', {}, path + ' ', make('small', {}, facts.filter(Boolean).join(', '))), body);
  if (errors.length > 0) card.append(make('ul', { class: 'failures' }, ...errors.map(drawFailure)));
  if (files.length > 0) {
    const table = make('table', {}, ...files.map(drawFile));
    card.append(make('details', {}, make('summary', {}, files.length + ' more files'), table));
  }
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
  const found = assets.filter(passes);
  for (const asset of found) cards.set(make('article', { class: 'card', 'data-path': asset.path }), asset);
  sheet.replaceChildren(...cards.keys());
  for (const card of cards.keys()) watch.observe(card);
  const said = new URLSearchParams([...new FormData(filter)].filter(([, value]) => value !== ''));
  history.replaceState(null, '', said.size > 0 ? '#' + said : '#');
  count.textContent = found.length === assets.length ? '' : found.length + ' of ' + assets.length + ' shown';
};

const filter = document.getElementById('filter');
const count = make('output');
const choice = (name, text) => make('label', {}, make('input', { type: 'checkbox', name }), ' ' + text);
filter.append(
  make('input', { type: 'search', name: 'search', placeholder: 'part of a path', 'aria-label': 'part of a path' }),
  make('label', {}, 'crop ', make('select', { name: 'crop' }, make('option', { value: '' }, 'all'), ...names.map((name) => make('option', {}, name)))),
  choice('unsure', 'unsure'), choice('failed', 'failures'), make('span', { class: 'legend' }, 'dashed: what was found'), count,
);
for (const [name, value] of new URLSearchParams(location.hash.slice(1))) {
  const control = filter.elements.namedItem(name);
  if (control instanceof HTMLInputElement && control.type === 'checkbox') control.checked = true;
  else if (control !== null) control.value = value;
}
filter.addEventListener('input', show);
filter.addEventListener('submit', (event) => event.preventDefault());
show();
`;
