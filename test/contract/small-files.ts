import { clearSlopes } from '../../fixtures/make/slopes.ts';
import { HUGE, patched, sized } from '../support/pictures/masters/huge-headers.ts';
import { printPcx, printQoi, printSgi } from '../support/pictures/masters/print-small.ts';
import { type DecoderFiles, DRAWN } from './decoder.ts';

const { width, height } = DRAWN;

/** Files of formats of the first PCs, of workstations and of games. */
export const SMALL_FILES = {
  qoi: async (): Promise<DecoderFiles> => {
    const good = printQoi({ ...DRAWN, channels: 3 });
    const clear = printQoi({ width, height, channels: 4, data: clearSlopes() });
    const lying = patched(good, (copy) => void copy.writeUInt32BE(4 * height, 8));
    return { good, lying, huge: sized(good, 4, 8), clear, decibels: Infinity };
  },
  sgi: async (): Promise<DecoderFiles> => {
    const good = printSgi({ ...DRAWN, channels: 3 });
    const clear = printSgi({ width, height, channels: 4, data: clearSlopes() });
    const lying = patched(good, (copy) => void copy.writeUInt16BE(4 * height, 8));
    const huge = patched(good, (copy) => {
      copy.writeUInt16BE(HUGE.width, 6);
      copy.writeUInt16BE(HUGE.height, 8);
    });
    return { good, lying, huge, clear, decibels: Infinity };
  },
  pcx: async (): Promise<DecoderFiles> => {
    const good = printPcx({ ...DRAWN, channels: 3 });
    const lying = patched(good, (copy) => void copy.writeUInt16LE(4 * height - 1, 10));
    const huge = patched(good, (copy) => {
      copy.writeUInt16LE(HUGE.width - 1, 8);
      copy.writeUInt16LE(HUGE.height - 1, 10);
    });
    return { good, lying, huge, decibels: Infinity };
  },
} as const;
