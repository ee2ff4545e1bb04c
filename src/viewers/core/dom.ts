type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;

/** Makes an element with attributes (`true` = without a value; `false` and undefined = absent) and children. */
export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) element.setAttribute(name, value === true ? '' : String(value));
  }
  element.append(...children);
  return element;
}

const SVG = 'http://www.w3.org/2000/svg';

/** Paths in a box of 24 by 24, drawn as lines. */
const ICONS = {
  zoomIn: 'M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14M16 16l5 5M8 11h6M11 8v6',
  zoomOut: 'M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14M16 16l5 5M8 11h6',
  reset: 'M4 12a8 8 0 1 1 2.5 5.8M4 20v-5h5',
  fullScreen: 'M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5',
  close: 'M5 5l14 14M19 5L5 19',
  previous: 'M15 5l-7 7 7 7',
  next: 'M9 5l7 7-7 7',
  play: 'M7 4l13 8-13 8z',
  pause: 'M8 5v14M16 5v14',
  turnLeft: 'M9 7l-5 4 5 4M4 11h9a6 6 0 0 1 0 10h-2',
  turnRight: 'M15 7l5 4-5 4M20 11h-9a6 6 0 0 0 0 10h2',
} as const;

/** The name of a drawn sign. */
export type IconName = keyof typeof ICONS;

function icon(name: IconName): SVGSVGElement {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', ICONS[name]);
  svg.append(path);
  return svg;
}

/** A button with a sign, whose name is read out and shown as a tip. */
export function iconButton(name: IconName, label: string, onPress: () => void): HTMLButtonElement {
  const button = make('button', {
    type: 'button',
    class: `button ${name}`,
    part: `button ${name}`,
    'aria-label': label,
    title: label,
  });
  button.append(icon(name));
  button.addEventListener('click', onPress);
  return button;
}

/** Changes sign and name of a button that does one thing or another. */
export function changeButton(button: HTMLButtonElement, name: IconName, label: string): void {
  button.replaceChildren(icon(name));
  button.setAttribute('aria-label', label);
  button.title = label;
}
