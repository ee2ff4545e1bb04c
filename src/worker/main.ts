import type { SentRequest, WorkerAnswer, WorkerGreeting, WorkerMessage } from '../model/worker-message.ts';
import { type Engines, gather, loadEngines } from './engines.ts';
import { examine } from './examine.ts';
import { toErrorData } from './failure.ts';
import { render } from './render.ts';

function tell(message: WorkerMessage): void {
  process.send?.(message);
}

async function answer(request: SentRequest, engines: Engines): Promise<WorkerAnswer> {
  const { id } = request;
  try {
    if (request.type === 'examine') {
      return { type: 'examined', id, examination: await examine(request.file, engines) };
    }
    return { type: 'rendered', id, result: await render(request.job, request.scratch, engines) };
  } catch (error) {
    return { type: 'failed', id, error: toErrorData(error) };
  } finally {
    // Pixels hang on small objects which V8 sees no reason to collect; what rests must not hold them.
    globalThis.gc?.();
  }
}

async function start(): Promise<WorkerGreeting> {
  try {
    const engines = await loadEngines();
    process.on('message', (request: SentRequest) => void answer(request, engines).then(tell));
    const stamps = gather(engines, (engine) => engine.stamps());
    return { type: 'ready', pid: process.pid, stamps, versions: gather(engines, (engine) => engine.versions()) };
  } catch (error) {
    return { type: 'broken', error: toErrorData(error) };
  }
}

// The terminal sends its signals to every process of a run; what they mean is decided by the one that started it.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);

// Whoever started this process is done with it or dead. An ordinary exit would wait for the pixels in hand.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));

tell(await start());
