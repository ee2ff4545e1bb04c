import { expect, onTestFinished, test } from 'vitest';
import { openCatalog } from '../../../../src/catalog/index.ts';
import { EngineError } from '../../../../src/model/errors.ts';
import { engineTextsOf, rememberEngineTexts } from '../../../../src/run/planning/engine-texts.ts';

const TEXTS = { jpg: 'image 1, vips 8.18.7, mozjpeg 4' };

/** Workers that count how often they are asked. */
function asked() {
  const calls: string[] = [];
  const installation = async () => {
    calls.push('installation');
    return { encoderVersions: TEXTS, parts: [] };
  };
  return { calls, installation };
}

async function catalog() {
  const opened = await openCatalog('/out', { kind: 'memory' });
  onTestFinished(() => opened?.close());
  if (opened === undefined) throw new Error('expected a catalog, got none');
  return opened;
}

test('a worker is asked once for the engine texts of an installation', async () => {
  const [facts, pool] = [await catalog(), asked()];
  for (let run = 0; run < 3; run++) {
    const texts = await engineTextsOf(facts, pool, 'these packages');
    expect(texts).toEqual(TEXTS);
    await rememberEngineTexts(facts, texts, 'these packages');
  }
  expect(pool.calls).toHaveLength(1);
});

test('of other packages it is asked again, and where these are not known each time', async () => {
  const [facts, pool] = [await catalog(), asked()];
  for (const installation of ['these', 'others', undefined, undefined, 'others']) {
    await rememberEngineTexts(facts, await engineTextsOf(facts, pool, installation), installation);
  }
  expect(pool.calls).toHaveLength(4);
});

test('nothing is remembered of workers that do not start', async () => {
  const facts = await catalog();
  const hint = 'Install it.';
  const broken = { installation: () => Promise.reject(new EngineError('ENGINE_MISSING', 'no sharp', { hint })) };
  const texts = await engineTextsOf(facts, broken, 'these packages');
  expect(texts).toBeUndefined();
  await rememberEngineTexts(facts, texts, 'these packages');
  expect(await facts.fact('engines')).toBeUndefined();
});
