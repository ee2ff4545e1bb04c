import { readFileSync } from 'node:fs';
import glob from 'fast-glob';
import { describe, expect, it } from 'vitest';
import { inRepository } from '../support/files/repository.ts';

const MOST_STEPS = 4;

interface Recipe {
  readonly title: string;
  /** The text of each numbered step. */
  readonly steps: readonly string[];
}

/** The `### Adding …` sections of a page. */
function recipesOf(page: string): readonly Recipe[] {
  const sections = page.split(/^#{2,3} /m).filter((section) => /^Adding an? /.test(section));
  return sections.map((section) => ({
    title: section.slice(0, section.indexOf('\n')),
    steps: section.split(/^\d+\. /m).slice(1),
  }));
}

/** The paths that a text names between backticks, `<name>` standing for anything. */
function placesOf(text: string): readonly string[] {
  const quoted = [...text.matchAll(/`([^`\s]+)`/g)].map(([, code = '']) => code);
  const paths = quoted.filter((code) => /^(?:\.ci|\.github|bin|docs|fixtures|profiles|src|test)\//.test(code));
  return paths.map((path) => path.replaceAll(/<[^>]*>/g, '*'));
}

const isThere = (place: string): boolean =>
  glob.sync(place.replace(/\/$/, ''), { cwd: inRepository(), onlyFiles: false, dot: true }).length > 0;

describe('CONTRIBUTING.md', () => {
  const page = readFileSync(inRepository('CONTRIBUTING.md'), 'utf8');

  it.each(recipesOf(page))('says in at most four steps where to go: $title', ({ steps }) => {
    expect(steps.length).toBeGreaterThan(0);
    expect(steps.length).toBeLessThanOrEqual(MOST_STEPS);
    expect(steps.filter((step) => placesOf(step).length === 0)).toEqual([]);
  });

  it('has a recipe for everything that is added often', () => {
    const things = recipesOf(page).map(({ title }) => title.replace(/^Adding an? /, ''));
    expect(things).toEqual(
      expect.arrayContaining([
        'command of the language',
        'pixel operation',
        'output format, a master format',
        'detector',
        'option',
        'command of the command line',
        'reporter',
        'field of a profile',
        'error',
      ]),
    );
    expect(things.some((thing) => /\bbackend\b/.test(thing))).toBe(true);
  });

  it('names no path that is not there', () => {
    const places = placesOf(page);
    expect(places.length).toBeGreaterThan(30);
    expect(places.filter((place) => !isThere(place))).toEqual([]);
  });

  it('is found out where a path is gone or a recipe too long', () => {
    const steps = ['1. `src/zoo/<ape>.ts`: an ape', ...[2, 3, 4, 5].map((n) => `${n}. \`src/base/text.ts\``)];
    const [recipe] = recipesOf(`### Adding an ape\n\n${steps.join('\n')}\n`);
    expect(recipe?.steps).toHaveLength(5);
    expect(placesOf(steps.join('\n')).filter((place) => !isThere(place))).toEqual(['src/zoo/*.ts']);
  });
});

describe('every page', () => {
  const pages = ['README.md', 'CONTRIBUTING.md', ...glob.sync('docs/*.md', { cwd: inRepository() })];
  const linksOf = (page: string): readonly string[] =>
    [...readFileSync(inRepository(page), 'utf8').matchAll(/\]\(([^)\s]+)\)/g)]
      .map(([, target = '']) => target.replace(/#.*$/, ''))
      .filter((target) => target !== '' && !target.includes('://'))
      .map((target) => new URL(target, `file:///${page}`).pathname.slice(1));

  it.each(pages)('%s links to files that are there', (page) => {
    expect(linksOf(page).filter((target) => !isThere(target))).toEqual([]);
  });

  it('is in the package where a page of the package links to it', () => {
    const { files } = JSON.parse(readFileSync(inRepository('package.json'), 'utf8')) as { files: readonly string[] };
    const packed = (path: string): boolean => files.some((entry) => path === entry || path.startsWith(`${entry}/`));
    const targets = pages.filter(packed).flatMap(linksOf);
    expect(targets.filter((target) => !packed(target))).toEqual([]);
  });

  it('is a README that is read in one go, with one picture', () => {
    const readme = readFileSync(inRepository('README.md'), 'utf8');
    expect(readme.split('\n').length).toBeLessThan(150);
    expect(readme.match(/!\[/g)).toHaveLength(1);
  });
});
