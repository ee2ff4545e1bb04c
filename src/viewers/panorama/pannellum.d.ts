/** The used parts of pannellum, which ships no types. */
declare module 'pannellum/build/pannellum.js';

interface PannellumViewer {
  getYaw(): number;
  getPitch(): number;
  getHfov(): number;
  setYaw(degrees: number, milliseconds?: number): void;
  setPitch(degrees: number, milliseconds?: number): void;
  setHfov(degrees: number, milliseconds?: number): void;
  setUpdate(always: boolean): void;
  stopAutoRotate(): void;
  on(event: 'load' | 'error' | 'animatefinished', listener: (detail: unknown) => void): void;
  resize(): void;
  destroy(): void;
}

// oxlint-disable-next-line no-unused-vars
interface Window {
  pannellum: {
    viewer(container: HTMLElement, options: Readonly<Record<string, unknown>>): PannellumViewer;
  };
}
