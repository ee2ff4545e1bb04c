import { describe, expect, it } from 'vitest';
import { nearestPath } from '../../../src/base/nearest-path.ts';

const PATHS = ['bags/red.jpg', 'shoes/blue.tif', 'shoes/red.jpg', 'shoes/red.png', 'caf\u00e9/menu.pdf', 'Z.JPG'];

describe('the path nearest to another', () => {
  it.each([
    ['in other letters', 'SHOES/Red.JPG', 'shoes/red.jpg'],
    ['in another normal form', 'cafe\u0301/Menu.pdf', 'caf\u00e9/menu.pdf'],
    ['without its ending', 'shoes/blue', 'shoes/blue.tif'],
    ['with another ending', 'shoes/blue.jpg', 'shoes/blue.tif'],
    ['in another folder', 'boots/menu.pdf', 'caf\u00e9/menu.pdf'],
    ['by its name alone', 'blue.tif', 'shoes/blue.tif'],
    ['with a slip in its name', 'shoes/rde.png', 'shoes/red.png'],
    ['with a slip in its folder', 'shos/blu.tif', 'shoes/blue.tif'],
    ['below a long folder', `${'x'.repeat(90)}/blue.tif`, 'shoes/blue.tif'],
  ])('is found %s', (_how, given, path) => {
    expect(nearestPath(given, PATHS)).toBe(path);
  });

  it.each(['nothing/like/this.webp', '', '/', 'x'.repeat(5000)])('is none for %j', (given) => {
    expect(nearestPath(given, PATHS)).toBeUndefined();
  });
});
