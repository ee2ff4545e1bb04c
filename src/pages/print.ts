import { escapeXml } from '../base/xml.ts';
import type { MarkupFormat } from '../model/manifest/markup.ts';
import { type AttributeValue, type Element, VOID } from './element.ts';

/** Letters that a template language would read in a text, as HTML has them. */
const withoutBraces = (text: string): string => text.replaceAll('{', '&#123;').replaceAll('}', '&#125;');

const SCRIPT_MARKS: Readonly<Record<string, string>> = {
  ...{ '<': '\\u003c', '>': '\\u003e', '&': '\\u0026' },
  ...{ '\u2028': '\\u2028', '\u2029': '\\u2029', '{': '\\u007b', '}': '\\u007d' },
};

/**
 * JSON that may stand in a `<script>` of any format: no text of it ends the element, opens a comment, or is an expression of a
 * template.
 */
function scriptJson(value: unknown): string {
  return JSON.stringify(value).replaceAll(/"(?:[^"\\]|\\.)*"/g, (text) =>
    text.replaceAll(/[<>&{}\u2028\u2029]/g, (mark) => SCRIPT_MARKS[mark] ?? mark),
  );
}

const css = (declarations: Readonly<Record<string, string>>): string =>
  Object.entries(declarations)
    .map(([property, value]) => `${property}: ${value}`)
    .join('; ');

/** The ways in which one language writes the parts of an element. */
interface Dialect {
  readonly attribute: (name: string, value: Exclude<AttributeValue, true>) => string;
  /** An attribute that stands alone. */
  readonly flag: (name: string) => string;
  readonly script: (attributes: string, json: string) => string;
  /** The end of an element that holds nothing. */
  readonly close: string;
}

function htmlDialect(escape: (text: string) => string): Dialect {
  return {
    attribute: (name, value) => `${name}="${escape(typeof value === 'object' ? css(value) : String(value))}"`,
    flag: (name) => name,
    script: (attributes, json) => `<script${attributes}>${json}</script>`,
    close: '>',
  };
}

/** HTML in lower case as React spells it. */
const JSX_NAMES: Readonly<Record<string, string>> = {
  ...{
    srcset: 'srcSet',
    fetchpriority: 'fetchPriority',
    playsinline: 'playsInline',
    autoplay: 'autoPlay',
    srclang: 'srcLang',
  },
};

const camelCase = (property: string): string =>
  property.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());

function jsxAttribute(name: string, value: Exclude<AttributeValue, true>): string {
  const written =
    typeof value === 'object'
      ? Object.fromEntries(Object.entries(value).map(([property, text]) => [camelCase(property), text]))
      : value;
  return `${JSX_NAMES[name] ?? name}={${JSON.stringify(written)}}`;
}

/** Escapes text for HTML, and white space other than the space as character references, which parsers would normalise. */
const escapeHtml = (text: string): string =>
  escapeXml(text).replaceAll(/[\t\n\r]/g, (space) => `&#${space.charCodeAt(0)};`);

const html = htmlDialect(escapeHtml);
const template = htmlDialect((text) => withoutBraces(escapeHtml(text)));

const DIALECTS: Readonly<Record<Exclude<MarkupFormat, 'json'>, Dialect>> = {
  html,
  // Liquid reads its marks wherever they stand.
  liquid: template,
  astro: {
    ...template,
    script: (attributes, json) => `<script${attributes} is:inline set:html={${JSON.stringify(json)}} />`,
    close: ' />',
  },
  jsx: {
    attribute: jsxAttribute,
    flag: (name) => JSX_NAMES[name] ?? name,
    script: (attributes, json) =>
      `<script${attributes} dangerouslySetInnerHTML={{ __html: ${JSON.stringify(json)} }} />`,
    close: ' />',
  },
};

function printElement({ tag, attributes, children = [], json }: Element, dialect: Dialect, indent: string): string {
  const written = Object.entries(attributes).flatMap(([name, value]) => {
    if (value === undefined) return [];
    return [value === true ? dialect.flag(name) : dialect.attribute(name, value)];
  });
  const list = written.map((one) => ` ${one}`).join('');
  if (json !== undefined) return `${indent}${dialect.script(list, scriptJson(json))}`;
  if (VOID.has(tag)) return `${indent}<${tag}${list}${dialect.close}`;
  const inside = children.map((child) => `${printElement(child, dialect, `${indent}  `)}\n`).join('');
  return `${indent}<${tag}${list}>\n${inside}${indent}</${tag}>`;
}

/**
 * Elements in a language, one below the other: values are escaped so that none of them is anything but a value. Braces of
 * `liquid` in an address come from who wrote its base, and stay.
 */
export function printElements(elements: readonly Element[], format: Exclude<MarkupFormat, 'json'>): string {
  return elements.map((element) => `${printElement(element, DIALECTS[format], '')}\n`).join('');
}
