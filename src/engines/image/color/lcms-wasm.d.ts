// The parts that dmx uses of a package that comes without types.
declare module 'lcms-wasm' {
  /** The library's functions of C, their arguments addresses and numbers. */
  export interface LittleCms {
    readonly HEAPU8: Uint8Array;
    readonly _malloc: (bytes: number) => number;
    readonly _free: (at: number) => void;
    readonly _cmsOpenProfileFromMem: (at: number, bytes: number) => number;
    readonly _cmsCreate_sRGBProfile: () => number;
    readonly _cmsGetColorSpace: (profile: number) => number;
    readonly _cmsCloseProfile: (profile: number) => number;
    readonly _cmsCreateTransform: (
      from: number,
      fromFormat: number,
      to: number,
      toFormat: number,
      intent: number,
      flags: number,
    ) => number;
    readonly _cmsDoTransform: (transform: number, from: number, to: number, pixels: number) => void;
    readonly _cmsDeleteTransform: (transform: number) => void;
  }

  export function instantiate(options: {
    readonly wasmBinary: Uint8Array;
    readonly print: (line: string) => void;
    readonly printErr: (line: string) => void;
  }): Promise<LittleCms>;
}
