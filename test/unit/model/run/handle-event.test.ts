import { expect, it } from 'vitest';
import { type EventHandlers, handleEvent } from '../../../../src/model/run/handle-event.ts';

const FILES: EventHandlers<[more: number], number> = { 'scan-progress': ({ files }, more) => files + more };

it('an event goes to the handler of its type, with what is given beside it', () => {
  expect(handleEvent(FILES, { type: 'scan-progress', files: 2 }, 3)).toBe(5);
});

it('an event without a handler comes to nothing', () => {
  expect(handleEvent(FILES, { type: 'manifest-written', file: 'manifest.json', assets: 2 }, 3)).toBeUndefined();
});
