import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { ALL_COMMANDS } from '../../../src/serving/commands/index.ts';
import { PRESET_KEYS, presetKeysSchema } from '../../../src/serving/keys.ts';
import { parseModifiers } from '../../../src/serving/parse.ts';
import { presetKeys, presetText } from '../../../src/serving/preset-text.ts';
import { strict } from '../../support/language/recipe-of.ts';

const CONTRACT =
  'width height fit align crop page format bitDepth quality chromaSubsampling jpegSize maxBytes animation animationOver hdr effort colors dither palette compression colorSpace ' +
  'iccProfile renderIntent blackPoint dithering embedProfile sharpen unsharpMask resample printResolution background modifiers';

const text = (keys: Readonly<Record<string, unknown>>): string => presetText(presetKeysSchema.parse(keys));

describe('the friendly keys', () => {
  it('are those that users rely on', () => {
    expect(Object.keys(presetKeysSchema.shape).toSorted()).toEqual(CONTRACT.split(' ').toSorted());
  });

  it('each mean a command of the table', () => {
    const names = ALL_COMMANDS.map(({ name }) => name);
    for (const { command } of PRESET_KEYS) expect(names).toContain(command);
  });

  it('are described for editors', () => {
    const schema = z.toJSONSchema(presetKeysSchema, { io: 'input' });
    expect(schema.properties?.['width']).toMatchObject({ type: 'integer', minimum: 1, maximum: 10_000_000 });
    expect(schema.properties?.['format']).toMatchObject({ enum: expect.arrayContaining(['jpeg', 'webp', 'pdf']) });
    for (const property of Object.values(schema.properties ?? {}))
      expect(property).toMatchObject({ description: expect.stringMatching(/^[A-Z]/) });
  });

  it.each([
    [
      {
        width: 1280,
        height: 720,
        fit: 'crop',
        format: 'webp',
        quality: 82,
        unsharpMask: { amount: 1, radius: 1, threshold: 6 },
      },
      'wid=1280&hei=720&fit=crop&fmt=webp&qlt=82&op_usm=1,1,6,0',
    ],
    [{ fit: 'crop,1', align: [0, -0.5] }, 'fit=crop,1&align=0,-0.5'],
    [{ crop: [-10, 0, 120, 80] }, 'crop=-10,0,120,80'],
    [{ format: 'tif', compression: 'zip' }, 'fmt=tif,,zip'],
    [{ colorSpace: 'gray' }, 'fmt=,gray'],
    [{ chromaSubsampling: false }, 'qlt=,1'],
    [{ effort: 'small' }, 'effort=small'],
    [{ quality: 90, chromaSubsampling: '4:2:0' }, 'qlt=90,0'],
    [{ palette: ['FF0000', '#00ff00'], colors: 16, dither: 'off' }, 'quantize=,off,16,FF0000,00ff00'],
    [{ palette: 'web' }, 'quantize=web'],
    [
      {
        iccProfile: 'sRGB IEC61966-2.1',
        renderIntent: 'relative',
        blackPoint: true,
        dithering: false,
        embedProfile: true,
      },
      'icc=sRGB%20IEC61966-2.1,relative,1,0&iccEmbed=1',
    ],
    [{ iccProfile: 'Our press' }, 'icc=Our%20press'],
    [
      { iccProfile: 'Coated FOGRA39 (ISO 12647-2:2004)', colorSpace: 'cmyk', format: 'tif' },
      'fmt=tif,cmyk&icc=Coated%20FOGRA39%20(ISO%2012647-2%3A2004)',
    ],
    [{ sharpen: true, resample: 'bicub', printResolution: 72 }, 'resMode=bicub&op_sharpen=1&printRes=72'],
    [{ background: '#f0f0f0' }, 'bgc=F0F0F0'],
    [{ background: '0,100,200' }, 'bgc=0064C8'],
    [{ maxBytes: '60 KiB' }, 'jpegSize=60'],
    [{ maxBytes: 512, animation: 'keep' }, 'jpegSize=0.5&animation=keep'],
    [{ animation: 'video', animationOver: '1 MB' }, 'animation=video,976.5625'],
    [{ animationOver: 2048 }, 'animation=,2'],
    [{ jpegSize: 40, width: 5, modifiers: 'wid=6' }, 'wid=5&jpegSize=40&wid=6'],
    [{}, ''],
  ])('%j mean %s', (keys, expected) => {
    expect(text(keys)).toBe(expected);
  });

  it.each([
    { width: 0 },
    { width: 1.5 },
    { width: '400' },
    { quality: 101 },
    { fit: 'corp' },
    { fit: 'crop,2' },
    { align: [2, 0] },
    { crop: [0.1, 0, 0.8, 1] },
    { format: 'bmp' },
    { background: 'red' },
    { unsharpMask: { amount: 6, radius: 1 } },
    { unsharpMask: { amount: 1, radius: 1, treshold: 2 } },
    { colors: 1 },
    { widht: 5 },
  ])('refuse %j', (keys) => {
    expect(presetKeysSchema.safeParse(keys).success).toBe(false);
  });

  it.each([[{ format: 'heic' }, 'fmt']])('%j are known and not supported yet', (keys, command) => {
    expect(parseModifiers(text(keys), strict()).problems).toMatchObject([{ code: 'COMMAND_UNSUPPORTED', command }]);
  });

  it.each([
    { jpegSize: 40.5, effort: 'fast' },
    { palette: ['FF0000'], dither: 'off', colors: 16 },
    { palette: 'mac' },
    { iccProfile: 'sRGB', renderIntent: 'relative', blackPoint: true, dithering: false, embedProfile: true },
    { renderIntent: 'absolute' },
    { printResolution: 300, format: 'pdf' },
  ])('%j come back from their text', (keys) => {
    const spelled = text(keys);
    expect(parseModifiers(spelled, strict()).problems).toEqual([]);
    const { keys: back, rest } = presetKeys(spelled);
    expect({ back, rest }).toMatchObject({ back: keys, rest: '' });
  });
});

describe('a text in friendly keys', () => {
  it.each([
    [
      'wid=150&hei=150&fit=crop,1&fmt=jpeg&qlt=80,0&resMode=sharp2&op_usm=1.1,1,5,0',
      {
        width: 150,
        height: 150,
        fit: 'crop,1',
        format: 'jpeg',
        quality: 80,
        chromaSubsampling: true,
        resample: 'sharp2',
        unsharpMask: { amount: 1.1, radius: 1, threshold: 5, monochrome: false },
      },
      '',
    ],
    ['wid=1&wid=2&align=0,1&scl=3', { width: 2, align: [0, 1] }, 'scl=3'],
    ['fmt=tif,gray,zip&bgc=1,2,3', { format: 'tif', colorSpace: 'gray', compression: 'zip', background: '010203' }, ''],
    ['crop=1,2,3,4&cropN=0,0,1,1', {}, 'cropN=0,0,1,1'],
    ['cropN=0,0,1,1&crop=1,2,3,4&fit=wrap', { crop: [1, 2, 3, 4], fit: 'wrap' }, ''],
    ['wid=5&$base$&hei=6', { width: 5 }, '$base$&hei=6'],
    ['wid=5&$v=1&hei=$v$', { width: 5 }, '$v=1&hei=$v$'],
    ['op_sharpen=0&rgnN=0&hei=6', { sharpen: false }, 'rgnN=0&hei=6'],
    ['op_sharpen=0&iccEmbed=0&hei=6', { sharpen: false, embedProfile: false, height: 6 }, ''],
    ['metadata=all&hei=6', {}, 'metadata=all&hei=6'],
    ['qlt=,1', { chromaSubsampling: false }, ''],
  ])('%s', (given, keys, rest) => {
    expect(presetKeys(given)).toEqual({ keys, rest });
  });

  it('means the same as before', () => {
    const piece = fc.constantFrom(
      ...['wid=5', 'hei=6', 'wid=7', 'fit=crop', 'fit=wrap,1', 'align=0,-1', 'scl=2', 'rgn=1,2,3,4', 'crop=1,2,3,4'],
      ...['cropN=0,0,.5,1', 'flip=lr', 'rotate=30', 'fmt=png', 'fmt=tif,cmyk,lzw', 'fmt=,gray', 'qlt=5', 'qlt=,0'],
      ...['resMode=bicub', 'bgc=50g', 'op_sharpen=1', 'op_usm=1,2', '$base$', '$v=9', 'wid=$v$', 'wid=oops', 'icc=x'],
    );
    const options = strict({ base: 'wid=99&crop=9,9,9,9&fit=hfit&$v=4' });
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const given = pieces.join('&');
        const { keys, rest } = presetKeys(given);
        const again = text({ ...keys, ...(rest !== '' && { modifiers: rest }) });
        expect(parseModifiers(again, options).recipe).toEqual(parseModifiers(given, options).recipe);
      }),
      { numRuns: 2000 },
    );
  });
});
