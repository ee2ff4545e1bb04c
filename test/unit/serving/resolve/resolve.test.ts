import { describe, expect, it } from 'vitest';
import { parseRecipe, printRecipe } from '../../../../src/serving/print.ts';
import { resolveRecipe } from '../../../../src/serving/resolve/resolve.ts';
import type { ServerSettings } from '../../../../src/serving/resolve/server-settings.ts';
import { CLOUD } from '../../../support/language/server-settings.ts';
import { recipeOf } from '../../../support/language/recipe-of.ts';

const resolved = (text: string, server: ServerSettings = CLOUD): string =>
  printRecipe(resolveRecipe(parseRecipe(text), server));

const TAIL = 'fmt=jpeg&qlt=80,0&resMode=sharp2&bgc=FFFFFF';
const END = '&metadata=copyright';

describe('a resolved recipe', () => {
  it('holds what the server settings say', () => {
    const server: ServerSettings = {
      jpegquality: [75, 1],
      resmode: 'bicub',
      bkgcolor: { r: 1, g: 2, b: 3, alpha: 255 },
      defaultpix: [300, 0],
      defaultthumbpix: [100, 100],
      maxpix: [3000, 3000],
      resolution: 100,
    };
    const tail = 'fmt=jpeg&qlt=75,1&resMode=bicub&bgc=010203&printRes=100&metadata=copyright';
    expect(resolved('', server)).toBe(`wid=300&fit=constrain,0&${tail}`);
    expect(resolved('wid=10', server)).toBe(`wid=10&fit=fit,0&${tail}`);
  });

  it('has a size: that of defaultpix where none is asked', () => {
    expect(resolved('')).toBe(`wid=1280&hei=1280&fit=constrain,0&${TAIL}${END}`);
    expect(resolved('fit=crop,1&align=1,1')).toBe(resolved(''));
    expect(resolved('', { ...CLOUD, defaultpix: [0, 600] })).toBe(`hei=600&fit=constrain,0&${TAIL}${END}`);
    expect(resolved('', { ...CLOUD, defaultpix: [0, 0] })).toBe(`scl=1&${TAIL}${END}`);
    expect(resolved('rgn=1,2,3,4')).toBe(`wid=1280&hei=1280&fit=constrain,0&rgn=1,2,3,4&${TAIL}${END}`);
    expect(resolved('rgn=1,2,3,4', { ...CLOUD, defaultpix: [0, 0] })).toBe(`scl=1&rgn=1,2,3,4&${TAIL}${END}`);
  });

  it.each([
    ['png', 'fmt=png&resMode=sharp2&bgc=FFFFFF'],
    ['png-alpha', 'fmt=png-alpha&resMode=sharp2'],
    ['webp', 'fmt=webp&qlt=90&resMode=sharp2&bgc=FFFFFF'],
    ['webp-alpha,rgb,lossy', 'fmt=webp-alpha&qlt=90&resMode=sharp2'],
    ['webp,,lossless', 'fmt=webp,,lossless&resMode=sharp2&bgc=FFFFFF'],
    ['tif,,none', 'fmt=tif&resMode=sharp2&bgc=FFFFFF'],
    ['tif,,jpeg', 'fmt=tif,,jpeg&qlt=90&resMode=sharp2&bgc=FFFFFF'],
    ['jpeg,gray', 'fmt=jpeg,gray&qlt=90&resMode=sharp2&bgc=FFFFFF'],
    ['jpeg,rgb,none', 'fmt=jpeg&qlt=90,1&resMode=sharp2&bgc=FFFFFF'],
    [',gray', 'fmt=jpeg,gray&qlt=90&resMode=sharp2&bgc=FFFFFF'],
    ['pdf', 'fmt=pdf&resMode=sharp2&bgc=FFFFFF'],
    ['pdf,gray,jpeg', 'fmt=pdf,gray,jpeg&qlt=90&resMode=sharp2&bgc=FFFFFF'],
    ['eps,cmyk', 'fmt=eps,cmyk&resMode=sharp2&bgc=FFFFFF'],
  ])('holds of the output only what fmt=%s listens to', (format, expected) => {
    expect(resolved(`wid=9&qlt=90,1&fmt=${format}`)).toBe(`wid=9&fit=fit,0&${expected}${END}`);
  });

  it.each([
    ['wid=400&hei=300&dpr=on,2', 'wid=800&hei=600&fit=fit,0'],
    ['scl=3&dpr=on,1.5', 'scl=2'],
    ['wid=816&hei=500&dpr=on,3', 'wid=2448&hei=1500&fit=fit,0'],
    ['wid=816&hei=500&dpr=on,4', 'wid=3000&hei=1838&fit=fit,0'],
    ['wid=500&hei=816&dpr=on,4', 'wid=1838&hei=3000&fit=fit,0'],
    ['wid=4000&dpr=on,2', 'wid=4000&fit=fit,0'],
    ['hei=1000&dpr=on,4', 'hei=3000&fit=fit,0'],
    ['wid=400&dpr=on,2&dpr=off', 'wid=400&fit=fit,0'],
    ['wid=101&dpr=on,0.5', 'wid=51&fit=fit,0'],
    ['dpr=on,2', 'wid=1280&hei=1280&fit=constrain,0'],
    ['req=tmb', 'wid=100&hei=100&fit=fit,1'],
    ['req=tmb&wid=64&dpr=on,2', 'wid=128&hei=200&fit=fit,1'],
    ['req=img&wid=5', 'wid=5&fit=fit,0'],
    ['wid=5&rgnN=0,0,1,1', 'wid=5&fit=fit,0'],
    ['wid=5&rect=1,2,3,4,1', 'wid=5&fit=fit,0&rect=1,2,3,4'],
  ])('is of the size that %s comes to', (asked, expected) => {
    expect(resolved(asked)).toBe(`${expected}&${TAIL}${END}`);
  });

  it('of a mask is gray where its format can be, on no ground', () => {
    expect(resolved('wid=5&req=mask&bgc=FF0000')).toBe(
      `wid=5&fit=fit,0&req=mask&fmt=jpeg,gray&qlt=80&resMode=sharp2${END}`,
    );
    expect(resolved('wid=5&req=mask&fmt=webp')).toBe(`wid=5&fit=fit,0&req=mask&fmt=webp&qlt=80&resMode=sharp2${END}`);
    expect(resolved('wid=5&req=mask&fmt=tif,rgb')).toBe(`wid=5&fit=fit,0&req=mask&fmt=tif&resMode=sharp2${END}`);
  });

  it.each([
    ['fmt=jpeg', 'jpegSize=40&effort=small&printRes=300&icc=DisplayP3&iccEmbed=1&xmpEmbed=1&pathEmbed=1'],
    ['fmt=png', 'effort=small&printRes=300&icc=DisplayP3&iccEmbed=1'],
    ['fmt=png8', 'quantize=web,diffuse,256&printRes=300&icc=DisplayP3&iccEmbed=1'],
    ['fmt=tif', 'printRes=300&icc=DisplayP3&iccEmbed=1&xmpEmbed=1&pathEmbed=1'],
    ['fmt=pdf', 'printRes=300&icc=DisplayP3&iccEmbed=1'],
    ['fmt=eps', 'printRes=300&icc=DisplayP3&pathEmbed=1'],
    ['fmt=webp', 'jpegSize=40&effort=small&icc=DisplayP3&iccEmbed=1'],
    ['fmt=avif,,lossless', 'icc=DisplayP3&iccEmbed=1'],
    ['fmt=gif', 'quantize=web,diffuse,256&icc=DisplayP3'],
    ['fmt=jpeg,gray', 'jpegSize=40&effort=small&printRes=300&iccEmbed=1&xmpEmbed=1&pathEmbed=1'],
  ])('holds beside %s only what such a file can have', (format, expected) => {
    const asked =
      'jpegSize=40&effort=small&quantize=web,diffuse,9&printRes=300&icc=DisplayP3&iccEmbed=1&xmpEmbed=1&pathEmbed=1';
    const unlike = new RegExp(
      `&(?:${['jpegSize', 'effort', 'quantize', 'printRes', 'icc', 'iccEmbed', 'xmpEmbed', 'pathEmbed'].join('|')})=`,
    );
    const text = resolved(`wid=9&${format}&${asked}`);
    const kept = text.split('&').filter((item) => unlike.test(`&${item}`));
    expect(kept.join('&')).toBe(expected);
  });

  it.each([
    ['jpegSize=0', ''],
    ['effort=balanced', ''],
    ['effort=fast', 'effort=fast'],
    ['printRes=72', ''],
    ['icc=sRGB', ''],
    ['icc=sRGB,relative', ''],
    ['icc=,,1,0', ''],
    ['icc=,perceptual,0,1', 'icc=,perceptual,0,1'],
    ['icc=srgb%20iec61966-2.1,absolute', 'icc=,absolute'],
    ['iccEmbed=0', ''],
    ['xmpEmbed=0', ''],
    ['quantize=adaptive', ''],
    ['quantize=,diffuse,256', ''],
  ])('says %s as "%s"', (asked, expected) => {
    const png8 = asked.startsWith('quantize') ? 'fmt=png8' : 'fmt=jpeg';
    const without = resolved(`wid=9&${png8}`).replace(END, '');
    expect(resolved(`wid=9&${png8}&${asked}`)).toBe(`${without}${expected && `&${expected}`}${END}`);
  });

  it.each([
    ['op_sharpen=0', ''],
    ['op_usm=0,5,1,0', ''],
    ['op_usm=5', ''],
    ['levelMask=0,1,2,0', ''],
    ['margins=0,0,0,0', ''],
    ['cropN=0,0,1,1', ''],
    ['rotate=0', ''],
    ['rotate=-720', ''],
    ['rotate=360', ''],
    ['rotate=-0.00000000000000000001', ''],
    ['rotate=-30', 'rotate=330'],
    ['rotate=0.1', 'rotate=0.1'],
    ['rotate=450', 'rotate=90'],
    ['align=0,0', ''],
    ['fit=fit', ''],
    ['op_usmR=1,1', 'op_usm=1,1,0,0'],
    ['op_usmR=0,1&op_usm=2,1', 'op_usm=2,1,0,0'],
    ['op_invert=0&op_colorbalance=0,0,0&op_hue=0&op_saturation=0&op_brightness=0&op_contrast=0', ''],
    ['op_grow=0&op_blur=0&op_noise=0,gaussian,1&opac=100', ''],
    ['op_hue=-180', 'op_hue=180'],
    ['opac=80,50', 'opac=50,80'],
    ['op_colorize=FF0000,off,50', 'op_colorize=FF000080,off,0'],
    ['src=is{?}', ''],
    // What is not drawn leaves nothing but the canvas that it makes of `size`.
    ['layer=1&bgColor=FF0000&blendMode=mult&scale=10', ''],
    ['layer=1&src=a&hide=1&effect=-1&pos=1,1', ''],
    ['size=9,9&layer=1&src=a&hide=1', 'size=9,9&layer=1&hide=1'],
    ['size=9,0&layer=1&src=a&hide=1', 'size=9,0'],
    // Nothing is placed where nothing else is.
    ['anchor=5,5&origin=3,3&posN=1,1&blendMode=mult&hide=0&effectMask=0', ''],
    ['anchor=5,5&origin=3,3&layer=1&src=a&pos=0,0&opac=80,50', 'origin=3,3&layer=1&src=a&opac=50,80'],
    ['layer=1&src=a&opac=80,50&effect=-1&opac=30,5&size=4,4', 'layer=1&src=a&opac=80,50&effect=-1&opac=30,100'],
    [
      'layer=1&color=FF0000&size=9,9&perspective=0,0,9,1,9,9,0,9',
      'layer=1&size=9,9&perspective=0,0,9,1,9,9,0,9&color=FF0000',
    ],
    ['src=is{?fmt=png&qlt=5&quantize=web&req=mask&bgc=FF0000&printRes=9&scl=1}', ''],
    ['src=is{?rotate=0&op_hue=5}', 'src=is{?scl=1&op_hue=5&resMode=sharp2}'],
    [
      'src=is{?wid=50&src=is{?flip=lr}}',
      'src=is{?wid=50&fit=fit,0&src=is{?scl=1&flip=lr&resMode=sharp2}&resMode=sharp2}',
    ],
    ['op_growMask=0&op_growMaskR=0', ''],
    ['maskUse=off&maskUse=norm', ''],
    ['maskUse=off&op_growMask=5', 'maskUse=off'],
    ['size=0,0', ''],
    ['size=5,0&scale=3&res=7', 'size=5,0'],
    ['size=0,0&scale=3&res=7', 'scale=3'],
    ['scale=1', ''],
    ['res=72', ''],
    ['res=36', 'scale=0.5'],
    ['perspectiveN=0,0,1,0,1,1,0,1,R2&size=9,9&res=3&scale=4', ''],
    ['perspectiveN=0,0,1,0,1,1,0,0.9&size=9,9&res=3&scale=1', 'perspectiveN=0,0,1,0,1,1,0,0.9'],
    ['perspectiveN=0,0,1,0,1,1,0,1,R3T050&scale=0.2', 'perspectiveN=0,0,1,0,1,1,0,1,R3T50&scale=0.25'],
    ['perspective=0,0,9,0,9,9,0,8,R3T100', 'perspective=0,0,9,0,9,9,0,8'],
    ['perspective=0,0,9,0,9,9,0,8,R3&scale=0.5', 'perspective=0,0,9,0,9,9,0,8&scale=0.5'],
    ['extend=0,0,0,0', ''],
    ['extendN=0,0,0,0', ''],
    ['color=1,2,3,0&bgColor=01020300', ''],
  ])('says %s as "%s": equal pictures have equal recipes', (text, rest) => {
    expect(resolved(`wid=9&hei=9&${text}`)).toBe(resolved(`wid=9&hei=9&${rest}`));
  });

  it('keeps align only where it moves something', () => {
    expect(resolved('wid=9&hei=9&align=1,0')).toContain('align=1,0');
    for (const text of ['wid=9&fit=crop,1', 'wid=9&hei=9&fit=constrain', 'wid=9&hei=9&fit=stretch'])
      expect(resolved(`${text}&align=1,0`)).toBe(resolved(text));
  });

  it('has no fit beside an inverse scale', () => {
    expect(resolved('scl=2&wid=9&hei=9&fit=crop,1&align=1,0')).toBe(`wid=9&hei=9&align=1,0&scl=2&${TAIL}${END}`);
  });

  it('has an opaque background', () => {
    const recipe = { ...recipeOf('wid=9'), background: { r: 1, g: 2, b: 3, alpha: 4 } };
    expect(resolveRecipe(recipe, CLOUD).background).toEqual({ r: 1, g: 2, b: 3, alpha: 255 });
  });

  it('of a pyramid has no mask that does nothing, and no quality that says nothing', () => {
    expect(resolved('pyramid=256,jpeg,90&levelMask=1,0,0,0')).toBe('pyramid=256,jpeg,90&metadata=copyright');
    expect(resolved('pyramid=256,lzw,90&margins=0,0,0,0&metadata=all')).toBe('pyramid=256,lzw,95&metadata=all');
  });

  it.each([
    '',
    'wid=9&hei=9&align=1,0&fmt=webp-alpha,,lossless&op_usm=1,1&rotate=-30&cropN=0,0,.5,.5&flip=lr',
    'scl=2&fmt=tif,gray,jpeg&smartCrop=3,2,1,center&margins=1,2,3,4&levelMask=1,1,1,1',
    'wid=9&src=is{?op_hue=5&wid=20&dpr=on,2&src=is{?flip=lr&fmt=png}}&maskUse=invert&op_growMask=3',
    'pyramid=256,deflate,80',
  ])('stays as it is when resolved again: %s', (text) => {
    const once = resolveRecipe(parseRecipe(text), CLOUD);
    expect(resolveRecipe(once, { ...CLOUD, jpegquality: [1, 1], resmode: 'bilin', defaultpix: [1, 1] })).toEqual(once);
    expect(parseRecipe(printRecipe(once))).toEqual(once);
  });
});
