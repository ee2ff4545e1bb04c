declare module 'm3u8-parser' {
  interface Segment {
    readonly duration: number;
    readonly byterange?: { readonly offset: number; readonly length: number };
    readonly map?: { readonly byterange?: { readonly offset: number; readonly length: number } };
  }
  export class Parser {
    push(text: string): void;
    end(): void;
    readonly manifest: {
      readonly endList?: boolean;
      readonly segments?: readonly Segment[];
      readonly playlists?: readonly {
        readonly uri: string;
        readonly attributes: { readonly RESOLUTION: object; readonly CODECS: string; readonly BANDWIDTH: number };
      }[];
      readonly mediaGroups?: {
        readonly AUDIO?: Readonly<Record<string, Readonly<Record<string, { uri: string; language?: string }>>>>;
        readonly SUBTITLES?: Readonly<Record<string, Readonly<Record<string, { uri: string; language?: string }>>>>;
      };
    };
  }
}

declare module 'mpd-parser' {
  export function parse(
    text: string,
    options: { readonly manifestUri: string },
  ): {
    readonly duration: number;
    readonly playlists: readonly {
      readonly attributes: { readonly NAME: string; readonly RESOLUTION: object };
      readonly sidx?: {
        readonly uri: string;
        readonly byterange: { readonly offset: number; readonly length: number };
      };
    }[];
    readonly mediaGroups: {
      readonly AUDIO: { readonly audio: Readonly<Record<string, unknown>> };
      readonly SUBTITLES: { readonly subs: Readonly<Record<string, { readonly language: string }>> };
    };
  };
}

declare module 'webvtt-parser' {
  export class WebVTTParser {
    parse(
      text: string,
      mode: 'captions' | 'chapters' | 'metadata',
    ): {
      readonly cues: readonly unknown[];
      readonly errors: readonly { readonly line: number; readonly message: string }[];
    };
  }
}
