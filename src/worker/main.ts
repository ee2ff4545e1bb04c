import { setImmediate } from 'node:timers/promises';

import { toErrorData } from '../model/errors.ts';
import type { SentRequest, WorkerAnswer, WorkerGreeting, WorkerMessage } from '../model/jobs/worker-message.ts';
import { giveDrawingFonts } from '../system/fonts/drawing-fonts.ts';
import { describe, type Engines, loadEngines } from './engines.ts';
import { examine } from './examine.ts';
import { PortKeeper } from './ports.ts';
import { render } from './render.ts';
import { takeApart } from './take-apart.ts';

function send(message: WorkerMessage): void {
  process.send?.(message);
}

const kept = new PortKeeper();

async function answer(request: SentRequest, engines: Engines): Promise<WorkerAnswer> {
  const { id, programs, limits, fontPlaces = [] } = request;
  giveDrawingFonts(fontPlaces);
  const onShare = (share: number): void => send({ type: 'progress', id, share });
  try {
    switch (request.type) {
      case 'examine':
        return {
          type: 'examined',
          id,
          examination: await examine(request.file, kept.at(request.places), engines, { programs, limits }),
        };
      case 'render': {
        const ports = kept.at(request.places);
        const { job, scratch, cores } = request;
        const result = await render(job, scratch, { engines, ports, programs, limits, cores, onShare });
        return { type: 'rendered', id, result };
      }
      case 'take-apart':
        return {
          type: 'taken-apart',
          id,
          document: await takeApart(request.file, request.folder, kept.at(request.places)),
        };
      case 'describe':
        return { type: 'described', id, installation: await describe(engines, true, programs) };
    }
  } catch (error) {
    return { type: 'failed', id, error: toErrorData(error) };
  }
}

// Most of what a job leaves is young, and collecting that takes a millisecond; a whole round takes 6 to 18, more than a thumbnail.
// A picture may hang on the last one that V8 keeps in sight: hence two rounds. Without options all is collected: V8 of
// node 20 takes any options for those of a minor one. Less than `worthBytes` is
// well inside what a worker may keep.
const ROUNDS = [
  { options: { type: 'minor' }, worthBytes: 12 * 2 ** 20 },
  { options: { type: 'minor' }, worthBytes: 12 * 2 ** 20 },
  { options: undefined, worthBytes: 24 * 2 ** 20 },
] as const;

/**
 * Gives back the pixels of finished work: they hang on small objects which V8 sees no reason to collect, and go a turn
 * of the event loop after those. What rests must not hold them.
 */
async function clearUp(): Promise<void> {
  for (const { options, worthBytes } of ROUNDS) {
    if (process.memoryUsage().external <= worthBytes) break;
    await setImmediate();
    if (options) globalThis.gc?.(options);
    else globalThis.gc?.();
  }
  await setImmediate();
}

async function work(request: SentRequest, engines: Engines): Promise<void> {
  const message = await answer(request, engines);
  await clearUp();
  send(message);
}

async function start(): Promise<WorkerGreeting> {
  try {
    const engines = await loadEngines();
    process.on('message', (request: SentRequest) => void work(request, engines));
    return { type: 'ready', pid: process.pid, installation: await describe(engines, false, {}) };
  } catch (error) {
    return { type: 'broken', error: toErrorData(error) };
  }
}

// The terminal sends its signals to every process of a run; what they mean is decided by the one that started it.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);

// Whoever started this process is done with it or dead. An ordinary exit would wait for the pixels in hand.
// The group is this process and the programs it has started.
process.on('disconnect', () => process.kill(-process.pid, 'SIGKILL'));

void start().then(send);
