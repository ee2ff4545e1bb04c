// oxlint-disable typescript/consistent-type-imports -- a module that is declared takes no import by a relative path
/** Modules of the plugin of Vite by the path of an asset: `import { html } from 'dmx:shoes/red.jpg?sizes=50vw'`. */
declare module 'dmx:*' {
  /** Markup of the picture or the clip. */
  export const html: string;
  /** Undefined of a clip. */
  export const picture: import('../pages/picture.ts').Picture | undefined;
  /** Undefined of a picture that is shown as one. */
  export const video: import('../pages/video.ts').Video | undefined;
  /** Its entry of the manifest. */
  export const asset: import('../model/manifest/manifest-asset.ts').ManifestAsset;
}
