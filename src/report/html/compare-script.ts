/** Two files of one picture on each other with a slider between them, which keys move too; loaded when it is opened. */
export const COMPARE = `
/** The files that show the same: those of the shape that most of them have. */
const alikeOf = (files) => {
  const shown = files.filter(({ shown, width }) => shown && width > 0);
  const groups = [...groupBy(shown, ({ name, of = name }) => of).values()].sort((a, b) => b.length - a.length || b[0].width - a[0].width);
  const [first] = groups;
  if (first === undefined) return [];
  const isAlike = ({ width, height }) => Math.abs(width / height - first[0].width / first[0].height) < 2 / Math.min(height, first[0].height);
  return shown.filter(isAlike).sort((a, b) => b.bytes - a.bytes);
};
const nameOf = ({ name, mime, width, height, bytes: size }) => name + ', ' + mime.replace('image/', '') + ', ' + width + '×' + height + ', ' + bytes(size);
const drawCompare = (files) => {
  const largest = files[0];
  const other = files.find(({ mime, width }) => mime !== largest.mime && width === largest.width) ?? files.at(-1);
  const select = (label, chosen) => make('select', { 'aria-label': label }, ...files.map((file, at) => make('option', { value: at, ...(file === chosen ? { selected: '' } : {}) }, nameOf(file))));
  const [before, after] = [select('left', largest), select('right', other)];
  const images = [make('img', { alt: '' }), make('img', { alt: '', class: 'after' })];
  const slider = make('input', { type: 'range', min: 0, max: 100, value: 50, 'aria-label': 'where the right picture begins' });
  const told = make('output');
  const stage = make('div', { class: 'stage' }, ...images, slider);
  stage.style.aspectRatio = largest.width + ' / ' + largest.height;
  // Not enlarged, but for room to move the slider.
  stage.style.maxWidth = Math.max(160, largest.width) + 'px';
  const slide = () => stage.style.setProperty('--at', slider.value + '%');
  const choose = () => {
    const [a, b] = [files[before.value], files[after.value]];
    images[0].src = a.link;
    images[1].src = b.link;
    const saved = 1 - b.bytes / a.bytes;
    const score = ({ quality, score }) => score === undefined ? '' : ', quality ' + quality + ', score ' + score.toFixed(1);
    told.textContent = 'right: ' + percent(Math.abs(saved)) + (saved < 0 ? ' more' : ' less') + ' bytes' + score(b);
  };
  for (const image of images) image.addEventListener('error', () => { told.textContent = 'The files are not beside this page any more.'; });
  slider.addEventListener('input', slide);
  for (const one of [before, after]) one.addEventListener('change', choose);
  slide();
  choose();
  return make('div', { class: 'compare' }, make('div', { class: 'sides' }, before, after), stage, told);
};
const compareOf = (asset) => {
  const files = asset.kind === 'video' ? [] : alikeOf(filesOf(asset));
  if (files.length < 2) return [];
  const details = fold('Compare ' + plural(files.length, 'file'), false);
  details.addEventListener('toggle', () => { if (details.open && details.children.length === 1) details.append(drawCompare(files)); });
  return [details];
};
`;
